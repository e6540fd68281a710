import { readAll } from "./api.js";
import { addDays, today } from "./format.js";
import { transact } from "./idb.js";
import { unsentOf } from "./outbox.js";

/** The days that this page has read, with what is still on the phone laid over them.
 * @typedef {import("./types.js").Day} Day */

/** Units: days. As many as the server reads around a save, so that a phone that starts without a signal finds the same. */
export const DAYS_KEPT = 21;

/** @type {Map<string, Day>} */
const received = new Map();
/** @type {[string, string][]} spans of days that the server has told us about */
const spans = [];

/** @param {string} day @returns {Day} */
export const emptyDay = (day) =>
  ({ day, heads: [], readings: {}, conflicts: [], notes: { physical: "", thinking: "", emotional: "" }, can_wait: null });

/** @type {string | null} whose days these are */
let patient = null;

/** Begins with what this phone was told of her last days. @param {string} patientId */
export async function openDays(patientId) {
  patient = patientId;
  received.clear();
  spans.length = 0;
  /** @type {{day: string, entry: Day}[]} */
  const rows = await transact("days", "readonly", (store) => store.getAll(daysOf(patientId, "", "9"))).catch(() => []);
  for (const { day, entry } of rows) {
    received.set(day, entry);
    spans.push([day, day]);
  }
}

/** Forgets the kept days of anyone, but for one patient. @param {string | null} [patientId] */
export async function forgetDays(patientId = null) {
  patient = patientId;
  const rows = await transact("days", "readonly", (store) => store.getAll());
  const others = rows.filter((row) => row.patient !== patientId);
  await transact("days", "readwrite", (store) => { for (const row of others) store.delete([row.patient, row.day]); });
}

/** @param {string} patientId @param {string} from @param {string} to */
const daysOf = (patientId, from, to) => IDBKeyRange.bound([patientId, from], [patientId, to]);

/** Keeps what is known now of a span of days, and none that the rules no longer read. @param {string} from @param {string} to */
function keepDays(from, to) {
  const owner = patient;
  if (owner === null) return;
  const oldest = addDays(today(), -DAYS_KEPT);
  const kept = [...received.values()].filter(({ day }) => day >= oldest && day >= from && day <= to);
  transact("days", "readwrite", (store) => {
    store.delete(daysOf(owner, from, to));
    store.delete(daysOf(owner, "", addDays(oldest, -1)));
    for (const { day, heads, readings, conflicts, notes, can_wait } of kept) {
      store.put({ patient: owner, day, entry: { day, heads, readings, conflicts, notes, can_wait } });
    }
  }).catch(() => undefined);
}

let turn = 0;
/** @type {Map<string, number>} the turn in which the answer to a save told us of a day */
const savedIn = new Map();

/** The server's number of what was saved last on a day. @param {Day} day */
const newest = (day) => Math.max(0, ...day.heads.map((head) => head.position));

/** Reads the entries of a span of days. @param {string} from @param {string} to */
export async function readDays(from, to) {
  const asked = ++turn;
  /** @type {Day[]} */
  const days = await readAll(`/patients/me/diary?from=${from}&to=${to}&limit=200`);
  // What was asked before a save was received, and answered after it, does not know of that save.
  const stays = (/** @type {string} */ day) => (savedIn.get(day) ?? 0) > asked;
  for (const known of received.keys()) if (known >= from && known <= to && !stays(known)) received.delete(known);
  for (const day of days) if (!stays(day.day) || newest(day) > newest(receivedDay(day.day))) received.set(day.day, day);
  spans.push([from, to]);
  keepDays(from, to);
}

/** The answer to a save. @param {Day} day */
export function receive(day) {
  received.set(day.day, day);
  savedIn.set(day.day, ++turn);
  spans.push([day.day, day.day]);
  keepDays(day.day, day.day);
}

/** Whether the server has told us what stands on this day. @param {string} day */
export const isKnown = (day) => spans.some(([from, to]) => day >= from && day <= to);

/** What the server has of a day. @param {string} day */
export const receivedDay = (day) => received.get(day) ?? emptyDay(day);

/** Whether something is written on a day, here or there. @param {string} day */
export function isWritten(day) {
  const view = viewOf(day);
  return unsentOf(day).length > 0 || view.heads.some((head) => head.void_reason === null);
}

/** A day as its writer last saw it: the newest save on this phone, else what the server has. @param {string} day @returns {Day} */
export function viewOf(day) {
  const newest = unsentOf(day).at(-1);
  if (!newest) return receivedDay(day);
  const { readings = {}, notes, can_wait = null } = newest.body;
  return { ...emptyDay(day), readings, notes: notes ?? emptyDay(day).notes, can_wait };
}

/** The revisions that the next save builds on; a refused one will never be on the server. @param {string} day */
export function headsOf(day) {
  const newest = unsentOf(day).at(-1);
  if (!newest) return receivedDay(day).heads.map((head) => head.id);
  return newest.refusal ? newest.body.builds_on : [newest.body.id];
}
