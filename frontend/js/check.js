import { DAYS_KEPT, receivedDay } from "./days.js";
import { addDays, daysFrom, today } from "./format.js";
import { isNews } from "./news.js";
import { unsentOf } from "./outbox.js";
import { evaluate } from "./rules.js";
import { RANK, state, unresolved } from "./state.js";

/** The rules, read on this phone before any network. */

/** Levels that the form, too, says at once. */
const GRAVE = ["emergency", "crisis"];

/** What stands on a day: what the server has, but for what this phone has written over it. @param {string} day */
function readingsOn(day) {
  const bodies = unsentOf(day).map((entry) => entry.body);
  const replaced = new Set(bodies.flatMap((body) => body.builds_on ?? []));
  const heads = [...receivedDay(day).heads, ...bodies].filter((head) => !replaced.has(head.id) && !head.void_reason);
  return heads.map((head) => head.readings ?? {});
}

/** Her last days as this phone knows them. @returns {import("./rules/types.js").Diary} */
function diaryHere() {
  const days = daysFrom(addDays(today(), -DAYS_KEPT), today()).map((day) => [day, readingsOn(day)]);
  const { taking, baseline } = state.rulebook;
  return { days: Object.fromEntries(days.filter(([, heads]) => heads.length > 0)), taking, baseline };
}

/** What is to be called about on a day. @param {import("./rules/types.js").Diary} diary @param {string} day */
const callsOn = (diary, day) => evaluate(diary, state.rulebook.rules, today()).findings
  .filter(({ level, evidence }) => level !== "watch" && evidence.some((one) => one.day === day));

/**
 * What the rules say of a day that waits on this phone, as far as no open alert says it already; worst first.
 * @param {string} day @returns {import("./rules/types.js").Finding[]}
 */
export function checkedHere(day) {
  if (unsentOf(day).length === 0) return [];
  return callsOn(diaryHere(), day).filter((finding) => isNews(finding, unresolved()))
    .sort((a, b) => RANK.indexOf(b.level) - RANK.indexOf(a.level));
}

/** Whether the rules would have her call about a day with these readings, which are not saved yet. @param {string} day @param {import("./types.js").Readings} readings */
export function isToCallAbout(day, readings) {
  const diary = diaryHere();
  return callsOn({ ...diary, days: { ...diary.days, [day]: [readings] } }, day).length > 0;
}

/** What the verdicts of a day already say to call about at once, so that the form need not say it again. @param {string} day @returns {Set<string>} symptoms */
export function toldAbove(day) {
  const alerts = unresolved().filter(({ level }) => GRAVE.includes(level)).flatMap(({ evidence }) => evidence);
  const here = checkedHere(day).filter(({ level }) => GRAVE.includes(level)).flatMap(({ evidence }) => evidence);
  return new Set([...alerts.filter((one) => one.day === day).map(({ reading }) => reading.split(".")[0]),
    ...here.filter((one) => one.day === day).map(({ symptom }) => symptom)]);
}
