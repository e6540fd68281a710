/** Sends what was corrected about a patient. Somebody else's correction is never overwritten unseen. */
import { Problem } from "../api.js";
import { ask, etagOf } from "./door.js";
import { movedOn } from "./problems.js";

/**
 * Gives what sends the fields that are others than `patient` has; it throws what somebody else changed meanwhile.
 * @param {any} patient @param {Record<string, string>} labels what each field is called
 */
export function correcting(patient, labels) {
  let known = patient;
  return async (/** @type {Record<string, unknown>} */ typed) => {
    const changes = Object.fromEntries(Object.entries(typed).filter(([name, value]) => value !== patient[name]));
    try {
      await ask("PATCH", `/patients/${patient.id}`, { body: changes, etag: etagOf(known) });
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 412) throw problem;
      const { body: now } = await ask("GET", `/patients/${patient.id}`);
      const moved = movedOn(known, now, labels);
      known = now;
      throw moved;
    }
  };
}
