/** Numbers of rules with their units, and whether one makes a rule milder than another. */
import { number as written } from "../format.js";
import { t } from "../texts/index.js";

const WORDED = ["loose_stools_per_day", "times_per_day", "points", "percent", "days"];

/** @param {number} value @param {string} unit */
export function amount(value, unit) {
  return WORDED.includes(unit) ? t(`guidance.unit.${unit}`, { count: value, number: written(value) }) : `${written(value)} ${unit}`;
}

/** Whether there is nothing between two whole numbers of it. @param {string} unit */
const isCounted = (unit) => WORDED.includes(unit) && unit !== "percent";

/** Whether the value lies between two whole numbers of what can only be counted. @param {number} value @param {string} unit */
export const missesAWhole = (value, unit) => isCounted(unit) && !Number.isInteger(value);

/** What a number of a rule is about. @param {{name: string}} number */
export function numberName({ name }) {
  if (name === "number") return t("guidance.number.name");
  if (name === "days_in_a_row") return t("guidance.number.days");
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Which number of which rule; the name of a rule's only number says nothing. @param {string} rule @param {{name: string}} number */
export const ruleAndNumber = (rule, number) => (number.name === "number" ? rule : `${rule} · ${numberName(number)}`);

/** Whether the rule is met less often with the value than with the other. @param {{weaker_upwards: boolean}} number @param {number} value @param {number} than */
export const isMilder = (number, value, than) => (number.weaker_upwards ? value > than : value < than);
