import { readAll } from "./api.js";
import { unsentOf } from "./outbox.js";

/** The days that this page has read, with what is still on the phone laid over them.
 * @typedef {import("./types.js").Day} Day */

/** @type {Map<string, Day>} */
const received = new Map();
/** @type {[string, string][]} spans of days that the server has told us about */
const spans = [];

/** @param {string} day @returns {Day} */
export const emptyDay = (day) =>
  ({ day, heads: [], readings: {}, conflicts: [], notes: { physical: "", thinking: "", emotional: "" }, can_wait: null });

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
}

/** The answer to a save. @param {Day} day */
export function receive(day) {
  received.set(day.day, day);
  savedIn.set(day.day, ++turn);
  spans.push([day.day, day.day]);
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
