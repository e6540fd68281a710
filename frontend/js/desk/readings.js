/** What a diary holds, in words. */
import { inSentence, number } from "../format.js";
import { t } from "../texts/index.js";
import { desk } from "./state.js";

const ATTRIBUTES = ["count", "severity", "frequency", "interference", "presence"];

/** @param {string} id */
function labelOf(id) {
  const known = [...(desk.guidance?.symptoms ?? []), ...(desk.guidance?.measurements ?? [])].find((one) => one.id === id);
  return known?.label ?? id.replaceAll("_", " ");
}

/** @param {string} reading such as "diarrhea.count" */
export function questionLabel(reading) {
  const [id, attribute] = reading.split(".");
  const label = labelOf(id);
  return ["frequency", "interference"].includes(attribute) ? t(`nurse.reading.of_${attribute}`, { label }) : label;
}

/** @param {string} attribute @param {unknown} value */
export function valueWords(attribute, value) {
  if (attribute === "presence") return desk.guidance?.scales.presence?.[Number(value)] ?? String(value);
  const word = desk.guidance?.scales[attribute]?.[Number(value)];
  return word ?? number(Number(value));
}

/** @param {string} attribute @param {unknown} value */
function partWords(attribute, value) {
  const words = valueWords(attribute, value);
  return ["frequency", "interference"].includes(attribute) ? t(`nurse.reading.${attribute}`, { words: inSentence(words) }) : words;
}

/** @param {any} measured @param {string} id */
function measuredWords(measured, id) {
  const known = desk.guidance?.measurements.find((/** @type {any} */ one) => one.id === id);
  const fields = known ? known.fields.map((/** @type {any} */ field) => field.id) : ["systolic", "diastolic", "value"];
  const value = fields.map((/** @type {string} */ field) => measured[field]).filter((/** @type {unknown} */ one) => one != null).join("/");
  return [value, measured.unit, measured.at && t("nurse.reading.at", { time: measured.at })].filter(Boolean).join(" ");
}

/**
 * Every answer of a day, one line each.
 * @param {Record<string, any>} readings
 * @returns {{id: string, label: string, words: string}[]}
 */
export function readingsInWords(readings) {
  const order = [...(desk.guidance?.symptoms ?? []), ...(desk.guidance?.measurements ?? [])].map((one) => one.id);
  const place = (/** @type {string} */ id) => (order.includes(id) ? order.indexOf(id) : order.length);
  const answers = Object.entries(readings).filter(([, answer]) => answer != null).sort(([a], [b]) => place(a) - place(b));
  return answers.map(([id, answer]) => {
    const words = Array.isArray(answer)
      ? answer.map((measured) => measuredWords(measured, id))
      : ATTRIBUTES.filter((attribute) => answer[attribute] != null).map((attribute) => partWords(attribute, answer[attribute]));
    return { id, label: labelOf(id), words: words.join(", ") };
  });
}

/** @param {{reading: string, values: any[]}} conflict */
export function conflictWords({ reading, values }) {
  const [id, attribute] = reading.split(".");
  const words = values.map((value) => {
    if (value !== null && typeof value === "object") return Array.isArray(value) ? value.map((one) => measuredWords(one, id)).join(", ") : measuredWords(value, id);
    return value === null ? t("trend.gap") : valueWords(attribute ?? "", value);
  });
  return t("nurse.day.conflict", { label: questionLabel(reading), values: words.join(t("trend.or")) });
}
