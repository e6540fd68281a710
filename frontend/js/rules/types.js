/**
 * The language of rules as JSON; `api/rules/condition.py` is its other reader.
 * @typedef {{[reading: string]: any}} Readings what one entry says: an answer is an object, measurements are a list
 * @typedef {{kind: "compare", reading: string, how: "at_least" | "above" | "below", number: number, unit: string,
 *   against: "nothing" | "usual_stools" | "weight_gain" | "weight_loss" | "last_days", last_days: number, known_days: number,
 *   name: string, lowest: number | null}} Compare one without a lowest number may not be set otherwise
 * @typedef {{kind: "together", level: string, symptoms: number}} Together
 * @typedef {Compare | Together | {kind: "all" | "any", of: Condition[]} | {kind: "has", what: string}
 *   | {kind: "silent", days: number}} Condition
 * @typedef {{days_in_a_row: number, bridged_days: number, document_days: number | null}} Run
 * @typedef {{classes: string[], medicines: string[], days_after: number}} WhileTaking the days after the day of stopping, which counts itself
 * @typedef {{name: string, number: number, pack_number: number, by: string}} Adjusted a number that is not the pack's own
 * @typedef {{id: string, level: string, pack: string, guidance_hash: string, condition: Condition, run: Run,
 *   while_taking: WhileTaking | null, since: string | null, advice: any, source: any, adjusted: Adjusted[],
 *   level_words?: string, title?: string, sentence?: string}} Rule
 * @typedef {{medicine: string, medicine_class: string, started: string | null, stopped: string | null}} Taking
 * @typedef {{usual_stools: number | null, weight_kg: number | null, has_ostomy: boolean | null}} Baseline
 * @typedef {{days: {[day: string]: Readings[]}, taking: Taking[], baseline: Baseline}} Diary
 * @typedef {{day: string, symptom: string, attribute: string, values: number[], unit: string, usual: number | null, as_written: string[]}} Evidence
 * @typedef {{rule: string, level: string, pack: string, guidance_hash: string, condition: Condition, run: Run, evidence: Evidence[],
 *   missing_days: string[], first_day: string, last_day: string, past_document_limit: boolean, advice: any, source: any, adjusted: any[]}} Finding
 * @typedef {{rule: string, verdict: "met" | "not_met" | "unknown", progress: {have: number, need: number}, unknown_days: string[], unknown_usual: string[]}} Verdict
 * @typedef {{findings: Finding[], verdicts: Verdict[]}} Evaluation
 */

export {};
