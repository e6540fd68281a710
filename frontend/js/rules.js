import { Facts, dayAt, inside, ordinal } from "./rules/facts.js";
import { Judge } from "./rules/judge.js";
import { alive, runsOf, withinReach } from "./rules/runs.js";

/**
 * The rules, read on this phone exactly as `api/rules/evaluate.py` reads them; both run the same cases. Pure.
 * @typedef {import("./rules/types.js").Rule} Rule @typedef {import("./rules/types.js").Diary} Diary
 * @typedef {import("./rules/types.js").Finding} Finding @typedef {import("./rules/types.js").Verdict} Verdict
 * @typedef {import("./rules/types.js").Evidence} Evidence
 * @typedef {{kind: "together", level: string, symptoms: number}} Together
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
  return { findings, verdicts: rulebook.map((rule) => judging.verdict(rule, findings, ordinal(today))) };
}

class Judging {
  /** @param {Diary} diary @param {Rule[]} rulebook */
  constructor(diary, rulebook) {
    this.rulebook = rulebook;
    this.facts = new Facts(diary);
    this.judge = new Judge(diary, this.facts);
    /** @type {Map<Rule, Judged>} */
    this.judged = new Map();
  }

  /** By rule as in the rulebook, then by day; rules about symptoms together read the others' and come last. */
  findings() {
    const alone = this.rulebook.flatMap((rule) => (isAboutDays(rule) ? this.met(rule) : []));
    const together = this.rulebook.flatMap((rule) =>
      (rule.condition.kind === "together" ? this.metTogether(rule, rule.condition, alone) : []));
    return [...alone, ...together];
  }

  /** @param {Rule} rule @param {Finding[]} findings @param {number} today @returns {Verdict} */
  verdict(rule, findings, today) {
    const { condition, run } = rule;
    if (condition.kind === "silent") return this.silence(rule, condition.days, today);
    const isMet = findings.some((finding) => finding.rule === rule.id);
    if (condition.kind === "together") return this.verdictTogether(rule, condition, findings, isMet);
    const { known, runs } = this.days(rule);
    const progress = { have: alive(runs, known, run, today), need: run.days_in_a_row };
    if (isMet) return said(rule, "met", progress);
    const { isReachable, unknown } = withinReach(known, run, today);
    return isReachable ? said(rule, "unknown", progress, unknown) : said(rule, "not_met", progress);
  }

  /** @param {Rule} rule @returns {Judged} */
  days(rule) {
    return inside(this.judged, rule, () => {
      const known = new Map();
      for (const at of this.facts.days) {
        const answer = this.judge.isTaken(rule.while_taking, at) ? this.judge.isSo(rule.condition, at) : false;
        if (answer !== null) known.set(at, answer);
      }
      return { known, runs: runsOf(known, rule.run) };
    });
  }

  /** @param {Rule} rule */
  met(rule) {
    return standing(rule, this.days(rule).runs).map((run) =>
      findingOf(rule, run, run.flatMap((at) => this.judge.evidence(rule.condition, at))));
  }

  /** @param {Rule} rule @param {Together} condition @param {Finding[]} findings */
  metTogether(rule, condition, findings) {
    const evidence = findings.filter(({ level }) => level === condition.level).flatMap((finding) => finding.evidence);
    return standing(rule, this.togetherOn(rule, condition, findings).runs).map((run) => {
      const days = new Set(run.map(dayAt));
      return findingOf(rule, run, evidence.filter(({ day }) => days.has(day)).sort((a, b) => ordinal(a.day) - ordinal(b.day)));
    });
  }

  /** @param {Rule} rule @param {Together} condition @param {Finding[]} findings @returns {Judged} */
  togetherOn(rule, condition, findings) {
    const subjects = subjectsOf(condition, findings);
    const known = new Map(this.facts.days.map((at) => [at, (subjects.get(dayAt(at))?.size ?? 0) >= condition.symptoms]));
    return { known, runs: runsOf(known, rule.run) };
  }

  /** @param {Rule} rule @param {Together} condition @param {Finding[]} findings @param {boolean} isMet */
  verdictTogether(rule, condition, findings, isMet) {
    const newest = this.facts.days.at(-1);
    const have = newest === undefined ? 0 : subjectsOf(condition, findings).get(dayAt(newest))?.size ?? 0;
    return said(rule, isMet ? "met" : "not_met", { have, need: condition.symptoms });
  }

  /** @param {Rule} rule @param {number} need @param {number} today */
  silence(rule, need, today) {
    const newest = this.facts.days.at(-1);
    if (newest === undefined) return said(rule, "unknown", { have: 0, need });
    const have = Math.max(0, today - newest - 1);
    return said(rule, have >= need ? "met" : "not_met", { have, need });
  }
}

/** @param {Rule} rule */
const isAboutDays = ({ condition }) => condition.kind !== "silent" && condition.kind !== "together";

/** The runs that are long enough and end since the rule is in force. @param {Rule} rule @param {number[][]} runs */
const standing = ({ run, since }, runs) =>
  runs.filter((days) => days.length >= run.days_in_a_row && (since === null || days[days.length - 1] >= ordinal(since)));

/** @param {Rule} rule @param {Verdict["verdict"]} verdict @param {Verdict["progress"]} progress @param {number[]} [unknown] @returns {Verdict} */
const said = (rule, verdict, progress, unknown = []) =>
  ({ rule: rule.id, verdict, progress, unknown_days: unknown.map(dayAt) });

/** By day, what the findings of that level are about. @param {Together} condition @param {Finding[]} findings */
function subjectsOf(condition, findings) {
  /** @type {Map<string, Set<string>>} */
  const subjects = new Map();
  for (const { level, evidence } of findings) {
    if (level !== condition.level) continue;
    for (const { day, symptom } of evidence) inside(subjects, day, () => new Set()).add(symptom);
  }
  return subjects;
}

/** @param {Rule} rule @param {number[]} days @param {Evidence[]} evidence @returns {Finding} */
function findingOf(rule, days, evidence) {
  const { id, level, pack, guidance_hash, condition, run, advice, source, adjusted } = rule;
  const [first, last] = [days[0], days[days.length - 1]];
  const missing = Array.from({ length: last - first }, (_, i) => first + i).filter((at) => !days.includes(at));
  return {
    rule: id, level, pack, guidance_hash, condition, run, evidence: eachOnce(evidence), missing_days: missing.map(dayAt),
    first_day: dayAt(first), last_day: dayAt(last),
    past_document_limit: run.document_days !== null && days.length >= run.document_days, advice, source, adjusted,
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
