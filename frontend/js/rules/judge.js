import { Facts, MEASUREMENTS, dayAt, inside, ordinal, rounded } from "./facts.js";

/**
 * Whether a condition is so on a day: yes, no, or unknown (null); and what was written that makes it so.
 * @typedef {import("./types.js").Condition} Condition @typedef {import("./types.js").Compare} Compare
 * @typedef {import("./types.js").Evidence} Evidence
 * @typedef {{isMet: boolean, evidence: Evidence[]}} Compared
 */

/** What a day lacks that says nothing about a reading. */
export const ANSWER = "answer";
/** @type {Record<Compare["against"], string>} */
const USUAL = { nothing: ANSWER, usual_stools: "usual_stools", weight_gain: "weight", weight_loss: "weight", last_days: "last_days" };

/** @param {number} at @param {string} symptom @param {string} attribute */
export const answerKey = (at, symptom, attribute) => `${at} ${symptom} ${attribute}`;

/** Answers that are ungraded, by key, are not there but as what was usual before. */
export class Judge {
  /** @param {import("./types.js").Diary} diary @param {Facts} facts @param {Set<string>} [ungraded] */
  constructor(diary, facts, ungraded = new Set()) {
    this.diary = diary;
    this.facts = facts;
    this.ungraded = ungraded;
    /** @type {Map<Compare, Map<number, Compared>>} */
    this.compared = new Map();
  }

  /** Null where what is not known could make it so. @param {Condition} condition @param {number} at @returns {boolean | null} */
  isSo(condition, at) {
    switch (condition.kind) {
      case "compare": return this.comparison(condition).get(at)?.isMet ?? null;
      case "all": {
        const answers = condition.of.map((part) => this.isSo(part, at));
        return answers.includes(false) ? false : answers.includes(null) ? null : true;
      }
      case "any": {
        const answers = condition.of.map((part) => this.isSo(part, at));
        return answers.includes(true) ? true : answers.includes(null) ? null : false;
      }
      case "has": return condition.what === "ostomy" ? this.diary.baseline.has_ostomy ?? null : null;
      default: throw new TypeError(`${condition.kind} is not about one day`);
    }
  }

  /** What a condition rests on that is so on that day. @param {Condition} condition @param {number} at @returns {Evidence[]} */
  evidence(condition, at) {
    if (condition.kind === "compare") return this.comparison(condition).get(at)?.evidence ?? [];
    if (condition.kind !== "all" && condition.kind !== "any") return [];
    return condition.of.flatMap((part) => (this.isSo(part, at) ? this.evidence(part, at) : []));
  }

  /** Where a condition is unknown on that day: that it was not answered, or by name what is not known to be usual.
   * @param {Condition} condition @param {number} at @returns {string[]} */
  lacking(condition, at) {
    if (condition.kind === "has") return [condition.what];
    if (condition.kind === "all" || condition.kind === "any") {
      return condition.of.flatMap((part) => (this.isSo(part, at) === null ? this.lacking(part, at) : []));
    }
    return condition.kind === "compare" && this.isAnswered(condition, at) ? [USUAL[condition.against]] : [ANSWER];
  }

  /** On the day of stopping it was taken. @param {import("./types.js").WhileTaking | null} wanted @param {number} at */
  isTaken(wanted, at) {
    return wanted === null || this.diary.taking.some(({ medicine, medicine_class, started, stopped }) =>
      (wanted.medicines.includes(medicine) || wanted.classes.includes(medicine_class))
      && (started === null || at >= ordinal(started)) && (stopped === null || at <= ordinal(stopped) + wanted.days_after));
  }

  /** @param {Compare} node */
  comparison(node) {
    return inside(this.compared, node, () => this.compare(node));
  }

  /** @param {Compare} node */
  compare(node) {
    const { attribute, unit } = partsOf(node);
    /** @type {Map<number, Compared>} */
    const compared = new Map();
    for (const { symptom, byDay } of this.subjects(node)) {
      for (const [at, { values, as_written }] of byDay) {
        if (this.ungraded.has(answerKey(at, symptom, attribute))) continue;
        const usual = this.usual(node, byDay, at);
        if (node.against !== "nothing" && usual === null) continue;
        const found = inside(compared, at, () => ({ isMet: false, evidence: [] }));
        if (!values.some((value) => isMetBy(node, quantity(node, value, usual)))) continue;
        found.isMet = true;
        found.evidence.push({ day: dayAt(at), symptom, attribute, values, unit, usual, as_written });
      }
    }
    return compared;
  }

  /** @param {Compare} node @param {number} at */
  isAnswered(node, at) {
    return this.subjects(node).some(({ symptom, byDay }) =>
      byDay.has(at) && !this.ungraded.has(answerKey(at, symptom, partsOf(node).attribute)));
  }

  /** What is known of each symptom that a comparison is about. @param {Compare} node */
  subjects(node) {
    const { subject, attribute, unit } = partsOf(node);
    return this.facts.subjects(subject, attribute).map((symptom) => ({ symptom, byDay: this.facts.known(symptom, attribute, unit) }));
  }

  /** @param {Compare} node @param {import("./facts.js").ByDay} byDay @param {number} at @returns {number | null} */
  usual(node, byDay, at) {
    const { usual_stools, weight_kg } = this.diary.baseline;
    switch (node.against) {
      case "usual_stools": return usual_stools ?? null;
      case "weight_gain": case "weight_loss": return weight_kg ?? null;
      case "last_days": return usualOfLastDays(node, byDay, at);
      default: return null;
    }
  }
}

/** @param {Compare} node */
function partsOf({ reading, unit }) {
  const [subject, attribute] = reading.split(".");
  return { subject, attribute, unit: MEASUREMENTS.has(subject) && unit === "percent" ? "kg" : unit };
}

/** @param {Compare} node @param {number} quantity */
function isMetBy({ how, number }, quantity) {
  if (how === "below") return quantity < number;
  return quantity > number || (how === "at_least" && quantity === number);
}

/** What is held against the rule's number. @param {Compare} node @param {number} value @param {number | null} usual */
function quantity(node, value, usual) {
  if (usual === null) return value;
  if (node.against === "weight_gain") return rounded((value - usual) / usual * 100);
  if (node.against === "weight_loss") return rounded((usual - value) / usual * 100);
  return rounded(value - usual);
}

/** The median of the days before, each with its lowest value. @param {Compare} node @param {import("./facts.js").ByDay} byDay @param {number} at */
function usualOfLastDays({ last_days, known_days }, byDay, at) {
  const before = Array.from({ length: last_days }, (_, i) => byDay.get(at - last_days + i)?.values[0])
    .filter((value) => value !== undefined).sort((a, b) => a - b);
  if (before.length < known_days) return null;
  const middle = before.length >> 1;
  return before.length % 2 ? before[middle] : (before[middle - 1] + before[middle]) / 2;
}
