/** Whether what this phone finds says more than the alerts that are there. Pure.
 * @typedef {import("./rules/types.js").Condition} Condition @typedef {import("./rules/types.js").Compare} Compare
 * @typedef {import("./rules/types.js").Finding} Finding @typedef {import("./rules/types.js").Evidence} Evidence
 * @typedef {Pick<import("./types.js").Alert, "rule" | "evidence">} Held */

/**
 * A day or a symptom that no alert of its rule holds, or a worse value. That she has called about what was known
 * before makes this no older.
 * @param {Finding} finding @param {Held[]} alerts
 */
export function isNews({ rule, condition, evidence }, alerts) {
  const held = alerts.filter((alert) => alert.rule === rule).flatMap((alert) => alert.evidence);
  return evidence.some((found) => {
    const reading = `${found.symptom}.${found.attribute}`;
    const values = held.filter((one) => one.day === found.day && one.reading === reading).flatMap((one) => one.values);
    return values.length === 0 || isWorse(found, values, comparisonsOf(condition, found));
  });
}

/** The comparisons of a condition that are about a reading. @param {Condition} condition @param {Evidence} found @returns {Compare[]} */
function comparisonsOf(condition, found) {
  if (condition.kind === "all" || condition.kind === "any") return condition.of.flatMap((part) => comparisonsOf(part, found));
  if (condition.kind !== "compare") return [];
  return [`${found.symptom}.${found.attribute}`, `*.${found.attribute}`].includes(condition.reading) ? [condition] : [];
}

/** @param {Compare} comparison */
const isAboutLess = ({ how, against }) => (how === "below") !== (against === "weight_loss");

/** Where no comparison says which way is worse, either is. @param {Evidence} found @param {number[]} known @param {Compare[]} comparisons */
function isWorse({ values }, known, comparisons) {
  const lower = Math.min(...values) < Math.min(...known);
  const higher = Math.max(...values) > Math.max(...known);
  if (comparisons.length === 0) return lower || higher;
  return comparisons.some((comparison) => (isAboutLess(comparison) ? lower : higher));
}
