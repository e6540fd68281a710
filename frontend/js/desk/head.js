/** Who this is, and what can be done for her. */
import { el } from "../dom.js";
import { today } from "../format.js";
import { icon } from "../parts/icons.js";
import { t } from "../texts/index.js";
import { startResolving, takeOver } from "./actions.js";
import { correctDetails } from "./details.js";
import { giveCode } from "./code.js";
import { enterFor } from "./enter.js";
import { showPhones } from "./phones.js";

/** @param {string} birthDate @param {string} day YYYY-MM-DD, both */
export function ageOn(birthDate, day) {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** @param {string} tag such as "es" */
export function languageName(tag) {
  return new Intl.DisplayNames(document.documentElement.lang, { type: "language" }).of(tag) ?? tag;
}

/** @param {any} patient @param {any} alert the one that the buttons speak about, or null */
export function headOf(patient, alert) {
  const facts = [
    patient.birth_date && t("nurse.head.age", { years: ageOn(patient.birth_date, today()) }),
    patient.diagnosis,
    patient.record_number && t("nurse.head.record", { number: patient.record_number }),
    languageName(patient.language),
    patient.is_paused && t("nurse.paused"),
  ].filter(Boolean);
  return el("header", { class: "person-head" },
    el("div", { class: "who" },
      el("h2", { tabindex: "-1" }, patient.name),
      el("p", { class: "soft-text" }, facts.join(" · ")),
      patient.support && el("p", { class: "support" }, icon("heart"), patient.support)),
    el("div", { class: "acts" }, ...alertButtons(alert), callLink(patient)),
    quietButtons(patient));
}

/** @param {string} key */
const hint = (key) => el("kbd", { "aria-hidden": "true" }, key);

/** @param {any} alert */
function alertButtons(alert) {
  if (!alert) return [];
  const isTaken = alert.status === "acknowledged";
  return [
    !isTaken && el("button", { type: "button", class: "button act", "data-focus": "take", "aria-keyshortcuts": "a", onclick: () => takeOver(alert) },
      t("nurse.act.take"), hint("A")),
    el("button", { type: "button", class: `button act ${isTaken ? "" : "plain"}`, "data-focus": "resolve", "aria-keyshortcuts": "r",
      onclick: () => startResolving(alert) }, t("nurse.act.resolve"), hint("R")),
  ];
}

/** @param {any} patient */
function callLink(patient) {
  const number = patient.phone.replace(/[^+\d]/g, "");
  if (!number) {
    return el("button", { type: "button", class: "button plain act", "data-focus": "call", onclick: () => correctDetails(patient) }, t("nurse.act.no_phone"));
  }
  return el("a", { class: "button plain act", href: `tel:${number}`, "aria-keyshortcuts": "c" },
    icon("phone"), el("span", {}, t("nurse.act.call", { number: patient.phone_display || patient.phone })), hint("C"));
}

/** @param {any} patient */
function quietButtons(patient) {
  /** @type {[string, string, () => unknown, string?][]} */
  const choices = [
    ["enter", t("nurse.act.enter"), () => enterFor(patient), "E"],
    ["details", t("nurse.act.details"), () => correctDetails(patient)],
    ["code", t("nurse.act.code"), () => giveCode(patient)],
    ["phones", t("nurse.act.phones"), () => showPhones(patient)],
  ];
  return el("div", { class: "quiet" }, choices.map(([name, words, act, key]) =>
    el("button", { type: "button", class: "link", "data-focus": name, "aria-keyshortcuts": key?.toLowerCase(), onclick: act }, words, key ? hint(key) : null)));
}
