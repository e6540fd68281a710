/** Who stands where in the list: pure, so that it can be tested without a page. */

const SILENT_AFTER_DAYS = 3;
const DAY_MS = 86_400_000;

/**
 * @typedef {{id: string, name: string, record_number: string|null, last_entry_day: string|null, enrolled_on: string,
 *   expects_entry_every_days: number, is_paused: boolean}} Listed
 */

/**
 * Whole days from one local date to another.
 * @param {string} from YYYY-MM-DD
 * @param {string} to YYYY-MM-DD
 */
export function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/**
 * Days without an entry, counted from enrolment for someone who never wrote.
 * @param {Listed} patient
 * @param {string} today YYYY-MM-DD in the clinic's zone
 */
export function daysSilent(patient, today) {
  return daysBetween(patient.last_entry_day ?? patient.enrolled_on, today);
}

/**
 * Whether this silence is a signal: three days, or the patient's own interval when it is longer.
 * @param {Listed} patient
 * @param {string} today
 */
export function isSilent(patient, today) {
  if (patient.is_paused) return false;
  return daysSilent(patient, today) >= Math.max(SILENT_AFTER_DAYS, patient.expects_entry_every_days);
}

/** @param {string} text */
function plain(text) {
  return text.normalize("NFD").replace(/\p{Diacritic}/gu, "").toLowerCase();
}

/**
 * Whether a name or record number answers what was typed; words may stand in any order.
 * @param {{name: string, record_number: string|null}} patient
 * @param {string} typed
 */
export function isFound(patient, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const searched = plain(`${patient.name} ${patient.record_number ?? ""}`);
  return words.every((word) => searched.includes(word));
}

/**
 * The three parts of the list, in the order in which they are shown.
 * @template {{patient: Listed}} Card
 * @param {{cards: Card[], patients: Listed[], find: string}} desk
 * @param {string} today
 */
export function partsOf(desk, today) {
  const carded = new Set(desk.cards.map((card) => card.patient.id));
  const shown = desk.patients.filter((patient) => isFound(patient, desk.find));
  const silent = shown.filter((patient) => isSilent(patient, today) && !carded.has(patient.id));
  silent.sort((a, b) => daysSilent(b, today) - daysSilent(a, today));
  return {
    cards: desk.cards.filter((card) => isFound(card.patient, desk.find)),
    silent,
    everyone: shown,
  };
}
