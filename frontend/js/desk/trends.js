/** One question over six weeks; which one can be chosen. */
import { limitOf } from "../limits.js";
import { el, fill } from "../dom.js";
import { today } from "../format.js";
import { measuredQuestions, measuredSeries } from "../parts/measured-series.js";
import { trend } from "../parts/trend.js";
import { t } from "../texts/index.js";
import { questionLabel } from "./readings.js";
import { desk } from "./state.js";

/** Units: CSS pixels. */
const NARROWEST = 280;
const DEFAULT_QUESTION = "diarrhea.count";
const DRAWN_ATTRIBUTES = ["count", "severity", "frequency", "presence"];

/** What was chosen by hand, for the patient it was chosen for. @type {{patient: string, question: string}|null} */
let chosenByHand = null;
let isTableOpen = false;

/** @param {import("./opened.js").Opened} opened @param {any} alert */
export function trendPart(opened, alert) {
  const { guidance } = desk;
  if (!guidance) return null;
  const measured = measuredQuestions(guidance.measurements, opened.days);
  const questions = [...questionsOf(opened.days, guidance), ...measured.map(({ id }) => id)];
  const asked = alert?.evidence[0]?.reading ?? DEFAULT_QUESTION;
  const start = chosenByHand?.patient === opened.id ? chosenByHand.question : asked;
  const place = el("div", { class: "trend-place" });
  const draw = () => {
    fill(place, trend({ ...seriesOf(select.value, opened, guidance), width: Math.max(NARROWEST, place.clientWidth) }));
    keepTable(place.querySelector("details"));
  };
  const choose = () => {
    chosenByHand = { patient: opened.id, question: select.value };
    draw();
  };
  const names = questions.includes(start) ? questions : [start, ...questions];
  const select = el("select", { id: "trend-question", "data-focus": "trend-question", onchange: choose, value: start },
    names.map((name) => el("option", { value: name }, measured.find(({ id }) => id === name)?.label ?? questionLabel(name))));
  // Drawn at its own width, so that its words keep the size of all others. The first call comes before the first paint.
  new ResizeObserver(whenWidthChanges(place, draw)).observe(place);
  return el("section", { class: "card part" },
    el("div", { class: "part-head" }, el("h3", {}, t("nurse.trend.title")),
      el("label", { class: "inline-field", for: "trend-question" }, t("nurse.trend.question"), select)),
    place);
}

/** Whoever reads the table goes on reading it, whatever is drawn anew. @param {HTMLDetailsElement|null} table */
function keepTable(table) {
  if (!table) return;
  table.open = isTableOpen;
  table.addEventListener("toggle", () => { isTableOpen = table.open; });
}

/** @param {HTMLElement} place @param {() => void} draw */
function whenWidthChanges(place, draw) {
  let drawn = -1;
  return () => {
    if (place.clientWidth === drawn) return;
    drawn = place.clientWidth;
    draw();
  };
}

/** Every question that was answered in these days, the documented ones first. @param {any[]} days @param {any} guidance */
function questionsOf(days, guidance) {
  const answered = new Set(days.flatMap((day) => Object.entries(day.readings)
    .filter(([, answer]) => answer !== null && !Array.isArray(answer))
    .flatMap(([id, answer]) => Object.keys(answer).map((attribute) => `${id}.${attribute}`))));
  return guidance.symptoms.flatMap((/** @type {any} */ symptom) =>
    DRAWN_ATTRIBUTES.map((attribute) => `${symptom.id}.${attribute}`).filter((name) => answered.has(name)));
}

/** @param {any} day @param {string} question @returns {number[]} all values known that day */
function valuesOn(day, question) {
  const [id, attribute] = question.split(".");
  const answer = day.readings[id];
  const conflict = day.conflicts.find((/** @type {any} */ one) => one.reading === question);
  if (conflict) return conflict.values.filter((/** @type {unknown} */ value) => value !== null).map(Number);
  return answer?.[attribute] == null ? [] : [Number(answer[attribute])];
}

/** @param {string} question @param {import("./opened.js").Opened} opened @param {any} guidance */
function seriesOf(question, opened, guidance) {
  const measured = measuredQuestions(guidance.measurements, opened.days).find(({ id }) => id === question);
  const [, attribute] = question.split(".");
  const limit = limitOf(guidance.rules, question);
  const last = opened.days[0]?.day;
  return {
    ...(measured ? measuredSeries(measured, opened.days) : {
      title: questionLabel(question),
      points: opened.days.map((day) => ({ day: day.day, values: valuesOn(day, question) })).filter((point) => point.values.length > 0),
      limit: limit === null ? null : { value: limit, label: t("nurse.trend.limit", { value: limit }) },
      words: guidance.scales[attribute],
    }),
    from: opened.from,
    to: last > today() ? last : today(),
    medicines: opened.medications.filter((medicine) => !medicine.is_mistake && medicine.started_on),
    height: 190,
  };
}
