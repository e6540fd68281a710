/** Who stands where in the list: pure, so that it can be tested without a page. */

const DAY_MS = 86_400_000;

/**
 * @typedef {{level: string|null, symptom: string|null, severity: number|null, rank: number}} LastEntry
 * @typedef {{id: string, name: string, record_number: string|null, is_silent: boolean, silent_since: string|null, last_entry?: LastEntry|null}} Listed
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
 * Whole days without an entry of somebody whom the server calls silent.
 * @param {Listed} patient
 * @param {string} today YYYY-MM-DD in the clinic's zone
 */
export function daysSilent(patient, today) {
  return patient.silent_since === null ? 0 : daysBetween(patient.silent_since, today);
}

/** By how bad her last entry was, as the server ranks it; who was just changed here waits for the next list. @param {Listed} patient */
function placeOf(patient) {
  return patient.last_entry?.rank ?? Number.MAX_SAFE_INTEGER;
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
  const silent = shown.filter((patient) => patient.is_silent && !carded.has(patient.id));
  silent.sort((a, b) => placeOf(a) - placeOf(b) || daysSilent(b, today) - daysSilent(a, today));
  return {
    cards: desk.cards.filter((card) => isFound(card.patient, desk.find)),
    silent,
    everyone: shown,
  };
}
