import { inside } from "./facts.js";

/**
 * How many symptoms the findings of a day stand for, each of them by a finding of its own.
 * @typedef {import("./types.js").Finding} Finding @typedef {import("./types.js").Condition} Condition
 */

/**
 * By day, the most different symptoms that the findings of a level stand for. A finding only about any symptom
 * stands once for each symptom that it names that day; any other for one, though several may be in its evidence.
 * @param {Finding[]} findings @param {string} level @returns {Map<string, number>}
 */
export function symptomsStoodFor(findings, level) {
  /** @type {Map<string, Set<string>[]>} */
  const choices = new Map();
  for (const { condition, evidence } of findings.filter((one) => one.level === level && one.condition.kind !== "together")) {
    for (const [day, symptoms] of byDay(evidence)) inside(choices, day, () => []).push(...choicesOf(condition, symptoms));
  }
  return new Map([...choices].map(([day, some]) => [day, mostSymptoms(some)]));
}

/** What a finding that names these symptoms on a day stands for: one of each of the sets.
 * @param {Condition} condition @param {Set<string>} symptoms @returns {Set<string>[]} */
export const choicesOf = (condition, symptoms) => (isAboutAny(condition) ? [...symptoms].map((one) => new Set([one])) : [symptoms]);

/** @param {Finding["evidence"]} evidence */
function byDay(evidence) {
  /** @type {Map<string, Set<string>>} */
  const days = new Map();
  for (const { day, symptom } of evidence) inside(days, day, () => new Set()).add(symptom);
  return days;
}

/** Whether a condition compares nothing but any symptom. @param {Condition} condition @returns {boolean} */
export const isAboutAny = (condition) => (condition.kind === "all" || condition.kind === "any"
  ? condition.of.every(isAboutAny) : condition.kind !== "compare" || condition.reading.startsWith("*."));

/** How many of them can each have a symptom that no other has; whoever came first may have to move. @param {Set<string>[]} choices */
export function mostSymptoms(choices) {
  /** @type {Map<string, Set<string>>} */
  const taken = new Map();
  /** @param {Set<string>} choice @param {Set<string>} tried @returns {boolean} */
  const hasOne = (choice, tried) => [...choice].some((symptom) => {
    if (tried.has(symptom)) return false;
    tried.add(symptom);
    const holder = taken.get(symptom);
    if (holder !== undefined && !hasOne(holder, tried)) return false;
    taken.set(symptom, choice);
    return true;
  });
  return choices.filter((choice) => hasOne(choice, new Set())).length;
}
