/** Days, times and numbers as people write them. A day is a local date as text: "2026-11-23". */

/** The reader's own kind of the page's language, so that en-GB reads 19:02 and en-US 7:02 PM. */
function locale() {
  const language = document.documentElement.lang || "en";
  return navigator.languages.find((tag) => tag.split("-")[0] === language) ?? (language === "en" ? "en-GB" : language);
}

/** @param {Date} moment */
function asDay(moment) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** The day it is where this device is. */
export const today = () => asDay(new Date());

/** @param {string} day Noon in UTC, so that no change of clocks moves the date. */
const noon = (day) => new Date(`${day}T12:00:00Z`);

/** @param {string} day @param {number} count */
export function addDays(day, count) {
  const moment = noon(day);
  moment.setUTCDate(moment.getUTCDate() + count);
  return moment.toISOString().slice(0, 10);
}

/** How many days lie between two days; 1 from a day to the next. @param {string} from @param {string} to */
export const daysBetween = (from, to) => Math.round((noon(to).getTime() - noon(from).getTime()) / 86_400_000);

/** Every day from one to another, both included. @param {string} from @param {string} to */
export const daysFrom = (from, to) => Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => addDays(from, i));

/** @param {string} text */
export const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(noon(text).getTime());

/** @param {Intl.DateTimeFormatOptions} options */
const dayFormat = (options) => (/** @type {string} */ day) =>
  new Intl.DateTimeFormat(locale(), { timeZone: "UTC", ...options }).format(noon(day));

export const weekday = dayFormat({ weekday: "long" });
export const weekdayShort = dayFormat({ weekday: "short" });
export const dayNumber = dayFormat({ day: "numeric" });
export const shortDay = dayFormat({ day: "numeric", month: "short" });
export const weekdayAndDay = dayFormat({ weekday: "short", day: "numeric", month: "short" });
export const dayAndMonth = dayFormat({ day: "numeric", month: "long" });
export const fullDay = dayFormat({ weekday: "long", day: "numeric", month: "long" });
export const dateOfBirth = dayFormat({ day: "numeric", month: "long", year: "numeric" });

/** The time of an instant, here or in a named zone. @param {string} instant @param {string} [zone] */
export function time(instant, zone) {
  return new Intl.DateTimeFormat(locale(), { hour: "numeric", minute: "2-digit", timeZone: zone }).format(new Date(instant));
}

/** The local day of an instant. @param {string} instant */
export const dayOf = (instant) => asDay(new Date(instant));

/** A time when it is of today, else the day and the time. @param {string} instant @param {string} [zone] */
export function when(instant, zone) {
  if (dayOf(instant) === today()) return time(instant, zone);
  return new Intl.DateTimeFormat(locale(),
    { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit", timeZone: zone }).format(new Date(instant));
}

/** @param {number} value */
export const number = (value) => new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(value);

/** Things in one sentence: "a, b and c". @param {string[]} words */
export const list = (words) => new Intl.ListFormat(locale(), { type: "conjunction" }).format(words);

/** A label inside a sentence; German keeps its capitals. @param {string} label */
export const inSentence = (label) => (document.documentElement.lang.startsWith("de") ? label : label.charAt(0).toLowerCase() + label.slice(1));

/** Now as an instant with this device's offset: "2026-11-23T19:02:11+01:00". */
export function nowWithOffset() {
  const moment = new Date();
  const minutes = -moment.getTimezoneOffset();
  const local = new Date(moment.getTime() + minutes * 60_000).toISOString().slice(0, 19);
  const two = (/** @type {number} */ n) => String(Math.floor(n)).padStart(2, "0");
  return `${local}${minutes < 0 ? "-" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

export const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** A whole number of minutes, hours or days since an instant. @param {string} instant @returns {{count: number, unit: "minute" | "hour" | "day"}} */
export function since(instant) {
  const minutes = Math.max(0, Math.floor((Date.now() - new Date(instant).getTime()) / 60_000));
  if (minutes < 60) return { count: minutes, unit: "minute" };
  if (minutes < 48 * 60) return { count: Math.floor(minutes / 60), unit: "hour" };
  return { count: Math.floor(minutes / 1440), unit: "day" };
}
