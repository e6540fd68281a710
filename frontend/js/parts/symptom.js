import { el, fill } from "../dom.js";
import { MODERATE, answer, firstQuestion } from "../entry.js";
import { t } from "../texts/index.js";
import { scale } from "./scale.js";
import { stepper } from "./stepper.js";

/** @typedef {import("../types.js").Symptom} Symptom @typedef {import("../entry.js").Draft} Draft */

/**
 * What is asked about one symptom; how much it gets in the way only from moderate up.
 * @param {Symptom} symptom
 * @param {Draft} draft
 * @param {import("../types.js").Scales} scales
 * @param {(change: (draft: Draft) => Draft) => void} change
 */
export function symptomQuestions(symptom, draft, scales, change) {
  const attribute = firstQuestion(symptom);
  const given = draft.answers[symptom.id] ?? {};
  const further = el("div", { class: "further" });
  /** @param {number | null} severity @param {number | null} interference */
  function askFurther(severity, interference) {
    const isAsked = attribute === "severity" && symptom.attributes.includes("interference") && severity !== null && severity >= MODERATE;
    if (isAsked && further.firstChild) return;
    fill(further, isAsked ? scale({
      label: t("question.interference"), hint: symptom.label, words: scales.interference, value: interference,
      onanswer: (value) => change((was) => answer(was, symptom.id, "interference", value)),
    }) : null);
  }
  /** @param {number | null} value */
  function onanswer(value) {
    change((was) => answer(was, symptom.id, attribute, attribute === "presence" && value !== null ? value === 1 : value));
    askFurther(value, null);
  }
  askFurther(given.severity ?? null, given.interference ?? null);
  const value = attribute === "presence" ? (given.presence == null ? null : Number(given.presence)) : given[attribute] ?? null;
  const question = { label: symptom.label, value, onanswer };
  const first = attribute === "count" ? stepper({ ...question, hint: symptom.question })
    : attribute === "presence" ? scale({ ...question, words: scales.presence, kind: "two" })
      : scale({ ...question, words: attribute === "frequency" ? scales.frequency : scales.severity });
  return el("div", { class: "symptom", "data-symptom": symptom.id }, first, further);
}
