/** One card an alert; one line a patient. */
import { el } from "../dom.js";
import { fullDay, inSentence, shortDay, since, today, weekday } from "../format.js";
import { icon, levelIcon } from "../parts/icons.js";
import { t } from "../texts/index.js";
import { todayAtClinic } from "./clinic.js";
import { daysBetween, daysSilent } from "./listing.js";
import { questionLabel, valueWords } from "./readings.js";
import { addressOf } from "./selection.js";
import { desk } from "./state.js";

/** @param {string} instant */
export function waitingWords(instant) {
  const { count, unit } = since(instant);
  return count === 0 && unit === "minute" ? t("nurse.card.just_now") : t("nurse.card.waiting", { for: t(`since.${unit}`, { count }) });
}

/** @param {{name: string, day_number: number|null}[]} medicines */
export function medicineWords(medicines) {
  if (medicines.length === 0) return t("nurse.card.no_medicine");
  return medicines.map(({ name, day_number: day }) => (day === null ? name : t("nurse.card.medicine_day", { name, day }))).join(" · ");
}

/** @param {string} day */
export function sinceWords(day) {
  const ago = daysBetween(day, today());
  if (ago === 0) return t("nurse.card.since_today");
  return t("nurse.card.since", { day: ago > 0 && ago < 7 ? weekday(day) : shortDay(day) });
}

/** @param {any} card */
function marksOf(card) {
  const patient = desk.patients.find((one) => one.id === card.patient.id);
  return [
    card.can_wait === false && t("nurse.card.cannot_wait"),
    card.can_wait === true && t("nurse.card.can_wait"),
    card.called_at && t("nurse.card.called"),
    patient?.is_silent && t("nurse.silent.for", { count: daysSilent(patient, todayAtClinic()) }),
  ].filter(Boolean);
}

/** @param {any} card */
export function cardOf(card) {
  const isTaken = card.status === "acknowledged";
  const marks = marksOf(card);
  return el("a", {
    class: `row-card band is-${card.level} ${isTaken ? "is-taken" : ""}`, href: addressOf(card.patient.id, card.id),
    "aria-current": card.id === desk.selection.alert ? "true" : null,
  },
    el("span", { class: "row-head" }, el("strong", { class: "row-name" }, card.patient.name),
      el("span", { class: `level is-${card.level}` }, levelIcon(card.level), t(`nurse.level.${card.level}`))),
    el("span", { class: "row-title" }, card.title),
    el("span", { class: "row-why" }, card.why),
    marks.length > 0 && el("span", { class: "marks" }, marks.map((mark) => el("span", { class: "mark" }, mark))),
    el("span", { class: "row-meta" }, `${sinceWords(card.first_day)} · ${medicineWords(card.medicines)}`),
    el("span", { class: "row-meta" }, isTaken
      ? el("span", { class: "taken" }, icon("tick"), t("nurse.card.taken", { name: card.acknowledged?.by ?? "" }))
      : el("strong", {}, waitingWords(card.attention_since))));
}

/** @param {any} patient */
export function silentOf(patient) {
  return el("a", { class: "row-card band is-watch", href: addressOf(patient.id), "aria-current": isCurrent(patient) },
    el("span", { class: "row-head" }, el("strong", { class: "row-name" }, patient.name),
      el("span", { class: "level is-watch" }, icon("waiting"), t("nurse.level.silent"))),
    el("span", { class: "row-title" }, t("nurse.silent.for", { count: daysSilent(patient, todayAtClinic()) })),
    el("span", { class: "row-meta" }, lastWords(patient)));
}

/** When she last wrote, and how bad that day was. @param {any} patient */
function lastWords(patient) {
  if (patient.last_entry_day === null) return t("nurse.silent.never");
  const day = fullDay(patient.last_entry_day);
  const { level, symptom, severity } = patient.last_entry ?? {};
  const said = severity == null ? t("nurse.silent.last", { day })
    : t("nurse.silent.last_worst", { day, worst: severity === 0 ? t("nurse.silent.none") : worstWords(symptom, severity) });
  return level ? t("nurse.silent.last_level", { said, level: inSentence(t(`nurse.level.${level}`)) }) : said;
}

/** @param {string} symptom @param {number} severity */
function worstWords(symptom, severity) {
  const words = { severity: inSentence(valueWords("severity", severity)), symptom: inSentence(questionLabel(`${symptom}.severity`)) };
  return t("nurse.silent.worst", words);
}

/** @param {any} patient */
export function lineOf(patient) {
  const told = [patient.record_number, patient.is_paused && t("nurse.paused")].filter(Boolean).join(" · ");
  return el("a", { class: "row-line", href: addressOf(patient.id), "aria-current": isCurrent(patient) },
    el("span", { class: "row-name" }, patient.name), el("span", { class: "row-meta" }, told));
}

/** @param {any} patient */
function isCurrent(patient) {
  return patient.id === desk.selection.patient && desk.selection.alert === null ? "true" : null;
}
