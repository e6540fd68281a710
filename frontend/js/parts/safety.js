import { el, fill } from "../dom.js";
import { answer } from "../entry.js";
import { RED_FLAGS, SELF_HARM, asksAboutHarm, hasRedFlag, isCrisis, noneOf } from "../safety.js";
import { state } from "../state.js";
import { t } from "../texts/index.js";
import { crisisLine, emergencyLine } from "./call.js";
import { icon } from "./icons.js";
import { scale } from "./scale.js";

/** @typedef {import("../entry.js").Draft} Draft @typedef {(how: (draft: Draft) => Draft) => void} Change */

/** Known without a signal. */
export const emergencyCall = () => emergencyLine(state.contact);
export const crisisCall = () => crisisLine(state.contact);

/** The number comes into view, however large the words around it are. @param {Element} place */
const bringCall = (place) => (place.querySelector(".callnow") ?? place).scrollIntoView({ block: "center" });

/** One yes-or-no question of safety. @param {string} id @param {Draft} draft @param {Change} change */
function yesOrNo(id, draft, change) {
  const presence = draft.answers[id]?.presence;
  return el("div", { class: "symptom", "data-symptom": id }, scale({
    label: t(`danger.${id}`), words: [t("danger.no"), t("danger.yes")], kind: "two", value: presence == null ? null : Number(presence),
    onanswer: (value) => change((was) => answer(was, id, "presence", value === null ? null : value === 1)),
  }));
}

/** The five danger signs as one card; a yes shows the emergency number at once, before anything is saved. */
export class DangerCard {
  /** @param {Change} change @param {() => void} redraw @param {() => void} askHarm */
  constructor(change, redraw, askHarm) {
    this.change = change;
    this.redraw = redraw;
    this.askHarm = askHarm;
    this.alarm = el("div", { class: "alarm", role: "alert" });
    this.hint = el("p", { class: "hint", role: "status" }, t("danger.hint"));
    this.element = el("section", { class: "card questions danger", hidden: true, "aria-label": t("danger.title") });
  }

  /** @param {Draft} draft @param {ReadonlySet<string>} told what the verdicts above say already */
  draw(draft, told) {
    fill(this.alarm);
    if (this.element.hidden) return fill(this.element);
    if (!draft.isDirty) this.hint.textContent = t("danger.hint");
    const none = () => { this.change((was) => noneOf(was, RED_FLAGS)); this.redraw(); };
    fill(this.element, el("h2", { tabindex: "-1" }, t("danger.title")), this.hint, this.alarm,
      el("button", { type: "button", class: "button soft wide none-of-these", onclick: none }, t("danger.none")),
      RED_FLAGS.map((id) => yesOrNo(id, draft, this.change)),
      el("button", { type: "button", class: "link", onclick: this.askHarm }, t("danger.harm")));
    this.update(draft, told);
  }

  /** Says that this comes before saving. */
  stopSaving() { this.hint.textContent = t("danger.first"); }

  /** @param {Draft} draft @param {ReadonlySet<string>} told */
  update(draft, told) {
    const isShown = this.alarm.firstChild !== null;
    if (hasRedFlag(draft, told) === isShown) return;
    fill(this.alarm, isShown ? null : el("div", { class: "verdict card band is-emergency" },
      el("p", { class: "level" }, icon("alarm"), t("danger.call_now")), el("p", {}, t("danger.why")), emergencyCall()));
    if (!isShown) bringCall(this.alarm);
  }
}

/** What is asked and said below the feelings, when they are very low. */
export class CrisisCard {
  /** @param {Change} change */
  constructor(change) {
    this.change = change;
    this.asked = el("div", {});
    this.words = el("div", { role: "alert" });
    this.element = el("div", { class: "crisis" }, this.asked, this.words);
    this.isWanted = false;
  }

  /** Whether it asks: where she wants to be asked, and where her mood is bad. @param {Draft} draft */
  asks(draft) { return this.isWanted || asksAboutHarm(draft); }

  /** @param {Draft} draft @param {ReadonlySet<string>} told what the verdicts above say already */
  draw(draft, told) {
    fill(this.asked);
    this.update(draft, told);
  }

  /** @param {Draft} draft @param {ReadonlySet<string>} told */
  update(draft, told) {
    if (!this.asks(draft)) fill(this.asked);
    else if (!this.asked.firstChild) fill(this.asked, yesOrNo(SELF_HARM, draft, this.change));
    const isShown = this.words.firstChild !== null;
    if (isCrisis(draft, told) === isShown) return;
    fill(this.words, isShown ? null : el("div", { class: "verdict card band is-crisis" },
      el("h3", {}, t("crisis.title")), el("p", {}, t("crisis.words")), crisisCall()));
    if (!isShown) bringCall(this.words);
  }
}
