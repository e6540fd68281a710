import { el } from "../dom.js";
import { bodyOfChoice } from "../entry.js";
import { inSentence, number, when } from "../format.js";
import { state } from "../state.js";
import { t } from "../texts/index.js";

/** @typedef {import("../types.js").Revision} Revision */

/** One answer in words: "Nausea: moderate". @param {string} id @param {any} given @returns {string[]} */
function words(id, given) {
  const { symptoms, measurements, scales } = state.guidance;
  const symptom = symptoms.find((one) => one.id === id);
  if (symptom) {
    if (given.count != null) return [`${symptom.label}: ${given.count}`];
    if (given.severity != null) return [`${symptom.label}: ${inSentence(scales.severity[given.severity])}`];
    if (given.presence != null) return [`${symptom.label}: ${inSentence(scales.presence[Number(given.presence)])}`];
    return given.frequency != null ? [`${symptom.label}: ${inSentence(scales.frequency[given.frequency])}`] : [];
  }
  const kind = measurements.find((one) => one.id === id);
  if (!kind || !Array.isArray(given)) return [];
  return given.map((one) => `${kind.label}: ${kind.fields.map((field) => number(one[field.id])).join("/")} ${one.unit}${one.at ? `, ${one.at}` : ""}`);
}

/** Everything that a day says, in the order of the questions. @param {import("../types.js").Readings} readings */
export function inWords(readings) {
  const order = [...state.guidance.symptoms, ...state.guidance.measurements].map(({ id }) => id);
  return order.filter((id) => readings[id] != null).flatMap((id) => words(id, readings[id]));
}

/** Versions of one day that were written side by side; nobody wins silently.
 * @param {Revision[]} heads @param {(body: object) => void} choose */
export function versions(heads, choose) {
  const ids = heads.map(({ id }) => id);
  return el("section", { class: "card versions", "aria-labelledby": "versions-title" },
    el("h2", { id: "versions-title" }, t("versions.title", { count: heads.length })), el("p", { class: "soft-text" }, t("versions.explain")),
    el("div", { class: "side-by-side" }, heads.map((head) => el("article", { class: "version" },
      el("h3", {}, t("versions.by", { name: head.author.name })), el("p", { class: "hint" }, when(head.received_at)),
      el("ul", {}, head.void_reason !== null ? el("li", {}, t("entry.void")) : inWords(head.readings).map((line) => el("li", {}, line)),
        Object.values(head.notes).filter(Boolean).map((note) => el("li", {}, el("q", {}, note)))),
      head.void_reason === null ? el("button", { type: "button", class: "button soft wide", onclick: () => choose(bodyOfChoice(head, ids)) }, t("versions.keep")) : null))),
    el("p", { class: "hint" }, t("versions.or_edit")));
}
