import { addDays, fullDay, inSentence, list, today } from "../format.js";
import { converted } from "../rules/facts.js";
import { RED_FLAGS } from "../safety.js";
import { state } from "../state.js";
import { t } from "../texts/index.js";

/**
 * What a finding of this phone rests on, day by day, as the server's reason says it.
 * @typedef {import("../rules/types.js").Evidence} Evidence
 * @typedef {import("../types.js").Measurement} Kind
 */

/** Of a longer run only these days are told, as many as in the server's reason. */
const TOLD_FIRST = 2;
const TOLD_LAST = 3;

/** A line for each day. @param {Pick<import("../rules/types.js").Finding, "evidence" | "missing_days">} finding @returns {string[]} */
export function foundHere({ evidence, missing_days: missing }) {
  const days = [...new Set(evidence.map(({ day }) => day))].sort();
  const told = [...days, ...missing].sort();
  const line = (/** @type {string} */ day) => dayLine(day, evidence.filter((one) => one.day === day));
  if (days.length <= TOLD_FIRST + TOLD_LAST) return told.map(line);
  const [first, last] = [days[TOLD_FIRST - 1], days[days.length - TOLD_LAST]];
  const unwritten = missing.filter((day) => first < day && day < last).length;
  return [
    ...told.filter((day) => day <= first).map(line),
    t("here.more", { count: days.length - TOLD_FIRST - TOLD_LAST }),
    ...(unwritten ? [t("here.more_missing", { count: unwritten })] : []),
    ...told.filter((day) => day >= last).map(line),
  ];
}

/** @param {string} day @param {Evidence[]} written */
function dayLine(day, written) {
  const values = written.map(readingWords);
  return t("here.day", { day: dayName(day), values: values.length ? list(values) : t("here.nothing") });
}

/** @param {string} day */
function dayName(day) {
  if (day === today()) return t("word.today");
  return day === addDays(today(), -1) ? t("word.yesterday") : fullDay(day);
}

/** @param {Evidence} written */
function readingWords(written) {
  const { symptom, attribute } = written;
  const kind = state.guidance.measurements.find(({ id }) => id === symptom);
  const label = inSentence(kind ? measuredLabel(kind, attribute) : symptomLabel(symptom));
  const key = kind || attribute === "count" ? "here.number" : `here.${attribute}`;
  return t(key, { label, value: kind ? measuredWords(written) : answerWords(written) });
}

/** @param {Kind} kind @param {string} field */
function measuredLabel({ label, fields }, field) {
  const part = fields.find(({ id }) => id === field);
  return fields.length > 1 && part ? t("here.field", { label, part: inSentence(part.label) }) : label;
}

/** The danger signs are asked whatever the guidance asks, in words of the page's own. @param {string} symptom */
const symptomLabel = (symptom) => (RED_FLAGS.includes(symptom) ? t(`danger.${symptom}`)
  : state.guidance.symptoms.find(({ id }) => id === symptom)?.label ?? symptom.replaceAll("_", " "));

/** @param {Evidence} answered */
function answerWords({ attribute, values, usual }) {
  const words = /** @type {Record<string, string[]>} */ (state.guidance.scales)[attribute] ?? [];
  const said = either(values.map((value) => {
    const word = words[value] === undefined ? null : inSentence(words[value]);
    if (word === null) return written(value);
    return attribute === "presence" ? word : t("here.point", { number: value, word });
  }));
  return usual === null ? said : t("here.usual", { values: said, usual: written(usual) });
}

/** As it was typed, and what is usual in the same unit. @param {Evidence} measured */
function measuredWords({ values, unit, usual, as_written: typed }) {
  const isTyped = typed.length > 0 && typed.length === values.length;
  const inUnit = either(values.map((value) => amount(value, unit)));
  const said = isTyped ? either(typed) : typed.length ? t("here.typed", { values: inUnit, typed: either(typed) }) : inUnit;
  if (usual === null) return said;
  const saidIn = isTyped ? typed[0].slice(typed[0].indexOf(" ") + 1) : unit;
  return t("here.usual", { values: said, usual: amount(converted(usual, unit, saidIn), saidIn) });
}

/** @param {number} value @param {string} unit */
const amount = (value, unit) => (unit.startsWith("/") ? `${written(value)}${unit}` : `${written(value)} ${unit}`);

/** @param {number} value */
const written = (value) => String(Math.round(value * 100) / 100);

/** @param {string[]} words */
const either = (words) => words.join(t("trend.or"));
