/** The phones on which a patient is signed in; a lost one can be ended at once. */
import { el, fill } from "../dom.js";
import { when } from "../format.js";
import { t } from "../texts/index.js";
import { giveCode } from "./code.js";
import { openDialog } from "./dialogs.js";
import { ask, askAll } from "./door.js";
import { inWords } from "./problems.js";

/** @param {any} patient */
export function showPhones(patient) {
  const place = el("div", { class: "stack" });
  openDialog({ title: t("nurse.phones.title", { name: patient.name }) }, ({ close }) => [
    el("p", { class: "soft-text" }, t("nurse.phones.explained")),
    place,
    el("div", { class: "row end" }, el("button", { type: "button", class: "button plain", onclick: () => { close(); giveCode(patient); } }, t("nurse.act.code"))),
  ]);
  readPhones(patient, place);
}

/** @param {any} patient @param {HTMLElement} place */
async function readPhones(patient, place) {
  fill(place, el("p", {}, t("word.loading")));
  try {
    const sessions = await askAll(`/patients/${patient.id}/sessions`);
    const ordered = [...sessions.filter((one) => !one.ended_at), ...sessions.filter((one) => one.ended_at)];
    fill(place, ordered.length
      ? el("ul", { class: "plain-list" }, ordered.map((session) => phoneOf(session, patient, place)))
      : el("p", {}, t("nurse.phones.none")));
  } catch (problem) {
    fill(place, el("p", { class: "error", role: "alert" }, inWords(problem, { isReading: true })));
  }
}

/** @param {any} session @param {any} patient @param {HTMLElement} place */
function phoneOf(session, patient, place) {
  const name = session.label || t("nurse.phones.unnamed");
  const said = el("p", { class: "soft-text" }, session.ended_at
    ? t("nurse.phones.ended", { when: when(session.ended_at) })
    : t("nurse.phones.seen", { since: when(session.created_at), when: when(session.last_seen_at) }));
  const line = el("li", { class: session.ended_at ? "is-over" : "" }, el("p", {}, el("strong", {}, name)), said);
  if (session.ended_at) return line;
  const act = el("div", { class: "row" });
  const end = async () => {
    try {
      await ask("DELETE", `/patients/${patient.id}/sessions/${session.id}`, { body: {} });
      await readPhones(patient, place);
      place.querySelector("button")?.focus();
    } catch (problem) {
      fill(act, el("p", { class: "error", role: "alert" }, inWords(problem)));
    }
  };
  const askFirst = () => {
    fill(act, el("p", {}, t("nurse.phones.sure")),
      el("button", { type: "button", class: "button danger small", onclick: end }, t("nurse.phones.end_now")),
      el("button", { type: "button", class: "button plain small", onclick: offer }, t("word.cancel")));
    act.querySelector("button")?.focus();
  };
  const offer = () => fill(act, el("button", { type: "button", class: "button danger small", onclick: askFirst }, t("nurse.phones.end"),
    el("span", { class: "visually-hidden" }, ` ${name}`)));
  offer();
  line.append(act);
  return line;
}
