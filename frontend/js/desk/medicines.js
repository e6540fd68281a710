/** The patient's medicines, as the care team prescribed them. */
import { el } from "../dom.js";
import { daysBetween, shortDay, today } from "../format.js";
import { noticeOf } from "../parts/medicine.js";
import { t } from "../texts/index.js";
import { addMedicine, correctMedicine, markMistake, stopMedicine } from "./medicine-forms.js";

/** @param {import("./opened.js").Opened} opened */
export function medicinesPart(opened) {
  const valid = opened.medications.filter((medicine) => !medicine.is_mistake);
  const mistakes = opened.medications.filter((medicine) => medicine.is_mistake);
  const isOver = (/** @type {any} */ medicine) => medicine.stopped_on !== null && medicine.stopped_on <= today();
  const ordered = [...valid.filter((one) => !isOver(one)), ...valid.filter(isOver)];
  return el("section", { class: "card part" },
    el("div", { class: "part-head" }, el("h3", {}, t("nurse.medicines.title")),
      el("button", { type: "button", class: "button soft small", "data-focus": "add-medicine", onclick: () => addMedicine(opened.patient) }, t("nurse.medicines.add"))),
    valid.length === 0 ? el("p", { class: "soft-text" }, t("nurse.medicines.none")) : null,
    el("ul", { class: "plain-list" }, ordered.map((medicine) => lineOf(medicine, opened.patient))),
    mistakes.length > 0 && el("details", { "data-fold": "mistakes" }, el("summary", {}, t("nurse.medicines.mistakes", { count: mistakes.length })),
      el("ul", { class: "plain-list" }, mistakes.map((medicine) => el("li", {}, el("s", {}, medicine.name), " ", medicine.dose)))));
}

/** @param {any} medicine */
function spanWords(medicine) {
  const { started_on: started, stopped_on: stopped } = medicine;
  const words = started ? [t("nurse.medicines.since", { day: shortDay(started) })] : [t("nurse.medicines.no_start")];
  if (stopped) words.push(t("nurse.medicines.until", { day: shortDay(stopped), count: Math.max(0, daysBetween(stopped, today())) }));
  else if (started && started <= today()) words.push(t("nurse.medicines.day", { day: daysBetween(started, today()) + 1 }));
  if (medicine.stop_reason) words.push(medicine.stop_reason);
  return words.join(" · ");
}

/** @param {any} medicine @param {any} patient */
function lineOf(medicine, patient) {
  const prescribed = [medicine.dose, medicine.form, medicine.schedule].filter(Boolean).join(", ");
  /** @type {[string, string, () => void][]} */
  const choices = [["correct", t("nurse.medicines.correct"), () => correctMedicine(patient, medicine)]];
  if (!medicine.stopped_on) choices.push(["stop", t("nurse.medicines.stop"), () => stopMedicine(patient, medicine)]);
  choices.push(["mistake", t("nurse.medicines.mistake"), () => markMistake(patient, medicine)]);
  return el("li", { class: medicine.stopped_on ? "is-over" : "" },
    el("p", {}, el("strong", {}, medicine.name), prescribed ? ` ${prescribed}` : ""),
    el("p", { class: "soft-text" }, spanWords(medicine)),
    medicine.test_result && el("p", {}, t("nurse.medicines.test", { result: medicine.test_result })),
    medicine.notes && el("p", { class: "note" }, medicine.notes),
    noticeOf(medicine),
    el("div", { class: "row small-links" }, choices.map(([name, words, act]) =>
      el("button", { type: "button", class: "link", "data-focus": `${name}-${medicine.id}`, onclick: act }, words,
        el("span", { class: "visually-hidden" }, ` ${medicine.name}`)))));
}
