import { el, fill, whenChanged } from "../dom.js";
import { when } from "../format.js";
import { callButton, withNumber } from "../parts/call.js";
import { icon, levelIcon } from "../parts/icons.js";
import { watchedByLevel } from "../parts/watched.js";
import { readContact, readWatch, state, unresolved } from "../state.js";
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
    return el("section", { class: "stack" }, el("h2", {}, t("watch.title")), el("p", { class: "soft-text" }, t("watch.explain")), watchedByLevel(state.watch));
  }
}

/** The number for when the clinic is closed, to be known before it is needed. @param {import("../types.js").Contact} contact */
function afterHours(contact) {
  if (contact.kind !== "day" || !contact.after_hours_number || contact.after_hours_number === contact.number) return null;
  return el("p", { class: "after-hours" }, el("span", {}, t("call.after_hours")),
    el("a", { href: `tel:${contact.after_hours_number}` }, icon("phone"), el("span", {}, contact.after_hours_display)));
}
