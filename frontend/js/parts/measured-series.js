import { inSentence } from "../format.js";
import { t } from "../texts/index.js";

/**
 * What was measured, as questions that a trend can draw.
 * @typedef {{readings: Record<string, any>}} MeasuredDay
 * @typedef {{id: string, label: string, kind: string, field: string, unit: string}} MeasuredQuestion
 */

/**
 * Values in different units never share a line: each unit that was used is a question of its own.
 * @param {import("../types.js").Measurement[]} kinds
 * @param {MeasuredDay[]} days
 * @returns {MeasuredQuestion[]}
 */
export function measuredQuestions(kinds, days) {
  return kinds.flatMap((kind) => {
    const units = [...new Set(days.flatMap((day) => measuredOn(day, kind.id).map((one) => String(one.unit))))].sort();
    return units.flatMap((unit) => kind.fields.map((field) => ({
      id: [kind.id, field.id, unit].join("."), kind: kind.id, field: field.id, unit,
      label: kind.fields.length > 1 ? t("trend.measured_part", { label: kind.label, part: inSentence(field.label), unit }) : t("trend.measured", { label: kind.label, unit }),
    })));
  });
}

/**
 * The points of one such question, and where its drawing begins: a fever drawn from zero would look flat.
 * @template {MeasuredDay & {day: string}} D
 * @param {MeasuredQuestion} question
 * @param {D[]} days
 */
export function measuredSeries(question, days) {
  const points = days.map((day) => ({ day: day.day, values: valuesOn(day, question) })).filter(({ values }) => values.length > 0);
  return { title: question.label, points, unit: question.unit, lowest: Math.min(...points.flatMap(({ values }) => values)) };
}

/** @param {MeasuredDay} day @param {MeasuredQuestion} question @returns {number[]} */
const valuesOn = (day, { kind, field, unit }) =>
  [...new Set(measuredOn(day, kind).filter((one) => one.unit === unit).map((one) => Number(one[field])))];

/** All versions of a day stand in it: measurements never replace one another. @param {MeasuredDay} day @param {string} kind @returns {any[]} */
const measuredOn = (day, kind) => day.readings[kind] ?? [];
