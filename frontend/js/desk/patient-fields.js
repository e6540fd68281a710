/** The fields that say who a patient is, for enrolling and for correcting. */
import { el } from "../dom.js";
import { t } from "../texts/index.js";
import { fieldOf, orNull } from "./forms.js";
import { languageName } from "./head.js";

const LANGUAGES = ["en", "es", "de", "fr", "it", "pt", "pl", "ru", "ar", "zh", "vi", "ko"];
const NAMES = ["name", "birth_date", "record_number", "diagnosis", "language", "phone", "support", "expects_entry_every_days"];

export const labels = () => Object.fromEntries([...NAMES, "is_paused"].map((name) => [name, t(`nurse.patient.${name}`)]));

/** @param {any} [patient] */
export function patientFields(patient = {}) {
  const field = (/** @type {string} */ name, /** @type {Record<string, any>} */ more = {}) =>
    fieldOf({ name, label: t(`nurse.patient.${name}`), value: patient[name] ?? "", ...more });
  const tags = LANGUAGES.includes(patient.language ?? "en") ? LANGUAGES : [patient.language, ...LANGUAGES];
  const fields = [
    field("name", { attributes: { autocomplete: "off", required: true } }),
    field("birth_date", { type: "date" }),
    field("record_number", { hint: t("nurse.patient.record_hint"), attributes: { maxlength: 64, autocomplete: "off" } }),
    field("diagnosis"),
    field("language", { type: "select", value: patient.language ?? "en", options: tags.map((value) => ({ value, label: languageName(value) })) }),
    field("phone", { type: "tel", hint: t("nurse.patient.phone_hint"), attributes: { maxlength: 32, autocomplete: "off" } }),
    field("support", { hint: t("nurse.patient.support_hint") }),
    field("expects_entry_every_days", { type: "number", value: String(patient.expects_entry_every_days ?? 1), attributes: { min: 1, max: 30, inputmode: "numeric" } }),
  ];
  const by = Object.fromEntries(fields.map((one) => [one.name, one]));
  const body = [by.name.element, pair(by.birth_date, by.record_number), by.diagnosis.element, pair(by.language, by.phone), by.support.element,
    by.expects_entry_every_days.element];
  return { fields, body, read: () => read(by) };
}

/** @param {import("./forms.js").Field} left @param {import("./forms.js").Field} right */
const pair = (left, right) => el("div", { class: "pair" }, left.element, right.element);

/** @param {Record<string, import("./forms.js").Field>} by */
function read(by) {
  return {
    name: by.name.read(),
    birth_date: orNull(by.birth_date.read()),
    record_number: orNull(by.record_number.read()),
    diagnosis: by.diagnosis.read(),
    language: by.language.read(),
    phone: by.phone.read(),
    support: by.support.read(),
    expects_entry_every_days: Number(by.expects_entry_every_days.read() || NaN),
  };
}

/** Says what is missing before anything is sent. @param {import("./forms.js").Field[]} fields */
export function isComplete(fields) {
  const name = fields.find((field) => field.name === "name");
  const interval = fields.find((field) => field.name === "expects_entry_every_days");
  const days = Number(interval?.read());
  const isWhole = Number.isInteger(days) && days >= 1 && days <= 30;
  const phone = fields.find((field) => field.name === "phone");
  const isCallable = !phone?.read() || (/^[+\d][\d\s().\-/]*$/.test(phone.read()) && phone.read().replace(/\D/g, "").length >= 5);
  if (!isCallable) phone?.fail(t("nurse.patient.phone_wrong"));
  if (!name?.read()) name?.fail(t("nurse.patient.name_missing"));
  if (!isWhole) interval?.fail(t("nurse.patient.interval_wrong"));
  const wrong = !name?.read() ? name : !isCallable ? phone : isWhole ? null : interval;
  wrong?.control.focus();
  return !wrong;
}
