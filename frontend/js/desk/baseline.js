/** What is usual for a patient: rules count over it, so that it can be seen and set right. */
import { el } from "../dom.js";
import { number as written } from "../format.js";
import { t } from "../texts/index.js";
import { correcting } from "./correcting.js";
import { openDialog } from "./dialogs.js";
import { fieldOf, formOf, numberIn } from "./forms.js";
import { settle } from "./settle.js";

const NAMES = ["usual_stools", "usual_weight", "usual_weight_unit", "has_ostomy"];
const labels = () => Object.fromEntries(NAMES.map((name) => [name, t(`guidance.baseline.${name}`)]));

/** @param {any} patient */
export function baselinePart(patient) {
  const weight = patient.usual_weight === null ? null : `${written(patient.usual_weight)} ${patient.usual_weight_unit}`;
  const rows = [
    ["usual_stools", patient.usual_stools === null ? null : written(patient.usual_stools)],
    ["usual_weight", weight],
    ["has_ostomy", patient.has_ostomy === null ? null : t(patient.has_ostomy ? "guidance.baseline.yes" : "guidance.baseline.no")],
  ];
  return el("section", { class: "card part baseline" },
    el("div", { class: "part-head" }, el("h3", {}, t("guidance.baseline.title")),
      el("button", { type: "button", class: "button soft small", "data-focus": "baseline", onclick: () => changeBaseline(patient) }, t("guidance.baseline.change"))),
    el("dl", { class: "readings" }, rows.map(([name, value]) => el("div", {},
      el("dt", {}, t(`guidance.baseline.${name}`)), el("dd", {}, value ?? t("guidance.baseline.unknown"))))));
}

/** @param {any} patient */
function fieldsOf(patient) {
  const stools = fieldOf({ name: "usual_stools", label: labels().usual_stools, value: asTyped(patient.usual_stools), attributes: { inputmode: "decimal" } });
  const weight = fieldOf({ name: "usual_weight", label: labels().usual_weight, value: asTyped(patient.usual_weight), attributes: { inputmode: "decimal" } });
  const unit = fieldOf({ name: "usual_weight_unit", label: labels().usual_weight_unit, type: "select", value: patient.usual_weight_unit ?? "kg",
    options: ["kg", "lb"].map((value) => ({ value, label: value })) });
  const ostomy = fieldOf({ name: "has_ostomy", label: labels().has_ostomy, type: "select", value: asTyped(patient.has_ostomy),
    options: [{ value: "", label: t("guidance.baseline.unknown") }, { value: "true", label: t("guidance.baseline.yes") }, { value: "false", label: t("guidance.baseline.no") }] });
  return { stools, weight, unit, ostomy };
}

/** @param {unknown} value */
const asTyped = (value) => (value === null ? "" : String(value));

/** @param {ReturnType<typeof fieldsOf>} fields @returns {Record<string, unknown>} */
function read({ stools, weight, unit, ostomy }) {
  const kilos = numberIn(weight);
  return {
    usual_stools: numberIn(stools),
    usual_weight: kilos,
    usual_weight_unit: kilos === null ? null : unit.read(),
    has_ostomy: ostomy.read() === "" ? null : ostomy.read() === "true",
  };
}

/** @param {any} patient */
function changeBaseline(patient) {
  const send = correcting(patient, labels());
  const fields = fieldsOf(patient);
  openDialog({ title: t("guidance.baseline.dialog", { name: patient.name }) }, ({ close }) => [formOf({
    fields: Object.values(fields),
    body: [el("p", { class: "soft-text" }, t("guidance.baseline.hint")), fields.stools.element,
      el("div", { class: "pair" }, fields.weight.element, fields.unit.element), fields.ostomy.element],
    submit: t("word.save"),
    cancel: close,
    send: async () => {
      await send(read(fields));
      await settle(close, t("guidance.baseline.done"));
    },
  })]);
}
