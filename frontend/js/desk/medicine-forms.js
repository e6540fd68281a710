/** Adding, correcting and stopping a medicine. Nothing is deleted: what was wrong is marked so. */
import { Problem } from "../api.js";
import { el, uniqueId } from "../dom.js";
import { today } from "../format.js";
import { isPartOf, namedIn } from "../medicine-names.js";
import { t } from "../texts/index.js";
import { openDialog } from "./dialogs.js";
import { ask, etagOf } from "./door.js";
import { fieldOf, formOf, orNull } from "./forms.js";
import { readOpened } from "./opened.js";
import { movedOn } from "./problems.js";
import { settle } from "./settle.js";
import { desk } from "./state.js";

const LINES = ["dose", "form", "schedule", "test_result"];

/** @param {any} [medicine] */
function fieldsOf(medicine = {}) {
  const lines = LINES.map((name) => fieldOf({ name, label: t(`nurse.medicine.${name}`), value: medicine[name],
    hint: name === "dose" ? t("nurse.medicine.dose_hint") : undefined }));
  const started = fieldOf({ name: "started_on", label: t("nurse.medicine.started_on"), type: "date", value: medicine.started_on ?? "" });
  const notes = fieldOf({ name: "notes", label: t("nurse.medicine.notes"), type: "textarea", value: medicine.notes });
  const read = () => ({
    ...Object.fromEntries(lines.map((field) => [field.name, field.read()])),
    started_on: orNull(started.read()),
    notes: notes.read(),
  });
  const [dose, form, schedule, result] = lines.map((field) => field.element);
  const pair = (/** @type {HTMLElement[]} */ ...two) => el("div", { class: "pair" }, two);
  return { fields: [...lines, started, notes], body: [pair(dose, form), pair(schedule, started.element), result, notes.element], read };
}

/** @param {string} typed a name or a brand */
function inCatalogue(typed) {
  const wanted = typed.toLowerCase();
  return (desk.guidance?.medicines ?? []).find((/** @type {any} */ medicine) =>
    [medicine.name, ...medicine.brands].some((name) => name.toLowerCase() === wanted)) ?? null;
}

/** What is known of the medicine in a name, or that no rule will watch it. @param {string} typed */
function knownOf(typed) {
  /** @type {any[]} */
  const catalogue = desk.guidance?.medicines ?? [];
  const medicine = namedIn(typed, catalogue);
  if (!medicine) return !desk.guidance || catalogue.some((one) => isPartOf(typed, one)) ? "" : t("medicine.unwatched");
  return [medicine.name, medicine.class.name, medicine.how_taken, medicine.withdrawn].filter(Boolean).join(" · ");
}

/** @param {any} patient */
export function addMedicine(patient) {
  const options = uniqueId("medicines");
  const name = fieldOf({ name: "name", label: t("nurse.medicine.name"), hint: t("nurse.medicine.name_hint"), attributes: { list: options, autocomplete: "off" } });
  const known = el("p", { class: "notice", role: "status", hidden: true });
  name.control.addEventListener("input", () => {
    known.textContent = knownOf(name.read());
    known.hidden = known.textContent === "";
  });
  const { fields, body, read } = fieldsOf();
  openDialog({ title: t("nurse.medicines.add_title", { name: patient.name }) }, ({ close }) => [
    el("datalist", { id: options }, (desk.guidance?.medicines ?? []).map((/** @type {any} */ one) => el("option", { value: one.name }, one.brands.join(", ")))),
    formOf({
      fields: [name, ...fields],
      body: [name.element, known, ...body],
      submit: t("nurse.medicines.add_submit"),
      cancel: close,
      send: async () => {
        if (name.read() === "") { name.fail(t("nurse.medicine.name_missing")); name.control.focus(); return; }
        const medicine = inCatalogue(name.read());
        const what = medicine ? { catalogue_id: medicine.id } : { name: name.read() };
        await ask("POST", `/patients/${patient.id}/medications`, { body: { ...what, ...read() } });
        await settle(close, t("nurse.medicines.added"));
      },
    })]);
}

/** @param {any} patient @param {any} medicine as the form knew it @param {Record<string, unknown>} changes */
async function patch(patient, medicine, changes) {
  try {
    await ask("PATCH", `/patients/${patient.id}/medications/${medicine.id}`, { body: changes, etag: etagOf(medicine) });
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 412) throw problem;
    await readOpened();
    const now = desk.opened?.medications.find((one) => one.id === medicine.id);
    if (!now) throw problem;
    const moved = movedOn(medicine, now, labelsOf());
    medicine.version = now.version;
    throw moved;
  }
}

function labelsOf() {
  const names = [...LINES, "started_on", "stopped_on", "stop_reason", "notes"];
  return Object.fromEntries(names.map((name) => [name, t(`nurse.medicine.${name}`)]));
}

/** @param {any} patient @param {any} medicine */
export function correctMedicine(patient, medicine) {
  const { fields, body, read } = fieldsOf(medicine);
  openDialog({ title: t("nurse.medicines.correct_title", { medicine: medicine.name }) }, ({ close }) => [formOf({
    fields,
    body,
    submit: t("word.save"),
    cancel: close,
    send: async () => {
      const changes = Object.fromEntries(Object.entries(read()).filter(([name, value]) => value !== medicine[name]));
      await patch(patient, medicine, changes);
      await settle(close, t("nurse.saved"));
    },
  })]);
}

/** @param {any} patient @param {any} medicine */
export function stopMedicine(patient, medicine) {
  const day = fieldOf({ name: "stopped_on", label: t("nurse.medicine.stopped_on"), type: "date", value: today() });
  const reason = fieldOf({ name: "stop_reason", label: t("nurse.medicine.stop_reason") });
  openDialog({ title: t("nurse.medicines.stop_title", { medicine: medicine.name }) }, ({ close }) => [formOf({
    fields: [day, reason],
    submit: t("nurse.medicines.stop_submit"),
    cancel: close,
    send: async () => {
      if (day.read() === "") return day.fail(t("nurse.medicine.day_missing"));
      await patch(patient, medicine, { stopped_on: day.read(), stop_reason: reason.read() });
      await settle(close, t("nurse.medicines.stopped"));
    },
  })]);
}

/** @param {any} patient @param {any} medicine */
export function markMistake(patient, medicine) {
  openDialog({ title: t("nurse.medicines.mistake_title", { medicine: medicine.name }) }, ({ close }) => [formOf({
    fields: [],
    body: [el("p", {}, t("nurse.medicines.mistake_explained"))],
    submit: t("nurse.medicines.mistake_submit"),
    cancel: close,
    send: async () => {
      await patch(patient, medicine, { is_mistake: true });
      await settle(close, t("nurse.saved"));
    },
  })]);
}
