/** Correcting who a patient is. Somebody else's correction is never overwritten unseen. */
import { Problem } from "../api.js";
import { el } from "../dom.js";
import { t } from "../texts/index.js";
import { openDialog } from "./dialogs.js";
import { ask, etagOf } from "./door.js";
import { formOf } from "./forms.js";
import { isComplete, labels, patientFields } from "./patient-fields.js";
import { movedOn } from "./problems.js";
import { settle } from "./settle.js";

/** @param {any} patient */
export function correctDetails(patient) {
  let known = patient;
  const { fields, body, read } = patientFields(patient);
  const paused = el("input", { type: "checkbox", name: "is_paused", checked: patient.is_paused });
  openDialog({ title: t("nurse.details.title", { name: patient.name }) }, ({ close }) => [formOf({
    fields,
    body: [...body, el("label", { class: "check" }, paused, t("nurse.patient.is_paused"))],
    submit: t("word.save"),
    cancel: close,
    send: async () => {
      if (!isComplete(fields)) return;
      const typed = Object.entries({ ...read(), is_paused: paused.checked });
      const changes = Object.fromEntries(typed.filter(([name, value]) => value !== patient[name]));
      try {
        await ask("PATCH", `/patients/${patient.id}`, { body: changes, etag: etagOf(known) });
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.status !== 412) throw problem;
        const { body: now } = await ask("GET", `/patients/${patient.id}`);
        const moved = movedOn(known, now, labels());
        known = now;
        throw moved;
      }
      await settle(close, t("nurse.saved"));
    },
  })]);
}
