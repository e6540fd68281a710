/** The questions of one day, compact: what is left open stays unknown, what is not shown carries over. */
import { el } from "../dom.js";
import { t } from "../texts/index.js";
import { measurementFields } from "./enter-measurements.js";
import { safetyParts } from "./enter-safety.js";
import { fieldOf, numberIn } from "./forms.js";
import { desk } from "./state.js";

/** @typedef {import("./forms.js").Field} Field */
/** @typedef {{id: string, attribute: string, field: Field}} Asked */

const GROUPS = ["physical", "thinking", "emotional"];

/**
 * @param {any} known the day as it stands
 * @param {import("../types.js").Contact | null} contact whom this patient is to call
 * @returns {{element: HTMLElement, fields: Field[], read: () => {readings: Record<string, any>, notes: Record<string, string>, can_wait: boolean|null}}}
 */
export function dayForm(known, contact) {
  const { symptoms, measurements } = desk.guidance ?? { symptoms: [], measurements: [] };
  const safety = safetyParts(known, contact);
  /** @type {Asked[]} */
  const asked = [...safety.asked];
  const ask = (/** @type {any} */ symptom) => askAbout(symptom, known.readings[symptom.id] ?? {}, asked);
  const core = symptoms.filter((/** @type {any} */ one) => one.core);
  const measured = measurementFields(measurements, known.readings);
  const notes = GROUPS.map((group) => fieldOf({ name: `notes.${group}`, label: t(`nurse.group.${group}`), type: "textarea", value: known.notes[group] }));
  const canWait = canWaitField(known.can_wait);
  const tell = () => safety.tell(answersOf(asked.filter(({ attribute }) => attribute !== "count"), known.readings));
  const element = el("div", { class: "stack", onchange: tell },
    safety.danger,
    el("div", { class: "asks" }, core.map(ask)),
    GROUPS.map((group) => moreOf(group, symptoms.filter((/** @type {any} */ one) => !one.core && one.group === group), known, ask)),
    safety.harm,
    measured.element,
    el("div", { class: "thirds" }, notes.map((field) => field.element)),
    el("div", { class: "narrow" }, canWait.element));
  tell();
  return {
    element,
    fields: [...asked.map((one) => one.field), ...measured.fields(), ...notes, canWait],
    read: () => ({
      readings: written({ ...answersOf(asked, known.readings), ...measured.read() }),
      notes: Object.fromEntries(GROUPS.map((group, i) => [group, notes[i].read()])),
      can_wait: canWait.read() === "" ? null : canWait.read() === "yes",
    }),
  };
}

/** @param {boolean|null} value */
function canWaitField(value) {
  return fieldOf({ name: "can_wait", label: t("nurse.enter.can_wait"), type: "select", value: value === null ? "" : value ? "yes" : "no",
    options: [{ value: "", label: t("nurse.enter.open") }, { value: "yes", label: t("nurse.enter.yes") }, { value: "no", label: t("nurse.enter.no") }] });
}

/** @param {string} group @param {any[]} symptoms @param {any} known @param {(symptom: any) => HTMLElement} ask */
function moreOf(group, symptoms, known, ask) {
  if (symptoms.length === 0) return null;
  const isAnswered = symptoms.some((symptom) => known.readings[symptom.id] != null);
  return el("details", { open: isAnswered }, el("summary", {}, t(`nurse.enter.more_${group}`)), el("div", { class: "asks" }, symptoms.map(ask)));
}

/** How often is asked only where nothing else is, or where it was answered. @param {any} symptom @param {any} answer */
function attributesOf(symptom, answer) {
  const main = ["count", "severity", "interference", "presence"].filter((attribute) => symptom.attributes.includes(attribute));
  const wantsFrequency = symptom.attributes.includes("frequency") && (main.length === 0 || answer.frequency != null);
  return wantsFrequency ? [...main, "frequency"] : main;
}

/** @param {any} symptom @param {any} answer @param {Asked[]} asked */
function askAbout(symptom, answer, asked) {
  const own = attributesOf(symptom, answer).map((attribute) => ({ id: symptom.id, attribute, field: answerField(symptom, attribute, answer[attribute]) }));
  asked.push(...own);
  return el("div", { class: "ask", role: "group", "aria-label": symptom.label },
    el("p", { class: "ask-name" }, symptom.label), el("div", { class: "ask-fields" }, own.map((one) => one.field.element)));
}

/** @param {any} symptom @param {string} attribute @param {unknown} value */
function answerField(symptom, attribute, value) {
  const label = t(`nurse.enter.${attribute}`);
  const about = { name: `readings.${symptom.id}.${attribute}`, label };
  const attributes = { "aria-label": `${label}, ${symptom.label}` };
  if (attribute === "count") {
    // A number field hides what it cannot read, and a typing error would be saved as "nothing said".
    return fieldOf({ ...about, value: value == null ? "" : String(value),
      attributes: { ...attributes, inputmode: "numeric", maxlength: 2, autocomplete: "off", placeholder: "–" } });
  }
  const words = desk.guidance.scales[attribute];
  const options = words.map((/** @type {string} */ word, /** @type {number} */ i) => ({ value: String(i), label: attribute === "presence" ? word : `${i}  ${word}` }));
  return fieldOf({ ...about, type: "select", value: value == null ? "" : String(Number(value)), attributes,
    options: [{ value: "", label: "–" }, ...options] });
}

/** @param {Asked[]} asked @param {Record<string, any>} known @returns {Record<string, any>} */
function answersOf(asked, known) {
  const readings = structuredClone(known);
  for (const { id, attribute, field } of asked) {
    const text = field.read();
    readings[id] ??= {};
    if (text === "") delete readings[id][attribute];
    else readings[id][attribute] = attribute === "presence" ? text === "1" : numberIn(field);
  }
  return readings;
}

/** Only what says something. @param {Record<string, any>} readings */
function written(readings) {
  const isAnswer = (/** @type {any} */ answer) => Array.isArray(answer) || Object.entries(answer).some(([name, value]) => name !== "recall_hours" && value != null);
  return Object.fromEntries(Object.entries(readings).filter(([, answer]) => answer != null && isAnswer(answer)));
}
