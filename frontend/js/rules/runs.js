/**
 * Runs of qualifying days, and how near a run is to what a rule needs. Days are whole days since 1970.
 * @typedef {import("./types.js").Run} Run @typedef {Map<number, boolean>} Days what is known of each day, in order
 */

/** An unknown day between two does not end a run at once. @param {Days} known @param {Run} run */
export function runsOf(known, { bridged_days }) {
  /** @type {number[][]} */
  const runs = [];
  /** @type {number[]} */
  let days = [];
  for (const [at, qualifies] of known) {
    if (qualifies && days.length > 0 && at - days[days.length - 1] - 1 <= bridged_days) {
      days.push(at);
      continue;
    }
    days = qualifies ? [at] : [];
    if (qualifies) runs.push(days);
  }
  return runs;
}

/** How many days the longest run has that could still grow. @param {number[][]} runs @param {Days} known @param {Run} run @param {number} today */
export const alive = (runs, known, run, today) =>
  Math.max(0, ...runs.filter((days) => canGrow(days, known, run, today)).map((days) => days.length));

/** Whether a rule would be met if every unknown day up to today qualified, and which days those are.
 * @param {Days} known @param {Run} run @param {number} today @returns {{isReachable: boolean, unknown: number[]}} */
export function withinReach(known, run, today) {
  const { days_in_a_row: need, bridged_days } = run;
  const window = [];
  for (let at = today; at > today - daysOfReach(run) && known.get(at) !== false; at -= 1) window.push(at);
  let [reached, last] = [window.length, today];
  for (const [at, qualifies] of known) {
    if (window.length > 0 && qualifies && at > last && at - last <= bridged_days + 1) [reached, last] = [reached + 1, at];
    else if (at > last) break;
  }
  return { isReachable: reached >= need, unknown: window.filter((at) => !known.has(at)).reverse() };
}

/** How many days up to today a run that ends today can span, its bridged days among them. @param {Run} run */
export const daysOfReach = ({ days_in_a_row: need, bridged_days }) => need + (need - 1) * bridged_days;

/** The days of a run that would be long enough with this day, if every unknown one up to today qualified; or none.
 * @param {Days} known @param {Run} run @param {number} at @param {number} today @returns {number[]} */
export function runThatMightHold(known, { days_in_a_row: need }, at, today) {
  if (known.get(at) === false) return [];
  let [first, last] = [at, at];
  while (last - first + 1 < need && known.get(first - 1) !== false) first -= 1;
  while (last - first + 1 < need && (known.get(last + 1) ?? last < today)) last += 1;
  return last - first + 1 < need ? [] : Array.from({ length: need }, (_, i) => first + i);
}

/** @param {number[]} days @param {Days} known @param {Run} run @param {number} today */
function canGrow(days, known, { bridged_days }, today) {
  const last = days[days.length - 1];
  const next = Math.max(last + 1, today);
  if (next - last - 1 > bridged_days) return false;
  for (let at = last + 1; at <= next; at += 1) if (known.has(at)) return false;
  return true;
}
