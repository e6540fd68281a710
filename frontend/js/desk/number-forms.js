/** Setting and ending a number of a rule, for the clinic or for one patient. What makes a rule milder needs a reason. */
import { el } from "../dom.js";
import { t } from "../texts/index.js";
import { amount, isMilder, missesAWhole, numberName, ruleAndNumber } from "./amounts.js";
import { openDialog } from "./dialogs.js";
import { ask } from "./door.js";
import { fieldOf, formOf, numberIn } from "./forms.js";
import { settleRules } from "./rulebook.js";
import { settle } from "./settle.js";

/**
 * @typedef {{pack: any, rule: any, number: any, own?: any}} Choice `own` is what was set in this place and counts
 * @typedef {{id: string, name: string}} Whose
 */

/** Where its numbers are kept. @param {Whose|undefined} patient */
const pathOf = (patient) => (patient ? `/patients/${patient.id}/thresholds` : "/clinic/thresholds");

/** @param {Whose|undefined} patient @param {() => void} close @param {string} sentence */
const settled = (patient, close, sentence) => (patient ? settle(close, sentence) : settleRules(close, sentence));

/** @param {Choice[]} choices @param {Whose} [patient] */
export function setNumber(choices, patient) {
  const which = whichOf(choices);
  const value = fieldOf({ name: "value", label: t("guidance.number.new"), attributes: { inputmode: "decimal", maxlength: 10, autocomplete: "off" } });
  const reason = fieldOf({ name: "reason", label: t("guidance.reason"), type: "textarea", hint: t("guidance.number.reason_hint") });
  const about = el("div", { class: "stack tight" });
  const milder = el("p", { class: "notice warns", role: "status", hidden: true }, t("guidance.number.milder"));
  const show = () => {
    const { rule, number } = which.read();
    about.replaceChildren(el("p", {}, rule.sentence), el("p", { class: "soft-text" }, boundsWords(which.read(), patient)));
    milder.hidden = !isWeaker(which.read(), Number(value.read().replace(",", ".") || NaN));
    const label = value.element.querySelector("label");
    if (label) label.textContent = `${numberName(number)} (${unitName(number)})`;
  };
  which.element?.addEventListener("change", show);
  value.control.addEventListener("input", show);
  show();
  const title = patient ? t("guidance.number.title_patient", { name: patient.name }) : t("guidance.number.title", { rule: choices[0].rule.title });
  openDialog({ title }, ({ close }) => [formOf({
    fields: [value, reason],
    body: [...(which.element ? [which.element] : []), about, value.element, milder, reason.element],
    submit: t("guidance.number.submit"),
    cancel: close,
    send: async () => {
      const wanted = numberIn(value);
      if (wanted === null) return refuse(value, t("guidance.number.missing"));
      const { lowest, highest, unit } = which.read().number;
      if (missesAWhole(wanted, unit)) return refuse(value, t("guidance.number.whole", { lowest: amount(lowest, unit), highest: amount(highest, unit) }));
      if (isWeaker(which.read(), wanted) && reason.read() === "") return refuse(reason, t("guidance.number.why"));
      const { pack, rule, number } = which.read();
      await ask("POST", pathOf(patient), { body: { pack: pack.pack, rule: rule.rule, name: number.name, value: wanted, reason: reason.read() } });
      await settled(patient, close, t(patient ? "guidance.number.done_patient" : "guidance.number.done"));
    },
  })]);
}

/** @param {import("./forms.js").Field} field @param {string} why */
export function refuse(field, why) {
  field.fail(why);
  field.control.focus();
}

/** Which number is meant, where there are several. @param {Choice[]} choices */
function whichOf(choices) {
  if (choices.length === 1) return { element: null, read: () => choices[0] };
  const field = fieldOf({ name: "which", label: t("guidance.number.which"), type: "select",
    options: choices.map(({ rule, number }, index) => ({ value: String(index), label: ruleAndNumber(rule.title, number) })), value: "0" });
  return { element: field.element, read: () => choices[Number(field.read())] };
}

/** @param {any} number */
function unitName({ unit }) {
  return amount(0, unit).replace(/^0\s*/, "");
}

/** @param {Choice} choice @param {Whose|undefined} patient */
function boundsWords({ number, own }, patient) {
  const words = (/** @type {number} */ value) => amount(value, number.unit);
  const use = own?.value ?? number.number;
  return [
    t("guidance.number.bounds", { lowest: words(number.lowest), highest: words(number.highest) }),
    t("guidance.number.pack_own", { value: words(number.pack_number) }),
    patient && number.number !== number.pack_number ? t("guidance.number.clinic_own", { value: words(number.number) }) : "",
    t("guidance.number.in_use", { value: words(use) }),
  ].filter(Boolean).join(" ");
}

/** Milder than the pack's own, the clinic's, or what is in use. @param {Choice} choice @param {number} value */
function isWeaker({ number, own }, value) {
  return [number.pack_number, number.number, own?.value ?? number.number].some((other) => isMilder(number, value, other));
}

/** @param {Choice} choice @param {Whose} [patient] */
export function endNumber({ rule, number, own }, patient) {
  const after = patient ? number.number : number.pack_number;
  const eases = rule.in_force && isMilder(number, after, own.value);
  const reason = fieldOf({ name: "reason", label: t("guidance.reason"), type: "textarea" });
  openDialog({ title: t("guidance.number.end_title", { rule: rule.title }) }, ({ close }) => [formOf({
    fields: [reason],
    body: [
      el("p", {}, t("guidance.number.after", { now: amount(own.value, number.unit), after: amount(after, number.unit) })),
      ...(eases ? [el("p", { class: "notice warns" }, t("guidance.number.milder"))] : []),
      reason.element,
    ],
    submit: t("guidance.number.end_submit"),
    cancel: close,
    send: async () => {
      if (eases && reason.read() === "") return refuse(reason, t("guidance.number.why"));
      await ask("POST", `${pathOf(patient)}/${own.id}/end`, { body: { reason: reason.read() } });
      await settled(patient, close, t("guidance.number.ended_done"));
    },
  })]);
}
