/** Who is chosen stands in the address, as ids only, so that a reload and the back button keep it. */
import { change, desk } from "./state.js";

/** @param {string} patient @param {string|null} [alert] */
export function addressOf(patient, alert = null) {
  return alert ? `#${patient}/${alert}` : `#${patient}`;
}

/** @param {string} patient @param {string|null} [alert] */
export function choose(patient, alert = null) {
  location.hash = addressOf(patient, alert);
}

function readAddress() {
  const [patient, alert] = location.hash.slice(1).split("/");
  change({ selection: { patient: patient || null, alert: alert || null } });
}

/** Starts with what the address says, else with the first who needs someone. */
export function followAddress() {
  addEventListener("hashchange", readAddress);
  const first = desk.cards[0];
  const hasRoomForBoth = matchMedia("(min-width: 46em)").matches;
  if (!location.hash && first && hasRoomForBoth) history.replaceState(null, "", addressOf(first.patient.id, first.id));
  readAddress();
}
