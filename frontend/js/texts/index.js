import { en } from "./en.js";

/** @typedef {string | {one: string, other: string}} Wording `one` and `other` are chosen by `count`. */

/** @type {Record<string, Wording>} */
const wordings = { ...en };

/** Adds the wording of a page or a screen. @param {Record<string, Wording>} more */
export function learn(more) { Object.assign(wordings, more); }

const HOLE = /\{(\w+)\}/g;

/**
 * The wording of a key, with its holes filled: t("today.received", { time: "19:02" }).
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @throws {RangeError} for a key without wording
 */
export function t(key, values = {}) {
  const wording = wordings[key];
  if (wording === undefined) throw new RangeError(`No wording for ${key}`);
  const chosen = typeof wording === "string" ? wording : wording[plural(Number(values.count))];
  return chosen.replace(HOLE, (_, name) => String(values[name] ?? `{${name}}`));
}

/** @param {number} count @returns {"one" | "other"} */
const plural = (count) => (new Intl.PluralRules(document.documentElement.lang || "en").select(count) === "one" ? "one" : "other");
