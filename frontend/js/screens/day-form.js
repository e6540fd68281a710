import { isToCallAbout, toldAbove } from "../check.js";
import { isKnown, isWritten, viewOf } from "../days.js";
import { announce, el, fill, focusOn } from "../dom.js";
import { allFine, isModerate, likeDay, readingsOf } from "../entry.js";
import { addDays, inSentence, list, nowWithOffset, today, weekday } from "../format.js";
import { icon } from "../parts/icons.js";
import { measuredRows, wholeRows } from "../parts/measured.js";
import { notesFields } from "../parts/notes.js";
import { CrisisCard, DangerCard } from "../parts/safety.js";
import { scale } from "../parts/scale.js";
import { symptomQuestions } from "../parts/symptom.js";
import { RED_FLAGS, SELF_HARM, hasAnsweredDanger, isCrisis, noneOf, speaksOfDanger } from "../safety.js";
import { state, unresolved } from "../state.js";
import { t } from "../texts/index.js";

/** @typedef {import("../entry.js").Draft} Draft @typedef {import("../types.js").Symptom} Symptom */
/** Whoever counts up, or taps twice, is not to hit an answer that has come under her finger. */
const FINGER_RESTS_MS = 900;
const TYPED_INTO = "input[inputmode], input[type=time], textarea";
const GROUPS = /** @type {const} */ (["physical", "thinking", "emotional"]);

/** The questions of one day. */
export class DayForm {
  /** @param {string} day @param {{onchange: () => void, onsave: () => void, onvoid: () => void}} on */
  constructor(day, on) {
    this.day = day;
    this.on = on;
    /** @type {Draft} */ this.draft = { builds_on: [], answers: {}, measured: {}, notes: { physical: "", thinking: "", emotional: "" }, can_wait: null, isDirty: false };
    /** @type {Set<string>} */ this.added = new Set();
    this.danger = new DangerCard((how) => this.change(how), () => this.draw(this.draft), () => this.askHarm());
    this.crisis = new CrisisCard((how) => this.change(how));
    this.said = el("div", { class: "said" });
    this.wait = el("section", { class: "card", hidden: true });
    this.warning = el("p", { class: "error", role: "alert", hidden: true });
    this.save = el("button", { type: "submit", class: "button wide save" }, t("word.save"));
    this.hasAsked = false;
    this.isCalledBad = false;
    this.isToCall = false;
    this.pause = 0;
    this.asking = 0;
    this.bar = el("div", { class: "savebar" }, this.warning, this.save);
    this.body = el("div", { class: "stack" });
    this.element = el("form", { class: "stack day-form", novalidate: true, onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); on.onsave(); } }, this.body, this.bar);
    this.element.addEventListener("focusout", () => this.judgeSoon());
  }

  /** Core questions first, then what was said today, the day before, or asked for. */
  shown() {
    const before = viewOf(addDays(this.day, -1)).readings;
    return state.guidance.symptoms.filter(({ id, core }) => core || this.added.has(id) || id in this.draft.answers || before[id] != null);
  }

  /** @param {Draft} draft */
  draw(draft) {
    this.draft = draft;
    const shown = this.shown();
    fill(this.body, this.danger.element, this.quick(shown), GROUPS.map((group) => this.groupCard(group, shown.filter((symptom) => symptom.group === group))),
      this.wait, this.another(shown), this.measurements(), this.notes(), this.wrongDay());
    this.judge();
    this.drawWait();
    this.danger.element.hidden = !(speaksOfDanger(draft) || this.isBad());
    const told = toldAbove(this.day);
    this.danger.draw(draft, told);
    this.crisis.draw(draft, told);
    this.nameSave();
    this.bar.hidden = !this.draft.isDirty && isWritten(this.day);
    this.warning.hidden = true;
    if (!this.draft.isDirty) fill(this.said);
  }

  /** @param {(draft: Draft) => Draft} how */
  change(how) {
    const wasCrisis = isCrisis(this.draft);
    this.draft = { ...how(this.draft), isDirty: true };
    this.bar.hidden = false;
    this.warning.hidden = true;
    this.showWait();
    this.nameSave();
    const told = toldAbove(this.day);
    this.danger.update(this.draft, told);
    // Whom to talk to now is not to be scrolled away.
    if (this.danger.element.hidden && !wasCrisis && isCrisis(this.draft)) this.showDanger();
    this.judgeSoon();
    this.crisis.update(this.draft, told);
    this.on.onchange();
  }

  isBad() { return this.isCalledBad || this.isToCall || isModerate(this.draft, state.guidance.rules); }

  /** Reads the rules over the day as it is written, without measurements that are only begun. */
  judge() {
    this.isToCall = isToCallAbout(this.day, readingsOf({ ...this.draft, measured: wholeRows(this.draft.measured, state.guidance.measurements) }));
  }

  judgeSoon() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.judgeAtRest(), FINGER_RESTS_MS);
  }

  /** Nobody is taken away from what she types, nor judged by half a number; leaving the field comes back here. */
  judgeAtRest() {
    const typed = document.activeElement?.matches(TYPED_INTO) && this.element.contains(document.activeElement);
    if (typed || !this.draft.isDirty || !this.element.isConnected) return;
    this.judge();
    this.showWait();
    this.nameSave();
    if (this.danger.element.hidden && this.isBad()) this.askDanger();
  }

  /** Nobody has to call her mood bad first. */
  askHarm() {
    this.crisis.isWanted = true;
    this.draw(this.draft);
    this.crisis.element.scrollIntoView({ block: "center" });
    /** @type {HTMLElement | null} */ (this.crisis.element.querySelector("input"))?.focus();
  }

  showDanger() {
    this.danger.element.hidden = false;
    this.danger.draw(this.draft, toldAbove(this.day));
  }

  /** On a bad day the danger signs come before anything else. */
  askDanger() {
    clearTimeout(this.pause);
    const card = this.danger.element;
    if (card.hidden) this.showDanger();
    card.classList.add("is-new");
    setTimeout(() => card.classList.remove("is-new"), FINGER_RESTS_MS / 2);
    card.scrollIntoView({ block: "start" });
    focusOn(card.querySelector("h2"));
  }

  /** Stops the saving of a bad day while its danger signs are not answered; unanswered they stay unknown. */
  asksFirst() {
    this.judge();
    if (this.hasAsked || !this.isBad() || hasAnsweredDanger(this.draft)) return false;
    // Saving without them is offered once the finger rests: no press that was meant as "Save" takes that offer.
    clearTimeout(this.asking);
    this.asking = setTimeout(() => { this.hasAsked = true; this.nameSave(); }, FINGER_RESTS_MS);
    this.askDanger();
    this.danger.stopSaving();
    return true;
  }

  nameSave() {
    const isOpen = this.hasAsked && this.draft.isDirty && this.isBad() && !hasAnsweredDanger(this.draft);
    this.save.textContent = t(isOpen ? "danger.save_without" : "word.save");
    this.save.classList.toggle("soft", isOpen);
  }

  /** Says something under the quick buttons. @param {string} sentence @param {Draft | null} [before] what an undo brings back */
  say(sentence, before = null) {
    const undo = before ? el("button", { type: "button", class: "link", onclick: () => { this.draw(before); fill(this.said); this.on.onchange(); } }, icon("undo"), t("quick.undo")) : null;
    fill(this.said, el("p", {}, sentence), undo);
    announce(sentence);
  }

  /** Says beside the save button what stands in the way. @param {string} sentence */
  warn(sentence) {
    this.warning.textContent = sentence;
    this.warning.hidden = false;
    this.bar.hidden = false;
  }

  /** @param {Symptom[]} shown */
  quick(shown) {
    const yesterday = addDays(this.day, -1);
    const fine = () => {
      const before = this.draft;
      const asked = [...(this.danger.element.hidden ? [] : RED_FLAGS), ...(this.crisis.asks(before) ? [SELF_HARM] : [])];
      this.change((draft) => noneOf(allFine(draft, shown), asked));
      this.draw(this.draft);
      const words = [...shown.map(({ label }) => inSentence(label)), ...(asked.length ? [t("danger.none_said")] : [])];
      this.say(t("quick.fine_done", { list: list(words) }), before);
    };
    const copy = () => {
      if (!isKnown(yesterday) && !isWritten(yesterday)) return this.say(t("quick.like_unknown"));
      if (Object.keys(likeDay({ ...this.draft, answers: {} }, viewOf(yesterday), state.guidance.symptoms).answers).length === 0) {
        return this.say(t("quick.like_nothing", { day: weekday(yesterday) }));
      }
      const before = this.draft;
      this.change((draft) => likeDay(draft, viewOf(yesterday), state.guidance.symptoms));
      this.draw(this.draft);
      this.say(t("quick.like_done", { day: weekday(yesterday) }), before);
    };
    const isToday = this.day === today();
    return el("section", { class: "quick" }, el("h2", {}, isToday ? t("quick.title") : t("quick.title_other", { day: weekday(this.day) })),
      el("div", { class: "pair" }, el("button", { type: "button", class: "button soft", onclick: fine }, t("quick.fine")),
        el("button", { type: "button", class: "button soft", onclick: copy }, t(isToday ? "quick.like" : "quick.like_other")),
        el("button", { type: "button", class: "button soft bad-day", onclick: () => { this.isCalledBad = true; this.askDanger(); } }, t("quick.bad"))), this.said);
  }

  /** @param {string} group @param {Symptom[]} symptoms */
  groupCard(group, symptoms) {
    const asksHarm = group === "emotional" && this.crisis.asks(this.draft);
    if (!symptoms.length && !asksHarm) return null;
    return el("section", { class: "card questions", "aria-label": t(`group.${group}`) }, el("h2", {}, t(`group.${group}`)),
      symptoms.map((symptom) => symptomQuestions(symptom, this.draft, state.guidance.scales, (how) => this.change(how))), group === "emotional" ? this.crisis.element : null);
  }

  drawWait() {
    const options = [t("wait.yes"), t("wait.no")];
    const value = this.draft.can_wait === null ? null : Number(!this.draft.can_wait);
    fill(this.wait, scale({ label: t("wait.question"), hint: t("wait.hint"), words: options, kind: "two", value,
      onanswer: (chosen) => this.change((draft) => ({ ...draft, can_wait: chosen === null ? null : chosen === 0 })) }));
    this.showWait();
  }

  /** Asked only when something is moderate or worse, or an alert is open. */
  showWait() {
    this.wait.hidden = !(this.isBad() || unresolved().length > 0 || this.draft.can_wait !== null);
  }

  /** @param {Symptom[]} shown */
  another(shown) {
    const rest = state.guidance.symptoms.filter((symptom) => !shown.includes(symptom));
    /** @param {string} id */
    const add = (id) => {
      this.added.add(id);
      this.draw(this.draft);
      /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-symptom="${id}"] :is(input, .step)`))?.focus();
    };
    return el("details", { class: "card fold" }, el("summary", {}, t("another.title")), GROUPS.map((group) => el("section", { class: "stack tight" },
      el("h3", {}, t(`group.${group}`)), el("div", { class: "chips" }, rest.filter((symptom) => symptom.group === group).map(({ id, label }) =>
        el("button", { type: "button", class: "chip", onclick: () => add(id) }, icon("plus"), label)),
      group === "emotional" && !this.crisis.asks(this.draft) ? el("button", { type: "button", class: "chip", onclick: () => this.askHarm() }, icon("plus"), t("danger.harm")) : null))));
  }

  measurements() {
    const { measurements } = state.guidance;
    const filled = measurements.some(({ id }) => this.draft.measured[id]?.length);
    const now = this.day === today() ? nowWithOffset().slice(11, 16) : "";
    return el("details", { class: "card fold", open: filled }, el("summary", {}, t("measured.title")), measurements.map((kind) =>
      measuredRows(kind, this.draft.measured[kind.id] ?? [], { now, onchange: (rows) => this.change((draft) => ({ ...draft, measured: { ...draft.measured, [kind.id]: rows } })) })));
  }

  notes() {
    const filled = Object.values(this.draft.notes).some(Boolean);
    return el("details", { class: "card fold", open: filled }, el("summary", {}, t("note.title")),
      el("p", { class: "hint" }, t("note.hint")), notesFields(this.draft.notes, (notes) => this.change((draft) => ({ ...draft, notes }))));
  }

  wrongDay() {
    if (!isWritten(this.day)) return null;
    return el("details", { class: "fold quiet" }, el("summary", {}, t("void.summary")), el("p", {}, t("void.hint")),
      el("button", { type: "button", class: "button danger", onclick: this.on.onvoid }, t("void.button")));
  }
}
