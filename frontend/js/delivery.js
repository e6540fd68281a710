import { Problem } from "./api.js";

/** @typedef {{day: string, body: {id: string}}} Sent */

/**
 * Whether an answer proves that the server has the entry: it must list the entry's own id back.
 * @param {Sent} entry
 * @param {{status: number, body: any}} answer
 */
export function isReceived(entry, { status, body }) {
  if (status !== 200 && status !== 201) return false;
  if (!body || body.day !== entry.day || !Array.isArray(body.heads)) return false;
  return listedIn(body, entry) !== undefined && Array.isArray(body.alerts);
}

/** The server's own record of an entry, in an answer that has it. @param {any} body @param {Sent} entry */
export const listedIn = (body, entry) => [body.revision, ...body.heads].find((revision) => revision?.id === entry.body.id);

/** Refused for what it says, so that sending it again cannot help; all else may pass by itself. @param {unknown} error @returns {error is Problem} */
export function isRefused(error) {
  return error instanceof Problem && (error.status === 409 || error.status === 422);
}

/** Units: milliseconds until the next attempt, longer after each failure. @param {number} failures @param {unknown} error */
export function pauseAfter(failures, error) {
  const asked = error instanceof Problem && error.retryAfter ? error.retryAfter * 1000 : 0;
  return Math.max(asked, Math.min(5 * 60_000, 4000 * 2 ** Math.min(failures, 7)));
}
