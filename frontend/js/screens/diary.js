import { isWritten, readDays, viewOf } from "../days.js";
import { el, fill } from "../dom.js";
import { firstQuestion } from "../entry.js";
import { limitOf } from "../limits.js";
import { addDays, daysFrom, fullDay, isDay, today } from "../format.js";
import { keep, kept } from "../kept.js";
import { icon } from "../parts/icons.js";
import { measuredQuestions, measuredSeries } from "../parts/measured-series.js";
import { trend } from "../parts/trend.js";
import { inWords } from "../parts/versions.js";
import { readMedications, state } from "../state.js";
import { t } from "../texts/index.js";

/** Units: CSS pixels that the page and the card keep free beside the drawing. */
const FRAME = 64;
const ROWS = 14;
const SPANS = [14, 42, 84];

/** What was written, as a line and as days. */
export class Diary {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.title = t("tab.diary");
    this.rows = ROWS;
    this.days = kept("diary.days", 42);
    this.symptom = kept("diary.symptom", state.guidance.symptoms[0].id);
    this.chart = el("section", { class: "card stack" });
    this.list = el("section", { class: "stack" });
    this.error = el("p", { class: "error", role: "alert", hidden: true }, t("problem.offline"));
    fill(place, el("h1", { tabindex: "-1" }, t("diary.title")), this.error, this.chart, this.list);
  }

  async open() {
    await Promise.all([this.read(), readMedications().catch(() => undefined)]);
    this.draw();
  }

  refresh() { if (!this.chart.querySelector("details[open]") && !this.chart.contains(document.activeElement)) this.draw(); }

  async read() {
    try {
      await readDays(addDays(today(), 1 - this.days), today());
      this.error.hidden = true;
    } catch {
      this.error.hidden = false;
    }
  }

  draw() {
    this.drawChart();
    this.drawDays();
  }

  /** The days in view as they were last seen, oldest first. */
  view() { return daysFrom(addDays(today(), 1 - this.days), today()).map(viewOf); }

  measured() { return measuredQuestions(state.guidance.measurements, this.view()); }

  chooser() {
    const symptoms = el("select", { id: "diary-symptom", value: this.symptom, onchange: (/** @type {any} */ event) => { this.symptom = event.target.value; keep("diary.symptom", this.symptom); this.drawChart("diary-symptom"); } },
      [...state.guidance.symptoms, ...this.measured()].map(({ id, label }) => el("option", { value: id }, label)));
    const spans = el("select", { id: "diary-days", value: this.days, onchange: async (/** @type {any} */ event) => {
      this.days = Number(event.target.value);
      keep("diary.days", this.days);
      await this.read();
      this.draw();
      document.getElementById("diary-days")?.focus();
    } }, SPANS.map((days) => el("option", { value: days }, t("diary.weeks", { count: days / 7 }))));
    return el("div", { class: "pair chooser" }, el("div", { class: "field" }, el("label", { for: "diary-symptom" }, t("diary.symptom")), symptoms),
      el("div", { class: "field" }, el("label", { for: "diary-days" }, t("diary.span")), spans));
  }

  /** @param {string} [focused] the control to stay on */
  drawChart(focused) {
    const measured = this.measured().find(({ id }) => id === this.symptom);
    const days = this.view();
    fill(this.chart, this.chooser(), trend({
      ...(measured ? measuredSeries(measured, days) : symptomSeries(this.symptom, days)), from: days[0].day, to: today(),
      medicines: state.medications.filter((one) => !one.is_mistake), hrefOf: (day) => `#today/${day}`, width: Math.min(680, Math.max(140, this.place.clientWidth - FRAME)),
    }));
    if (focused) document.getElementById(focused)?.focus();
  }

  drawDays() {
    const days = daysFrom(addDays(today(), 1 - this.days), today()).reverse();
    const more = el("button", { type: "button", class: "button soft", onclick: () => { const first = this.rows; this.rows = days.length; this.drawDays(); this.list.querySelectorAll("a")[first]?.focus(); } }, t("diary.more"));
    const jump = el("input", { type: "date", id: "diary-jump", max: today(), onchange: (/** @type {any} */ event) => { if (isDay(event.target.value)) location.hash = `#today/${event.target.value}`; } });
    fill(this.list, el("h2", {}, t("diary.days")), el("div", { class: "field" }, el("label", { for: "diary-jump" }, t("diary.jump")), jump),
      el("ol", { class: "days" }, days.slice(0, this.rows).map((day) => dayRow(day))), days.length > this.rows ? more : null);
  }
}

/** What a trend of one symptom shows. @param {string} id @param {import("../types.js").Day[]} days */
function symptomSeries(id, days) {
  const { rules, scales, symptoms } = state.guidance;
  const symptom = symptoms.find((one) => one.id === id) ?? symptoms[0];
  const attribute = firstQuestion(symptom);
  const limit = limitOf(rules, `${symptom.id}.${attribute}`);
  return {
    title: symptom.label, points: days.map((day) => ({ day: day.day, values: valuesOf(day, symptom.id, attribute) })).filter(({ values }) => values.length),
    words: attribute === "count" ? undefined : scales[/** @type {keyof typeof scales} */ (attribute)],
    limit: limit === null ? null : { value: limit, label: t("diary.limit", { value: limit }) },
  };
}

/** Every value that a day's versions give to one question. @param {import("../types.js").Day} day @param {string} symptom @param {string} attribute @returns {number[]} */
function valuesOf(day, symptom, attribute) {
  const conflict = day.conflicts.find(({ reading }) => reading === `${symptom}.${attribute}`);
  const values = conflict ? conflict.values : [day.readings[symptom]?.[attribute]];
  return values.filter((value) => value != null).map(Number);
}

/** What was measured, and the answers above none. @param {import("../types.js").Readings} readings */
const troubling = (readings) => Object.fromEntries(Object.entries(readings).filter(([, given]) =>
  Array.isArray(given) || Object.entries(given).some(([attribute, value]) => attribute !== "recall_hours" && Boolean(value))));

/** @param {string} day */
function dayRow(day) {
  const said = isWritten(day) ? inWords(troubling(viewOf(day).readings)) : [];
  const name = day === today() ? t("word.today") : fullDay(day);
  const words = said.length ? said.join(" · ") : t(!isWritten(day) ? "trend.gap" : Object.keys(viewOf(day).readings).length ? "diary.all_none" : "diary.only_notes");
  return el("li", { class: isWritten(day) ? "day" : "day is-blank" }, el("a", { href: `#today/${day}` },
    el("span", { class: "name" }, name), el("span", { class: "said" }, words), icon("right")));
}
