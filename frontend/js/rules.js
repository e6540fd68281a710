import { Facts, dayAt, inside, ordinal } from "./rules/facts.js";
import { Judge, answerKey } from "./rules/judge.js";
import { runsOf } from "./rules/runs.js";
import { symptomsStoodFor } from "./rules/together.js";
import { Verdicts } from "./rules/verdicts.js";

/**
 * The rules, read on this phone exactly as `api/rules/evaluate.py` reads them; both run the same cases. Pure.
 * @typedef {import("./rules/types.js").Rule} Rule @typedef {import("./rules/types.js").Diary} Diary
 * @typedef {import("./rules/types.js").Finding} Finding
 * @typedef {import("./rules/types.js").Evidence} Evidence
 * @typedef {import("./rules/types.js").Together} Together
 * @typedef {import("./rules/types.js").Condition} Condition
 * @typedef {{known: Map<number, boolean>, runs: number[][]}} Judged
 */

/**
 * What the rules find in a diary, and how near each of them is. What is not written is unknown, never zero.
 * @param {Diary} diary @param {Rule[]} rulebook @param {string} today
 * @returns {import("./rules/types.js").Evaluation}
 */
export function evaluate(diary, rulebook, today) {
  const judging = new Judging(diary, rulebook);
  const findings = judging.findings();
  const verdicts = new Verdicts(judging, findings, ordinal(today));
  return { findings, verdicts: rulebook.map((rule) => verdicts.of(rule)) };
}

export class Judging {
  /** @param {Diary} diary @param {Rule[]} rulebook */
  constructor(diary, rulebook) {
    this.rulebook = rulebook;
    this.facts = new Facts(diary);
    /** @type {Map<Rule, Judged>} */
    this.judged = new Map();
    /** @type {Map<Rule, Rule>} */
    this.published = new Map();
    this.ofCrises = this.ofOthers = new Judge(diary, this.facts);
    // An answer on which a crisis rests is graded by no rule of another level.
    const crises = rulebook.filter((rule) => isCrisis(rule) && isAboutDays(rule)).flatMap((rule) => this.met(rule));
    const ungraded = crises.flatMap(({ evidence }) => evidence).map((one) => answerKey(ordinal(one.day), one.symptom, one.attribute));
    if (ungraded.length > 0) this.ofOthers = new Judge(diary, this.facts, new Set(ungraded));
  }

  /** @param {Rule} rule */
  judgeOf(rule) {
    return isCrisis(rule) ? this.ofCrises : this.ofOthers;
  }

  /** By rule as in the rulebook, then by day; rules about symptoms together read the others' and come last. */
  findings() {
    const alone = this.rulebook.flatMap((rule) => (isAboutDays(rule) ? this.met(rule) : []));
    const together = this.rulebook.flatMap((rule) =>
      (rule.condition.kind === "together" ? this.metTogether(rule, rule.condition, alone) : []));
    return [...alone, ...together];
  }

  /** @param {Rule} rule @returns {Judged} */
  days(rule) {
    return inside(this.judged, rule, () => {
      const [judge, known] = [this.judgeOf(rule), new Map()];
      for (const at of this.facts.days) {
        const answer = judge.isTaken(rule.while_taking, at) ? judge.isSo(rule.condition, at) : false;
        if (answer !== null) known.set(at, answer);
      }
      return { known, runs: runsOf(known, rule.run) };
    });
  }

  /** @param {Rule} rule */
  met(rule) {
    return standing(rule, this.days(rule).runs).map((run) => {
      const evidence = run.flatMap((at) => this.judgeOf(rule).evidence(rule.condition, at));
      return findingOf(rule, run, evidence, this.longestAsPublished(rule, run));
    });
  }

  /** How many days in a row of a run the pack itself counts, by its own numbers. @param {Rule} rule @param {number[]} run */
  longestAsPublished(rule, run) {
    if (rule.adjusted.length === 0) return run.length;
    const { known } = this.days(inside(this.published, rule, () => asPublished(rule)));
    const days = [...known].filter(([at, isSo]) => !isSo || run.includes(at));
    return Math.max(0, ...runsOf(new Map(days), rule.run).map(({ length }) => length));
  }

  /** @param {Rule} rule @param {Together} condition @param {Finding[]} findings */
  metTogether(rule, condition, findings) {
    const evidence = findings.filter(({ level }) => level === condition.level).flatMap((finding) => finding.evidence);
    return standing(rule, this.daysTogether(rule, condition, findings).runs).map((run) => {
      const days = new Set(run.map(dayAt));
      return findingOf(rule, run, evidence.filter(({ day }) => days.has(day)).sort((a, b) => ordinal(a.day) - ordinal(b.day)), run.length);
    });
  }

  /** Whether findings stand for enough symptoms, by recorded day. @param {Rule} rule @param {Together} condition @param {Finding[]} findings @returns {Judged} */
  daysTogether({ run }, { level, symptoms }, findings) {
    const counted = symptomsStoodFor(findings, level);
    const known = new Map(this.facts.days.map((at) => [at, (counted.get(dayAt(at)) ?? 0) >= symptoms]));
    return { known, runs: runsOf(known, run) };
  }
}

/** @param {Rule} rule */
const isCrisis = ({ level }) => level === "crisis";

/** @param {Rule} rule */
const isAboutDays = ({ condition }) => condition.kind !== "silent" && condition.kind !== "together";

/** The runs that are long enough and end since the rule is in force. @param {Rule} rule @param {number[][]} runs */
const standing = ({ run, since }, runs) =>
  runs.filter((days) => days.length >= run.days_in_a_row && (since === null || days[days.length - 1] >= ordinal(since)));

/** The rule with the pack's own numbers, by which the document's limit is counted. @param {Rule} rule @returns {Rule} */
function asPublished(rule) {
  const own = new Map(rule.adjusted.map(({ name, pack_number }) => [name, pack_number]));
  /** @param {Condition} condition @returns {Condition} */
  const withOwn = (condition) => {
    if (condition.kind === "all" || condition.kind === "any") return { ...condition, of: condition.of.map(withOwn) };
    if (condition.kind !== "compare" || condition.lowest === null) return condition;
    return { ...condition, number: own.get(condition.name) ?? condition.number };
  };
  return { ...rule, condition: withOwn(rule.condition) };
}

/** With how many days in a row of it count for the document's limit.
 * @param {Rule} rule @param {number[]} days @param {Evidence[]} evidence @param {number} longest @returns {Finding} */
function findingOf(rule, days, evidence, longest) {
  const { id, level, pack, guidance_hash, condition, run, advice, source, adjusted } = rule;
  const [first, last] = [days[0], days[days.length - 1]];
  const missing = Array.from({ length: last - first }, (_, i) => first + i).filter((at) => !days.includes(at));
  return {
    rule: id, level, pack, guidance_hash, condition, run, evidence: eachOnce(evidence), missing_days: missing.map(dayAt),
    first_day: dayAt(first), last_day: dayAt(last),
    past_document_limit: run.document_days !== null && longest >= run.document_days, advice, source, adjusted,
  };
}

/** A reading that two comparisons rest on is named once a day, as the first of them saw it. @param {Evidence[]} evidence */
function eachOnce(evidence) {
  const seen = new Set();
  return evidence.filter(({ day, symptom, attribute }) => {
    const key = `${day} ${symptom} ${attribute}`;
    return !seen.has(key) && seen.add(key);
  });
}
