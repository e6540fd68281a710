/** Correcting who a patient is. */
import { el } from "../dom.js";
import { t } from "../texts/index.js";
import { correcting } from "./correcting.js";
import { openDialog } from "./dialogs.js";
import { formOf } from "./forms.js";
import { isComplete, labels, patientFields } from "./patient-fields.js";
import { settle } from "./settle.js";

/** @param {any} patient */
export function correctDetails(patient) {
  const send = correcting(patient, labels());
  const { fields, body, read } = patientFields(patient);
  const paused = el("input", { type: "checkbox", name: "is_paused", checked: patient.is_paused });
  openDialog({ title: t("nurse.details.title", { name: patient.name }) }, ({ close }) => [formOf({
    fields,
    body: [...body, el("label", { class: "check" }, paused, t("nurse.patient.is_paused"))],
    submit: t("word.save"),
    cancel: close,
    send: async () => {
      if (!isComplete(fields)) return;
      await send({ ...read(), is_paused: paused.checked });
      await settle(close, t("nurse.saved"));
    },
  })]);
}
