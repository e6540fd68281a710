/** The one patient whose diary lies open: read when chosen, and again when the list says that something moved. */
import { addDays, today } from "../format.js";
import { ask, askAll } from "./door.js";
import { change, desk } from "./state.js";

export const DAYS_SHOWN = 42;

/**
 * @typedef {object} Opened
 * @property {string} id
 * @property {any} patient null until it has been read
 * @property {any[]} days newest first; days without an entry are left out
 * @property {any[]} medications
 * @property {any[]} alerts newest first
 * @property {any[]} watch rules in force and how near each is
 * @property {any[]} thresholds numbers set for this patient alone, the newest first
 * @property {string} from first day of what was read
 * @property {Date|null} readAt
 * @property {unknown} problem why the last reading failed
 */

/** @param {string} id @returns {Opened} */
function unread(id) {
  return { id, patient: null, days: [], medications: [], alerts: [], watch: [], thresholds: [], from: today(), readAt: null, problem: null };
}

/** Opens what the selection names, unless it lies open already. */
export async function openSelected() {
  const id = desk.selection.patient;
  if (id === desk.opened?.id) return;
  change({ opened: id ? unread(id) : null });
  if (id) await readOpened();
}

/** @param {{background?: boolean}} [options] */
export async function readOpened(options = {}) {
  const id = desk.opened?.id;
  if (!id) return;
  const from = addDays(today(), 1 - DAYS_SHOWN);
  try {
    const [{ body: patient }, days, medications, alerts, watch, thresholds] = await Promise.all([
      ask("GET", `/patients/${id}`, options),
      askAll(`/patients/${id}/diary?from=${from}`, options),
      askAll(`/patients/${id}/medications`, options),
      askAll(`/patients/${id}/alerts?status=all`, options),
      askAll(`/patients/${id}/watch`, options),
      askAll(`/patients/${id}/thresholds`, options),
    ]);
    // An answer for someone whom the nurse has left meanwhile must never stand under another name.
    if (desk.opened?.id === id) {
      change({ opened: { id, patient, days, medications, alerts, watch, thresholds, from, readAt: new Date(), problem: null } });
    }
  } catch (problem) {
    if (desk.opened?.id === id) change({ opened: { ...desk.opened, problem } });
  }
}

/** Whether the list knows something newer than what lies open. */
export function hasMoved() {
  const opened = desk.opened;
  if (!opened?.patient) return false;
  const listed = desk.patients.find((patient) => patient.id === opened.id);
  const isNewer = listed && (listed.version !== opened.patient.version || listed.last_entry_day !== opened.patient.last_entry_day);
  const cards = desk.cards.filter((card) => card.patient.id === opened.id);
  const known = unresolved(opened);
  const hasOther = cards.length !== known.length
    || cards.some((card) => known.find((alert) => alert.id === card.id)?.version !== card.version);
  return Boolean(isNewer) || hasOther;
}

/** @param {Opened} opened */
export function unresolved(opened) {
  const order = desk.cards.map((card) => card.id);
  const alerts = opened.alerts.filter((alert) => alert.status !== "resolved");
  return alerts.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
}

/** The alert that the buttons speak about: the chosen one, else the worst of the patient that lies open. */
export function openAlert() {
  if (!desk.opened) return null;
  const alerts = unresolved(desk.opened);
  return alerts.find((alert) => alert.id === desk.selection.alert) ?? alerts[0] ?? null;
}
