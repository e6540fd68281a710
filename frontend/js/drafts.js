import { transact } from "./idb.js";

/** What is being written and not saved yet, kept so that a phone that closes the page loses nothing.
 * @typedef {import("./entry.js").Draft} Draft */

/** @type {Map<string, Draft>} */
const drafts = new Map();
let patient = "";

/** @param {string} patientId */
export async function openDrafts(patientId) {
  patient = patientId;
  drafts.clear();
  const rows = await transact("drafts", "readonly", (store) => store.getAll());
  for (const row of rows) if (row.patient === patient) drafts.set(row.day, row.draft);
}

/** @param {string} day */
export const draftOf = (day) => drafts.get(day) ?? null;

/** @param {string} day @param {Draft} draft */
export function keepDraft(day, draft) {
  drafts.set(day, draft);
  transact("drafts", "readwrite", (store) => { store.put({ patient, day, draft }); }).catch(() => undefined);
}

/** Forgets what was begun, of anyone. */
export const dropAllDrafts = () => transact("drafts", "readwrite", (store) => { store.clear(); });

/** @param {string} day */
export function dropDraft(day) {
  drafts.delete(day);
  transact("drafts", "readwrite", (store) => { store.delete([patient, day]); }).catch(() => undefined);
}

/** Knows no longer what was begun; the transaction that kept its entry has taken it from this phone. @param {string} day */
export const closeDraft = (day) => void drafts.delete(day);
