/** What went wrong, as a sentence that says what to do. */
import { Problem } from "../api.js";
import { time } from "../format.js";
import { t } from "../texts/index.js";

/** A refusal that we can explain better than the server can. */
export class Explained extends Error {}

/** @param {unknown} problem an error that a request threw @param {{isReading?: boolean}} [what] reading cannot lose anything */
export function inWords(problem, { isReading = false } = {}) {
  if (problem instanceof Explained) return problem.message;
  const isAway = !(problem instanceof Problem) || problem.status >= 500;
  if (isReading && isAway) return t("nurse.problem.unread");
  if (!(problem instanceof Problem)) return t("nurse.problem.offline");
  if (problem.status === 429) return slowedDown(problem.retryAfter ?? 60);
  if (problem.status === 412) return t("nurse.problem.moved");
  if (problem.status >= 500) return t("nurse.problem.server");
  return problem.detail || problem.title || t("problem.unknown");
}

/** @param {number} seconds */
function slowedDown(seconds) {
  const at = new Date(Date.now() + seconds * 1000);
  if (seconds < 60) return t("nurse.problem.slow_seconds", { count: seconds });
  return t("nurse.problem.slow", { time: time(at.toISOString()), count: Math.ceil(seconds / 60) });
}

/**
 * Names what somebody else changed while a form lay open.
 * @param {Record<string, any>} before
 * @param {Record<string, any>} now
 * @param {Record<string, string>} labels of the fields to compare
 */
export function movedOn(before, now, labels) {
  const changed = Object.keys(labels).filter((name) => before[name] !== now[name])
    .map((name) => t("nurse.problem.changed", { label: labels[name], value: String(now[name] ?? "") || t("nurse.problem.empty") }));
  return new Explained(`${t("nurse.problem.moved_while")} ${changed.join(" ")} ${t("nurse.problem.save_again")}`);
}
