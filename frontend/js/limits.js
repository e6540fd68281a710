/**
 * The number from which a rule takes an answer up, to be drawn in a trend; null where no rule is about it alone.
 * @param {import("./types.js").Rule[]} rules @param {string} question as "symptom.attribute"
 */
export const limitOf = (rules, question) =>
  rules.find(({ condition }) => condition.kind === "compare" && condition.reading === question)?.condition.number ?? null;
