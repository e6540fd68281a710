/**
 * The shapes of the server's JSON, as the page uses them. They are the API's own; see /docs.
 * @typedef {Record<string, any>} Readings
 * @typedef {{physical: string, thinking: string, emotional: string}} Notes
 * @typedef {{id: string, day: string, position: number, readings: Readings, notes: Notes, can_wait: boolean | null, void_reason: string | null,
 *   received_at: string, builds_on: string[], author: {kind: string, id: string, name: string}}} Revision
 * @typedef {{reading: string, values: any[]}} Conflict
 * @typedef {{day: string, heads: Revision[], readings: Readings, conflicts: Conflict[], notes: Notes, can_wait: boolean | null}} Day
 * @typedef {{title: string, publisher: string, section: string, reviewed: string | null}} Source
 * @typedef {{by: string, at: string, outcome: string | null, note: string}} Handled
 * @typedef {{at: string, kind: string, by: string, words: string}} AlertEvent
 * @typedef {object} Alert
 * @property {string} id
 * @property {string} rule
 * @property {string} level
 * @property {string} level_words
 * @property {string} status
 * @property {string} title
 * @property {string} why
 * @property {string[]} advice
 * @property {{name: string, number: string, display: string, open_until: string | null}} call
 * @property {{day: string, reading: string, value: number, values: number[]}[]} evidence
 * @property {string} first_day
 * @property {string} last_day
 * @property {boolean} past_document_limit
 * @property {Source} source
 * @property {string} attention_since
 * @property {string | null} called_at
 * @property {Handled | null} acknowledged
 * @property {Handled | null} resolved
 * @property {AlertEvent[]} history
 *
 * @typedef {{id: string, group: string, label: string, question: string, attributes: string[], core: boolean}} Symptom
 * @typedef {{id: string, label: string, fields: {id: string, label: string}[], units: {id: string, low: number, high: number}[]}} Measurement
 * @typedef {{kind: string, reading: string, how: string, number: number}} Condition
 * @typedef {{id: string, level: string, sentence: string, condition: Condition}} Rule
 * @typedef {{id: string, name: string, brands: string[], class: {id: string, name: string, how_it_works: string}, targets: string[],
 *   used_for: string, forms: string[], how_taken: string, how_it_works: string, side_effects: string[], watch_for: string[],
 *   withdrawn: string | null}} Medicine
 * @typedef {{severity: string[], interference: string[], frequency: string[], presence: string[]}} Scales
 * @typedef {object} Guidance
 * @property {string} id
 * @property {string} title
 * @property {string} publisher
 * @property {string | null} reviewed
 * @property {Medicine[]} medicines
 * @property {Symptom[]} symptoms
 * @property {Measurement[]} measurements
 * @property {Scales} scales
 * @property {Rule[]} rules
 * @property {string[]} general_advice
 * @property {string[]} questions
 *
 * @typedef {{rule: string, pack: string, level: string, level_words: string, sentence: string, mark: string, basis: string,
 *   own_numbers: string[], while_taking: {medicine: string, stopped_on: string | null}[], verdict: string,
 *   progress: {have: number, need: number}, unknown_days: string[], unknown_usual: string[], advice: string[], source: Source, in_force_since: string}} WatchedRule
 * @typedef {{kind: string, name: string, number: string, display: string, open_until: string | null, opens_at: string | null,
 *   after_hours_number: string, after_hours_display: string, clinic: string, time_zone: string, emergency_number: string,
 *   crisis_number?: string, crisis_display?: string, note: string}} Contact
 * @typedef {{id: string, catalogue_id: string | null, name: string, dose: string, form: string, schedule: string, started_on: string | null,
 *   stopped_on: string | null, stop_reason: string, test_result: string, notes: string, is_mistake: boolean, notice: string | null,
 *   version: number}} Medication
 * @typedef {{rules: import("./rules/types.js").Rule[], taking: import("./rules/types.js").Taking[],
 *   baseline: import("./rules/types.js").Baseline}} Rulebook
 * @typedef {{actor: string, id: string, name: string, clinic: {id: string, name: string, time_zone: string}}} Me
 */
export {};
