import { inside } from "./facts.js";

/**
 * How many symptoms the findings of a day stand for, each of them by a finding of its own.
 * @typedef {import("./types.js").Finding} Finding @typedef {import("./types.js").Condition} Condition
 */

/**
 * By day, the most different symptoms that the findings of a level stand for. A finding only about any symptom
 * stands once for each that it names that day; any other for one, though several may be in its evidence.
 * @param {Finding[]} findings @param {string} level @returns {Map<string, number>}
 */
export function symptomsStoodFor(findings, level) {
  /** @type {Map<string, {each: Set<string>, oneOf: Set<string>[]}>} */
  const days = new Map();
  for (const { condition, evidence } of findings.filter((one) => one.level === level && one.condition.kind !== "together")) {
    for (const [day, symptoms] of byDay(evidence)) {
      const { each, oneOf } = inside(days, day, () => ({ each: new Set(), oneOf: [] }));
      if (isAboutAny(condition)) for (const symptom of symptoms) each.add(symptom);
      else oneOf.push(symptoms);
    }
  }
  return new Map([...days].map(([day, { each, oneOf }]) =>
    [day, each.size + most(oneOf.map((symptoms) => [...symptoms].filter((symptom) => !each.has(symptom))))]));
}

/** @param {Finding["evidence"]} evidence */
function byDay(evidence) {
  /** @type {Map<string, Set<string>>} */
  const days = new Map();
  for (const { day, symptom } of evidence) inside(days, day, () => new Set()).add(symptom);
  return days;
}

/** @param {Condition} condition @returns {boolean} */
const isAboutAny = (condition) => (condition.kind === "all" || condition.kind === "any"
  ? condition.of.every(isAboutAny) : condition.kind !== "compare" || condition.reading.startsWith("*."));

/** How many of them can each have a symptom that no other has; whoever came first may have to move. @param {string[][]} choices */
function most(choices) {
  /** @type {Map<string, string[]>} */
  const taken = new Map();
  /** @param {string[]} choice @param {Set<string>} tried @returns {boolean} */
  const hasOne = (choice, tried) => choice.some((symptom) => {
    if (tried.has(symptom)) return false;
    tried.add(symptom);
    const holder = taken.get(symptom);
    if (holder !== undefined && !hasOne(holder, tried)) return false;
    taken.set(symptom, choice);
    return true;
  });
  return choices.filter((choice) => hasOne(choice, new Set())).length;
}
