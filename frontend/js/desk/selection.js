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

/** A place that is about no patient: what reads the diaries here. @param {...string} way such as a pack's id */
export const guidanceAddress = (...way) => `#${["guidance", ...way].join("/")}`;

function readAddress() {
  const [first, ...way] = location.hash.slice(1).split("/");
  const isGuidance = first === "guidance";
  change({ selection: isGuidance
    ? { patient: null, alert: null, guidance: way }
    : { patient: first || null, alert: way[0] || null, guidance: null } });
}

/** Starts with what the address says, else with the first who needs someone. */
export function followAddress() {
  addEventListener("hashchange", readAddress);
  const first = desk.cards[0];
  const hasRoomForBoth = matchMedia("(min-width: 46em)").matches;
  if (!location.hash && first && hasRoomForBoth) history.replaceState(null, "", addressOf(first.patient.id, first.id));
  readAddress();
}
