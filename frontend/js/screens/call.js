import { el, fill, whenChanged } from "../dom.js";
import { fullDay, list, when } from "../format.js";
import { callButton, withNumber } from "../parts/call.js";
import { icon, levelIcon } from "../parts/icons.js";
import { RANK, readContact, readWatch, state, unresolved } from "../state.js";
import { t } from "../texts/index.js";

/** Whom to call now, and what is watched. */
export class Call {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.title = t("tab.call");
    this.body = el("div", { class: "stack" });
    this.onChange = whenChanged();
    fill(place, el("h1", { tabindex: "-1" }, t("call.title")), this.body);
  }

  async open() {
    this.refresh();
    await Promise.allSettled([readContact(), readWatch()]);
    this.refresh();
  }

  refresh() {
    this.onChange([state.contact, state.watch, unresolved()], () => this.draw());
  }

  draw() {
    fill(this.body, this.numbers(), unresolved().map((alert) => el("a", { class: `card band alert-link is-${alert.level}`, href: "#today" },
      el("span", { class: "level" }, levelIcon(alert.level), alert.level_words), el("span", {}, alert.title))), this.watched());
  }

  numbers() {
    const { contact, me } = state;
    if (!contact) return el("p", { class: "card" }, t("call.unknown"));
    const opens = contact.opens_at ? t("call.opens", { time: when(contact.opens_at, me.clinic.time_zone) }) : null;
    return el("section", { class: "card stack", "aria-label": t("call.title") }, el("p", { class: "clinic-line" }, icon("person"), el("span", {}, contact.clinic)),
      callButton(contact, contact.time_zone), opens ? el("p", { class: "soft-text" }, opens) : null, afterHours(contact),
      el("a", { class: "button plain wide with-icon emergency", href: `tel:${contact.emergency_number}` }, icon("alarm"),
        el("span", {}, withNumber("call.emergency_number", contact.emergency_number))),
      el("p", { class: "notice" }, contact.note || t("verdict.not_live")));
  }

  watched() {
    return el("section", { class: "stack" }, el("h2", {}, t("watch.title")), el("p", { class: "soft-text" }, t("watch.explain")),
      [...state.watch].sort(worstAndNearest).map((rule) => el("article", { class: `card stack tight watched is-${rule.level}` }, el("p", { class: "level" }, levelIcon(rule.level), rule.level_words),
        el("h3", { class: "sentence" }, rule.sentence), nearness(rule),
        rule.unknown_days.length ? el("p", { class: "hint" }, t("watch.unknown_days", { days: list(rule.unknown_days.map((day) => fullDay(day))) })) : null,
        el("details", {}, el("summary", {}, t("verdict.why")), el("p", {}, el("cite", {}, rule.source.title), `, ${rule.source.publisher}. `, rule.source.section)))));
  }
}

/** By level, the worst first; of one level the nearest first.
 * @param {import("../types.js").WatchedRule} a @param {import("../types.js").WatchedRule} b */
function worstAndNearest(a, b) {
  const near = (/** @type {import("../types.js").WatchedRule} */ { verdict, progress }) => (verdict === "met" ? 2 : progress.have / progress.need);
  return RANK.indexOf(b.level) - RANK.indexOf(a.level) || near(b) - near(a);
}

/** The number for when the clinic is closed, to be known before it is needed. @param {import("../types.js").Contact} contact */
function afterHours(contact) {
  if (contact.kind !== "day" || !contact.after_hours_number || contact.after_hours_number === contact.number) return null;
  return el("p", { class: "after-hours" }, el("span", {}, t("call.after_hours")),
    el("a", { href: `tel:${contact.after_hours_number}` }, icon("phone"), el("span", {}, contact.after_hours_display)));
}

/** How near a rule is, as words and as dots. @param {import("../types.js").WatchedRule} rule */
function nearness({ verdict, progress }) {
  const { have, need } = progress;
  const says = verdict === "met" ? t("watch.met") : t(`watch.${verdict}`, { have, need, count: need });
  const dots = Array.from({ length: need }, (_, i) => el("i", { class: i < have ? "dot is-full" : "dot" }));
  return el("p", { class: "nearness" }, el("span", { class: "dots", "aria-hidden": "true" }, dots), el("span", {}, says));
}
