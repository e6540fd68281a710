import { forgetAcknowledged } from "./acknowledged.js";
import { Offline, Problem, request } from "./api.js";
import { forgetDays } from "./days.js";
import { forgetAll, keep, kept } from "./kept.js";
import { dropAllDrafts } from "./drafts.js";
import { allUnsent, dropAllUnsent, forgetReceived, whenSettled } from "./outbox.js";

/** @typedef {import("./types.js").Me} Me */

/** Who this phone is enrolled as; what it kept when there is no signal; null when it is nobody's. @returns {Promise<Me | null>} */
export async function whoAmI() {
  try {
    const { body } = await request("GET", "/auth/me");
    keep("me", body);
    return body;
  } catch (error) {
    if (error instanceof Offline || (error instanceof Problem && (error.status >= 500 || error.status === 429))) return kept("me", null);
    const before = /** @type {Me | null} */ (kept("me", null));
    // A nurse may have ended a lost phone: only the name stays, for what is still unsent.
    if (before) {
      forgetAll();
      await forgetDays().catch(() => undefined);
      keep("lastName", before.name);
    }
    // What was received stays until somebody else enrols: a restored server that lost the enrolment may need it.
    return null;
  }
}

/** Whose diary a code opens, without using it up. @param {string} code @returns {Promise<{patient_name: string, clinic_name: string}>} */
export const preview = async (code) => (await request("POST", "/auth/enrol/preview", { body: { code } })).body;

/** @param {string} code @returns {Promise<Me>} */
export async function enrol(code) {
  const { body } = await request("POST", "/auth/enrol", { body: { code } });
  const before = /** @type {Me | null} */ (kept("me", null));
  if (before && before.id !== body.id) forgetAll();
  await forgetAcknowledged(body.id).catch(() => undefined);
  await forgetDays(body.id).catch(() => undefined);
  keep("me", body);
  return body;
}

/** What waits on this phone stays on it. */
export async function signOut() {
  const before = /** @type {Me | null} */ (kept("me", null));
  await request("POST", "/auth/logout", { body: {} });
  forgetAll();
  await forgetDays().catch(() => undefined);
  await forgetReceived().catch(() => undefined);
  if (before && (await allUnsent()).length) keep("lastName", before.name);
}

/** Whose entries wait here unsent, how many and of which days. @param {Me | null} me */
export async function unsentHere(me) {
  await whenSettled();
  const entries = await allUnsent();
  const before = /** @type {Me | null} */ (kept("me", null));
  const days = [...new Set(entries.map(({ day }) => day))].sort();
  return { count: entries.length, days, name: me?.name ?? before?.name ?? kept("lastName", "") };
}

/** Clears a phone whose session is lost; nothing of it was received. */
export async function clearUnsent() {
  await dropAllUnsent();
  await forgetAcknowledged();
  await dropAllDrafts();
  keep("lastName", null);
}
