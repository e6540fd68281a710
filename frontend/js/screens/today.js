import { checkedHere, toldAbove } from "../check.js";
import { DAYS_KEPT, headsOf, isKnown, isWritten, readDays, receivedDay, viewOf } from "../days.js";
import { announce, el, fill, focusOn, whenChanged } from "../dom.js";
import { closeDraft, draftOf, dropDraft, keepDraft } from "../drafts.js";
import { bodyOf, bodyOfVoid, draftFrom, isBlank } from "../entry.js";
import { addDays, dayAndMonth, daysFrom, fullDay, isDay, today, weekday } from "../format.js";
import { flush, isSending, isUnsent, save, unsentOf } from "../outbox.js";
import { checkedHereCard } from "../parts/checked-here.js";
import { confirmed } from "../parts/dialog.js";
import { showState, whereIs } from "../parts/entry-state.js";
import { icon } from "../parts/icons.js";
import { problemOf, showProblem } from "../parts/measured.js";
import { dayStrip } from "../parts/strip.js";
import { verdict } from "../parts/verdict.js";
import { versions } from "../parts/versions.js";
import { RANK, readWatch, state, unresolved } from "../state.js";
import { t } from "../texts/index.js";
import { DayForm } from "./day-form.js";

const PATIENCE_MS = 2500;

/** Today, or another day to write for. */
export class Today {
  /** @param {HTMLElement} place @param {string} parameter a day, or nothing for today */
  constructor(place, parameter) {
    this.day = isDay(parameter) && parameter <= today() ? parameter : today();
    this.title = this.day === today() ? t("word.today") : fullDay(this.day);
    const date = this.day === today() ? dayAndMonth(this.day) : t("today.other", { day: dayAndMonth(this.day) });
    this.heading = el("h1", { tabindex: "-1" }, weekday(this.day), el("span", {}, date));
    this.state = el("p", { class: "entry-state", role: "status" });
    this.strip = el("div", { class: "strip-place" });
    this.head = el("div", { class: "today-head" }, el("div", { class: "top" }, this.heading, this.state), this.strip,
      this.day === today() ? null : el("a", { class: "link", href: "#today" }, icon("right"), t("today.back")));
    this.verdicts = el("div", { class: "stack verdicts" });
    this.sides = el("div", { class: "stack sides" });
    this.form = new DayForm(this.day, { onchange: () => this.changed(), onsave: () => void this.save(), onvoid: () => void this.takeBack() });
    fill(place, this.head, this.verdicts, this.sides, this.form.element);
    this.isDrawn = false;
    /** @type {Promise<boolean> | null} */ this.keeping = null;
    this.onStrip = whenChanged();
    this.onVerdicts = whenChanged();
    this.onSides = whenChanged();
    this.onForm = whenChanged();
  }

  async open() {
    if (isKnown(this.day)) this.draw();
    const reading = readDays(addDays(this.day, -DAYS_KEPT), today()).then(() => this.refresh());
    // Without a signal the form must not wait for the network to give up.
    await Promise.race([reading, new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); })]).catch(() => undefined);
    reading.catch(() => undefined);
    if (!this.isDrawn) this.draw();
  }

  /** The draft as it is being written, else the day as it stands. */
  startDraft() {
    return draftOf(this.day) ?? draftFrom(viewOf(this.day), state.guidance, headsOf(this.day));
  }

  draw() {
    this.isDrawn = true;
    this.drawHead();
    this.drawVerdicts();
    this.drawSides();
    this.drawForm();
  }

  /** After something came from the server; what is being written stays as it is. */
  refresh() {
    if (!this.isDrawn) return;
    this.drawHead();
    this.drawVerdicts();
    this.drawSides();
    if (!this.form.draft.isDirty) this.drawForm();
  }

  drawForm() {
    const draft = this.startDraft();
    this.onForm([draft, isWritten(this.day), viewOf(addDays(this.day, -1)).readings, unresolved().length > 0, [...toldAbove(this.day)]], () => this.form.draw(draft));
  }

  drawHead() {
    showState(this.state, this.day);
    const around = daysFrom(addDays(this.day, -6), addDays(this.day, 2));
    this.onStrip(around.map(isWritten), () => fill(this.strip, dayStrip(this.day)));
  }

  drawVerdicts() {
    const here = checkedHere(this.day);
    this.onVerdicts([unresolved(), state.contact, here], () =>
      fill(this.verdicts, worstFirst([
        ...here.map((finding) => ({ level: finding.level, card: checkedHereCard(finding) })),
        ...unresolved().map((alert) => ({ level: alert.level, card: verdict(alert, () => this.drawVerdicts()) })),
      ])));
  }

  drawSides() {
    const { heads } = receivedDay(this.day);
    const refusals = unsentOf(this.day).flatMap((entry) => (entry.refusal ? [entry.refusal] : []));
    const showVersions = heads.length > 1 && unsentOf(this.day).length === 0;
    const isUnchecked = unsentOf(this.day).some((entry) => !entry.refusal) && !isSending();
    const unchecked = isUnchecked ? el("p", { class: "notice" }, t("entry.unchecked")) : null;
    this.onSides([refusals, isUnchecked, showVersions && heads], () => fill(this.sides, unchecked, refusals.map(refused), showVersions ? versions(heads, (body) => void this.send(body)) : null));
  }

  /** What was saved is no longer a draft; what was written meanwhile is one, on top of it. @param {import("../entry.js").Draft} saved */
  refreshForm(saved) {
    if (this.form.draft !== saved && this.form.draft.isDirty) {
      this.form.draft = { ...this.form.draft, builds_on: headsOf(this.day) };
      return keepDraft(this.day, this.form.draft);
    }
    closeDraft(this.day);
    this.form.draft = { ...saved, isDirty: false };
    this.drawForm();
  }

  changed() {
    if (this.form.draft.isDirty) keepDraft(this.day, this.form.draft);
    else dropDraft(this.day);
    showState(this.state, this.day);
  }

  async save() {
    if (this.keeping) {
      await this.keeping;
      // A finger that taps twice saves once.
      if (!this.form.draft.isDirty) return;
    }
    const { draft } = this.form;
    for (const kind of state.guidance.measurements) {
      const rows = draft.measured[kind.id] ?? [];
      const wrong = rows.findIndex((row) => problemOf(kind, row) !== null);
      if (wrong >= 0) return showProblem(this.form.element, kind.label, wrong, /** @type {string} */ (problemOf(kind, rows[wrong])));
    }
    if (isBlank(draft) && viewOf(this.day).heads.length === 0) return this.form.warn(t("save.nothing"));
    if (this.form.asksFirst()) return;
    const isRefused = unsentOf(this.day).at(-1)?.refusal;
    await this.send(bodyOf(isRefused ? { ...draft, builds_on: headsOf(this.day) } : draft));
  }

  async takeBack() {
    if (await confirmed({ title: t("void.title"), explain: t("void.explain", { day: fullDay(this.day) }), yes: t("void.yes") })) {
      await this.send(bodyOfVoid(headsOf(this.day), t("void.reason")));
    }
  }

  /** Keeps it on this phone, sends it, and shows the verdict. @param {any} body */
  async send(body) {
    this.keeping = this.keep(body);
    const isKept = await this.keeping;
    this.keeping = null;
    if (!isKept) return this.form.warn(t("save.not_kept"));
    this.drawHead();
    // Advice never waits for a signal.
    this.drawVerdicts();
    if (checkedHere(this.day).length > 0) this.showOutcome();
    await flush();
    if (isUnsent(body.id)) await flush();
    this.draw();
    this.showOutcome();
  }

  /** Whether this phone has the entry now. @param {any} body */
  async keep(body) {
    const saved = this.form.draft;
    try {
      await save(this.day, body, unsentOf(this.day).filter((entry) => entry.refusal));
    } catch {
      return false;
    }
    this.refreshForm(saved);
    return true;
  }

  showOutcome() {
    readWatch().catch(() => undefined);
    announce(whereIs(this.day).words);
    const heading = this.verdicts.querySelector("h2");
    focusOn(heading ?? this.heading);
    scrollTo({ top: 0 });
    heading?.scrollIntoView({ block: "center" });
  }
}

/** @param {{level: string, card: HTMLElement | null}[]} cards */
const worstFirst = (cards) => [...cards].sort((a, b) => RANK.indexOf(b.level) - RANK.indexOf(a.level)).map(({ card }) => card);

/** @param {{detail: string, errors: {problem: string}[]}} refusal */
const refused = ({ detail, errors }) => el("section", { class: "card band is-urgent stack tight", role: "alert" },
  el("p", { class: "level" }, icon("alarm"), t("refused.title")), el("p", {}, detail),
  errors.length ? el("ul", {}, errors.map(({ problem }) => el("li", {}, problem))) : null, el("p", {}, t("refused.next")));
