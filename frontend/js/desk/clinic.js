/** The clinic's day: silence and day numbers count in its zone, wherever the nurse sits. */
import { today } from "../format.js";
import { desk } from "./state.js";

/** @returns {string} YYYY-MM-DD */
export function todayAtClinic() {
  const zone = desk.me?.clinic?.time_zone;
  if (!zone) return today();
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(new Date());
}
