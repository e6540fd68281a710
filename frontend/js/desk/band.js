/** An alert in full: what, why, on what grounds, what the patient was told, and what has happened since. */
import { el } from "../dom.js";
import { dateOfBirth as longDate, fullDay, shortDay, when } from "../format.js";
import { icon, levelIcon } from "../parts/icons.js";
import { t } from "../texts/index.js";
import { sinceWords, waitingWords } from "./cards.js";
import { questionLabel, valueWords } from "./readings.js";
import { addressOf } from "./selection.js";

/** @param {any} alert @param {any} patient @param {{isChosen: boolean}} how */
export function bandOf(alert, patient, { isChosen }) {
  return el("section", { class: `alert-band band is-${alert.level}`, "aria-label": `${t(`nurse.level.${alert.level}`)}: ${alert.title}` },
    el("div", { class: "band-head" },
      el("p", { class: `level is-${alert.level}` }, levelIcon(alert.level), t(`nurse.level.${alert.level}`)),
      el("p", { class: "band-state", "data-alert": alert.id }, stateWords(alert))),
    el("h3", {}, alert.title),
    el("p", { class: "band-why" }, alert.why),
    marks(alert),
    isChosen ? grounds(alert, patient) : el("a", { href: addressOf(patient.id, alert.id) }, t("nurse.band.choose")));
}

/** How long it has waited, told anew without drawing anything else. @param {HTMLElement} place @param {any[]} alerts */
export function tellTime(place, alerts) {
  for (const alert of alerts) {
    const state = place.querySelector(`[data-alert="${alert.id}"]`);
    if (state) state.textContent = stateWords(alert);
  }
}

/** @param {any} alert */
function stateWords(alert) {
  const since = sinceWords(alert.first_day);
  if (alert.status === "acknowledged") {
    return `${since} · ${t("nurse.band.taken", { name: alert.acknowledged?.by ?? "", when: when(alert.acknowledged?.at) })}`;
  }
  return `${since} · ${waitingWords(alert.attention_since)}`;
}

/** @param {any} alert */
function marks(alert) {
  const said = [
    alert.can_wait === false && t("nurse.card.cannot_wait"),
    alert.can_wait === true && t("nurse.card.can_wait"),
    alert.called_at && t("nurse.band.called", { when: when(alert.called_at) }),
    alert.follows && t("nurse.band.follows"),
  ].filter(Boolean);
  return said.length > 0 && el("p", { class: "marks" }, said.map((mark) => el("span", { class: "mark" }, mark)));
}

/** @param {any} alert @param {any} patient */
function grounds(alert, patient) {
  const { source } = alert;
  const from = [source.publisher, source.title, source.section].filter(Boolean).join(" · ");
  return [
    el("div", { class: "grounds" },
      el("div", {}, el("h4", {}, t("nurse.band.evidence")), evidence(alert)),
      el("div", {}, el("h4", {}, t("nurse.band.advice", { name: patient.name })),
        el("p", {}, alert.level_words), el("ul", {}, alert.advice.map((/** @type {string} */ line) => el("li", {}, line))))),
    el("p", { class: "source" }, icon("sheet"), el("span", {}, t("nurse.band.source", { source: from }),
      source.reviewed ? ` · ${t("nurse.band.reviewed", { day: longDate(source.reviewed) })}` : "")),
    history(alert),
  ];
}

/** @param {any} alert */
function evidence(alert) {
  const said = (/** @type {any} */ { reading, values }) => t("nurse.band.reading", { label: questionLabel(reading),
    value: values.map((/** @type {number} */ value) => valueWords(reading.split(".")[1], value)).join(t("trend.or")) });
  const rows = [
    ...alert.evidence.map((/** @type {any} */ one) => ({ day: one.day, words: said(one) })),
    ...alert.missing_days.map((/** @type {string} */ day) => ({ day, words: t("trend.gap") })),
  ].sort((a, b) => a.day.localeCompare(b.day));
  return el("ul", { class: "evidence" }, rows.map(({ day, words }) => el("li", {}, el("span", {}, fullDay(day)), el("strong", {}, words))));
}

/** @param {any} alert */
function history(alert) {
  return el("details", { class: "history", "data-fold": `history-${alert.id}` }, el("summary", {}, t("nurse.band.history", { count: alert.history.length })),
    el("ol", {}, alert.history.map((/** @type {any} */ event) => el("li", {},
      el("span", { class: "event-time" }, when(event.at)), el("span", {}, event.words),
      event.by && !event.words.includes(event.by) ? el("span", { class: "event-by" }, event.by) : null,
      event.note ? el("q", { class: "event-note" }, event.note) : null))));
}

/** Alerts of this patient that have been seen through. @param {any[]} alerts */
export function handledOf(alerts) {
  if (alerts.length === 0) return null;
  return el("section", { class: "card part handled" }, el("h3", {}, t("nurse.handled.title")),
    el("ul", { class: "plain-list" }, alerts.map((alert) => el("li", {},
      el("p", {}, el("strong", {}, alert.title), ` · ${shortDay(alert.first_day)} – ${shortDay(alert.last_day)}`),
      el("p", { class: "soft-text" }, alert.why),
      alert.resolved && el("p", {}, t("nurse.handled.how", { outcome: t(`nurse.outcome.${alert.resolved.outcome}`), name: alert.resolved.by, when: when(alert.resolved.at) })),
      alert.resolved?.note && el("p", { class: "note" }, alert.resolved.note),
      history(alert)))));
}
