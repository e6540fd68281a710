import { el, uniqueId } from "../dom.js";
import { t } from "../texts/index.js";
import { icon } from "./icons.js";

/**
 * @typedef {object} Question
 * @property {string} label
 * @property {string} [hint]
 * @property {number | null} value
 * @property {(value: number | null) => void} onanswer
 */

/** Takes an answer back: unanswered is a state of its own. @param {string} label @param {() => void} clear */
export function undoButton(label, clear) {
  return el("button", { type: "button", class: "undo", onclick: clear, "aria-label": t("question.clear", { label }) }, icon("undo"));
}

/**
 * Words as large circles, one to choose; choosing the same again takes it back.
 * @param {Question & {words: string[], kind?: string}} question
 */
export function scale({ label, hint, words, value, onanswer, kind = "five" }) {
  const name = uniqueId("scale");
  /** @type {number | null} */
  let current = value;
  const inputs = words.map((_, i) => el("input", { type: "radio", name, value: String(i), checked: value === i, onclick: () => choose(current === i ? null : i) }));
  const undo = undoButton(label, () => { choose(null); inputs[0].focus(); });
  /** @param {number | null} chosen */
  function choose(chosen) {
    if (chosen === current) return;
    current = chosen;
    inputs.forEach((input, i) => { input.checked = i === chosen; });
    undo.hidden = chosen === null;
    onanswer(chosen);
  }
  undo.hidden = value === null;
  const hintId = hint ? uniqueId("hint") : null;
  return el("fieldset", { class: "question", "aria-describedby": hintId },
    el("legend", {}, label), hint ? el("p", { class: "hint", id: hintId }, hint) : null,
    el("div", { class: kind }, words.map((word, i) =>
      el("label", {}, inputs[i], el("i", { class: `bead g${i}`, "aria-hidden": "true" }), el("span", {}, word)))),
    undo);
}
