import { limitOf } from "./limits.js";
import { nowWithOffset, timeZone } from "./format.js";
import { SAFETY } from "./safety.js";

/**
 * A day as it is being written. Pure; what is not answered is absent, never zero.
 * @typedef {import("./types.js").Readings} Readings
 * @typedef {import("./types.js").Symptom} Symptom
 * @typedef {{values: Record<string, string>, unit: string, at: string}} MeasuredRow as typed
 * @typedef {object} Draft
 * @property {string[]} builds_on revisions that this was written on top of
 * @property {Readings} answers symptom answers only
 * @property {Record<string, MeasuredRow[]>} measured
 * @property {import("./types.js").Notes} notes
 * @property {boolean | null} can_wait
 * @property {boolean} isDirty
 */

export const MODERATE = 2;

/** What is asked first about a symptom: a number, else how bad, else how often, else whether. @param {Symptom} symptom */
export function firstQuestion(symptom) {
  return ["count", "severity", "frequency", "presence"].find((attribute) => symptom.attributes.includes(attribute)) ?? "severity";
}

/** @param {Readings} readings @param {Symptom[]} symptoms */
function answersIn(readings, symptoms) {
  const known = symptoms.filter(({ id }) => readings[id] != null);
  return Object.fromEntries(known.map(({ id }) => [id, { ...readings[id] }]));
}

/** What was answered for safety's sake, which no document lists. @param {Readings} readings */
const safetyIn = (readings) =>
  Object.fromEntries(SAFETY.filter((id) => readings[id] != null).map((id) => [id, { ...readings[id] }]));

/** @param {any} value @param {import("./types.js").Measurement} kind @returns {MeasuredRow} */
const rowOf = (value, kind) => ({
  values: Object.fromEntries(kind.fields.map(({ id }) => [id, String(value[id])])), unit: value.unit, at: value.at ?? "",
});

/**
 * The draft of a day as it stands.
 * @param {import("./types.js").Day} day
 * @param {import("./types.js").Guidance} guidance
 * @param {string[]} buildsOn
 * @returns {Draft}
 */
export function draftFrom(day, guidance, buildsOn) {
  const measured = guidance.measurements.filter(({ id }) => Array.isArray(day.readings[id]))
    .map((kind) => [kind.id, day.readings[kind.id].map((/** @type {any} */ value) => rowOf(value, kind))]);
  return {
    builds_on: buildsOn, answers: { ...answersIn(day.readings, guidance.symptoms), ...safetyIn(day.readings) }, measured: Object.fromEntries(measured),
    notes: { ...day.notes }, can_wait: day.can_wait, isDirty: false,
  };
}

/** Zero for exactly these symptoms; measurements and notes stay as they are. @param {Draft} draft @param {Symptom[]} shown @returns {Draft} */
export function allFine(draft, shown) {
  const zeros = shown.map((symptom) => {
    const question = firstQuestion(symptom);
    return [symptom.id, { [question]: question === "presence" ? false : 0 }];
  });
  return { ...draft, answers: { ...draft.answers, ...Object.fromEntries(zeros) }, isDirty: true };
}

/** Another day's answers; never its measurements or notes, nor what its versions disagree about.
 * @param {Draft} draft @param {import("./types.js").Day} other @param {Symptom[]} symptoms @returns {Draft} */
export function likeDay(draft, other, symptoms) {
  const disputed = new Set(other.conflicts.map(({ reading }) => reading.split(".")[0]));
  const copied = answersIn(other.readings, symptoms.filter(({ id }) => !disputed.has(id)));
  for (const answer of Object.values(copied)) delete answer.recall_hours;
  return { ...draft, answers: { ...draft.answers, ...copied }, isDirty: true };
}

/** One answer given, or taken back with null. @param {Draft} draft @param {string} symptom @param {string} attribute @param {unknown} value @returns {Draft} */
export function answer(draft, symptom, attribute, value) {
  const answers = { ...draft.answers, [symptom]: { ...draft.answers[symptom], [attribute]: value } };
  if (value === null) delete answers[symptom][attribute];
  // How much it gets in the way is asked from moderate up; below, an old answer to it would no longer be true.
  if (attribute === "severity" && (value === null || Number(value) < MODERATE)) delete answers[symptom].interference;
  const isEmpty = Object.keys(answers[symptom]).every((key) => key === "recall_hours");
  if (isEmpty) delete answers[symptom];
  return { ...draft, answers, isDirty: true };
}

/** Whether something is moderate or worse; a count is when a rule takes it up. @param {Draft} draft @param {import("./types.js").Rule[]} rules */
export const isModerate = (draft, rules) => Object.entries(draft.answers).some(([id, given]) =>
  given.presence === true || Number(given.severity ?? 0) >= MODERATE || Number(given.frequency ?? 0) >= MODERATE
  || Number(given.count ?? -1) >= (limitOf(rules, `${id}.count`) ?? Infinity));

/** @param {Draft} draft */
export function isBlank(draft) {
  const nothingMeasured = Object.values(draft.measured).every((rows) => rows.length === 0);
  const nothingNoted = Object.values(draft.notes).every((note) => note.trim() === "");
  return Object.keys(draft.answers).length === 0 && nothingMeasured && nothingNoted && draft.can_wait === null;
}

/** @param {string} text a number as people type it, with a point or a comma */
export const numberFrom = (text) => (/^\s*\d+([.,]\d+)?\s*$/.test(text) ? Number(text.trim().replace(",", ".")) : NaN);

/** What a day says as it is being written. @param {Draft} draft @returns {Readings} */
export function readingsOf({ answers, measured }) {
  const rows = Object.entries(measured).filter(([, of]) => of.length).map(([id, of]) => [id, of.map((row) => ({
    ...Object.fromEntries(Object.entries(row.values).map(([field, text]) => [field, numberFrom(text)])),
    unit: row.unit, ...(row.at ? { at: row.at } : {}),
  }))]);
  return { ...answers, ...Object.fromEntries(rows) };
}

/** The body of a PUT. @param {Draft} draft */
export const bodyOf = (draft) =>
  envelope(draft.builds_on, { readings: readingsOf(draft), notes: draft.notes, can_wait: draft.can_wait });

/** A version of a day chosen over the others. @param {import("./types.js").Revision} chosen @param {string[]} heads */
export const bodyOfChoice = (chosen, heads) =>
  envelope(heads, { readings: chosen.readings, notes: chosen.notes, can_wait: chosen.can_wait });

/** What takes an entry back. @param {string[]} heads @param {string} reason */
export const bodyOfVoid = (heads, reason) => envelope(heads, { void_reason: reason });

/** @param {string[]} buildsOn @param {object} content */
const envelope = (buildsOn, content) =>
  ({ id: crypto.randomUUID(), builds_on: buildsOn, recorded_at: nowWithOffset(), time_zone: timeZone(), ...content });
