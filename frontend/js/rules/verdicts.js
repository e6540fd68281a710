import { dayAt } from "./facts.js";
import { ANSWER } from "./judge.js";
import { alive, daysOfReach, runThatMightHold, withinReach } from "./runs.js";
import { choicesOf, isAboutAny, mostSymptoms, symptomsStoodFor } from "./together.js";

/**
 * How near a rule is that says nothing yet, and what is unknown while it hangs, as `api/rules/verdicts.py` says it.
 * @typedef {import("./types.js").Rule} Rule @typedef {import("./types.js").Finding} Finding
 * @typedef {import("./types.js").Together} Together @typedef {import("./types.js").Verdict} Verdict
 * @typedef {{at: number, what: string}} Lacking
 * @typedef {{rule: Rule, unknown: number[]}} Hanging a rule that answers which are not there could make count, and
 *   the unknown days on which that hangs
 */

/** What each rule says of one diary today. */
export class Verdicts {
  /** @param {import("../rules.js").Judging} judging @param {Finding[]} findings @param {number} today */
  constructor(judging, findings, today) {
    this.judging = judging;
    this.findings = findings;
    this.today = today;
  }

  /** Unknown while unknown days, or rules that it counts, could make it so. @param {Rule} rule @returns {Verdict} */
  of(rule) {
    const { condition, run } = rule;
    if (condition.kind === "silent") return this.ofSilence(rule, condition.days);
    if (condition.kind === "together") return this.ofTogether(rule, condition);
    const { known, runs } = this.judging.days(rule);
    const progress = { have: alive(runs, known, run, this.today), need: run.days_in_a_row };
    if (this.isMet(rule)) return said(rule, "met", progress);
    const unknown = this.unknownDays(rule, known);
    return unknown.length === 0 ? said(rule, "not_met", progress) : said(rule, "unknown", progress, this.lacking(rule, unknown));
  }

  /** @param {Rule} rule @param {number} need @returns {Verdict} */
  ofSilence(rule, need) {
    const newest = this.judging.facts.days.at(-1);
    if (newest === undefined) return said(rule, "unknown", { have: 0, need });
    const have = Math.max(0, this.today - newest - 1);
    return said(rule, have >= need ? "met" : "not_met", { have, need });
  }

  /** @param {Rule} rule @param {Together} condition @returns {Verdict} */
  ofTogether(rule, condition) {
    const newest = this.judging.facts.days.at(-1);
    const counted = symptomsStoodFor(this.findings, condition.level);
    const progress = { have: newest === undefined ? 0 : counted.get(dayAt(newest)) ?? 0, need: condition.symptoms };
    if (this.isMet(rule)) return said(rule, "met", progress);
    const { known } = this.judging.daysTogether(rule, condition, this.findings);
    /** @type {Map<number, Hanging[]>} */
    const hanging = new Map();
    for (let at = this.today; at > this.today - daysOfReach(rule.run); at -= 1) {
      const found = known.get(at) === false ? this.hanging(condition, at) : [];
      if (found.length > 0) hanging.set(at, found);
    }
    const unknown = this.unknownDays(rule, new Map([...known].filter(([at]) => !hanging.has(at))));
    if (unknown.length === 0) return said(rule, "not_met", progress);
    const unwritten = unknown.filter((at) => !hanging.has(at)).map((at) => ({ at, what: ANSWER }));
    const others = unknown.flatMap((at) => hanging.get(at) ?? []).flatMap((one) => this.lacking(one.rule, one.unknown));
    return said(rule, "unknown", progress, [...unwritten, ...others]);
  }

  /** The rules that could bring a day to as many symptoms as are needed; none where they cannot. @param {Together} condition @param {number} at */
  hanging(condition, at) {
    /** @type {Hanging[]} */
    const hanging = [];
    const choices = this.judging.rulebook.filter(({ level }) => level === condition.level).flatMap((rule) => {
      if (rule.condition.kind === "silent" || rule.condition.kind === "together") return [];
      const found = this.foundOn(rule, dayAt(at));
      const unknown = found.size > 0 ? [at] : this.unknownDaysWith(rule, at);
      const nameable = unknown.length > 0 ? nameableOn(this.judging.judgeOf(rule), rule.condition, at) : [];
      const further = nameable.filter((one) => !found.has(one));
      if (isAboutAny(rule.condition) && found.size > 0) return choicesOf(rule.condition, found);
      if (further.length === 0) return [found];
      hanging.push({ rule, unknown });
      // Any symptom may be any number of them.
      const copies = isAboutAny(rule.condition) ? condition.symptoms : 1;
      return Array.from({ length: copies }, (_, n) => new Set([...found, ...further].map((one) => one || `${rule.id} ${n}`)));
    });
    return mostSymptoms(choices) >= condition.symptoms ? hanging : [];
  }

  /** The symptoms that the rule's finding of that day names. @param {Rule} rule @param {string} day */
  foundOn({ id }, day) {
    const evidence = this.findings.filter(({ rule }) => rule === id).flatMap((finding) => finding.evidence);
    return new Set(evidence.filter((one) => one.day === day).map(({ symptom }) => symptom));
  }

  /** The unknown days of a run that would be long enough with this day. @param {Rule} rule @param {number} at */
  unknownDaysWith(rule, at) {
    const { known } = this.judging.days(rule);
    return runThatMightHold(known, rule.run, at, this.today).filter((on) => !known.has(on));
  }

  /** @param {Rule} rule */
  isMet({ id }) {
    return this.findings.some(({ rule }) => rule === id);
  }

  /** The unknown days on which it hangs; none where they could not make it so. @param {Rule} rule @param {Map<number, boolean>} known */
  unknownDays({ run }, known) {
    const { isReachable, unknown } = withinReach(known, run, this.today);
    return isReachable ? unknown : [];
  }

  /** @param {Rule} rule @param {number[]} days @returns {Lacking[]} */
  lacking(rule, days) {
    return days.flatMap((at) => this.judging.judgeOf(rule).lacking(rule.condition, at).map((what) => ({ at, what })));
  }
}

/** The symptoms that could be named for a day if what is unknown were so; "" for any that is not known.
 * @param {import("./judge.js").Judge} judge @param {import("./types.js").Condition} condition @param {number} at @returns {string[]} */
function nameableOn(judge, condition, at) {
  if (condition.kind === "has" || judge.isSo(condition, at) === false) return [];
  if (condition.kind === "all" || condition.kind === "any") return condition.of.flatMap((part) => nameableOn(judge, part, at));
  const [subject] = condition.kind === "compare" ? condition.reading.split(".") : [];
  return subject === undefined ? [] : [subject === "*" ? "" : subject];
}

/** With the days that do not answer, and what is not known to be usual.
 * @param {Rule} rule @param {Verdict["verdict"]} verdict @param {Verdict["progress"]} progress @param {Lacking[]} [lacking] @returns {Verdict} */
function said(rule, verdict, progress, lacking = []) {
  const unanswered = new Set(lacking.filter(({ what }) => what === ANSWER).map(({ at }) => at));
  const usual = new Set(lacking.map(({ what }) => what).filter((what) => what !== ANSWER));
  const days = [...unanswered].sort((a, b) => a - b).map(dayAt);
  return { rule: rule.id, verdict, progress, unknown_days: days, unknown_usual: [...usual].sort() };
}
