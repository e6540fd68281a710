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

/** Reads the entries of a span of days. @param {string} from @param {string} to */
export async function readDays(from, to) {
  const days = await readAll(`/patients/me/diary?from=${from}&to=${to}&limit=200`);
  for (const known of received.keys()) if (known >= from && known <= to) received.delete(known);
  for (const day of days) received.set(day.day, day);
  spans.push([from, to]);
}

/** @param {Day} day */
export const receive = (day) => { received.set(day.day, day); spans.push([day.day, day.day]); };

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
