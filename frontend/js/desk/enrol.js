/** A new patient: who she is, then at once the code for her phone. */
import { t } from "../texts/index.js";
import { giveCode } from "./code.js";
import { openDialog } from "./dialogs.js";
import { ask } from "./door.js";
import { formOf } from "./forms.js";
import { isComplete, patientFields } from "./patient-fields.js";
import { readList } from "./refresh.js";
import { say } from "./said.js";
import { choose } from "./selection.js";

export function askForNewPatient() {
  const { fields, body, read } = patientFields();
  openDialog({ title: t("nurse.new_patient") }, ({ close }) => [formOf({
    fields,
    body,
    submit: t("nurse.enrol.submit"),
    cancel: close,
    send: async () => {
      if (!isComplete(fields)) return;
      const { body: patient } = await ask("POST", "/patients", { body: read() });
      await readList();
      close();
      say(t("nurse.enrol.done", { name: patient.name }));
      choose(patient.id);
      await giveCode(patient);
    },
  })]);
}
