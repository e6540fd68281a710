import { el } from "../dom.js";
import { dayOf, time, today, when } from "../format.js";
import { t } from "../texts/index.js";
import { icon } from "./icons.js";

/** @typedef {{name: string, number: string, display: string, open_until: string | null}} Line @typedef {import("../types.js").Contact} Contact */

/** Until when a number answers, in the clinic's own time. @param {Line} line @param {string} zone */
export function openUntil(line, zone) {
  if (!line.open_until) return line.name;
  const until = dayOf(line.open_until) === today() ? time(line.open_until, zone) : when(line.open_until, zone);
  return t("call.until", { name: line.name, time: until });
}

/** A sentence whose number never breaks in two. @param {string} key @param {string} display */
export function withNumber(key, display) {
  const [before, after] = t(key, { number: "\n" }).split("\n");
  return [before, el("span", { class: "whole" }, display), after];
}

/** The one green button. @param {Line} line @param {string} zone */
export function callButton(line, zone) {
  return el("a", { class: "button wide callnow", href: `tel:${line.number}` },
    el("span", { class: "number" }, icon("phone"), el("span", {}, withNumber("call.number", line.display))),
    el("small", {}, openUntil(line, zone)));
}

/** @param {string} name @param {string} number @param {string} display @param {Contact} contact */
const bigCall = (name, number, display, { time_zone: zone }) => callButton({ name, number, display, open_until: null }, zone);

/** The emergency number as one big button; words where it is not known. @param {Contact | null} contact */
export function emergencyLine(contact) {
  const number = contact?.emergency_number;
  return number ? bigCall(t("call.emergency"), number, number, contact) : el("p", {}, t("danger.no_number"));
}

/** Whom the clinic names for a crisis of the mind, else the emergency number. @param {Contact | null} contact */
export function crisisLine(contact) {
  const number = contact?.crisis_number;
  return number ? bigCall(t("crisis.line"), number, contact.crisis_display || number, contact) : emergencyLine(contact);
}

/** The right number, small, for the top of every screen. @param {Line} line @param {string} zone */
export function callPill(line, zone) {
  const label = `${t("call.number", { number: line.display })}. ${openUntil(line, zone)}`;
  return el("a", { class: "button callpill", href: `tel:${line.number}`, "aria-label": label }, icon("phone"), el("span", {}, line.display));
}
