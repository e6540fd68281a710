/** Every version of one day, who saved it and when; and what can be done about it. */
import { el, fill } from "../dom.js";
import { fullDay, nowWithOffset, timeZone, when } from "../format.js";
import { t } from "../texts/index.js";
import { noteLines } from "./days.js";
import { openDialog } from "./dialogs.js";
import { ask, askAll } from "./door.js";
import { enterFor } from "./enter.js";
import { fieldOf, formOf } from "./forms.js";
import { inWords } from "./problems.js";
import { readingsInWords } from "./readings.js";
import { settle } from "./settle.js";

/** @param {any} entry @param {any} patient @param {string} authors who wrote what stands now */
export function revisionsFold(entry, patient, authors) {
  const versions = el("div", { class: "versions" });
  const fold = el("details", { class: "day-more", "data-fold": `day-${entry.day}` },
    el("summary", {}, el("span", {}, authors, " ",
      el("span", { class: "more-word" }, t("nurse.day.more")), el("span", { class: "visually-hidden" }, ` ${fullDay(entry.day)}`))),
    el("div", { class: "row" },
      el("button", { type: "button", class: "link", onclick: () => enterFor(patient, entry.day) }, t("nurse.day.correct")),
      el("button", { type: "button", class: "link", onclick: () => takeBack(entry, patient) }, t("nurse.day.take_back"))),
    versions);
  fold.addEventListener("toggle", () => {
    if (fold.open) showVersions(versions, entry, patient);
  });
  return fold;
}

/** @param {HTMLElement} place @param {any} entry @param {any} patient */
async function showVersions(place, entry, patient) {
  try {
    const revisions = await askAll(`/patients/${patient.id}/diary/${entry.day}/revisions`);
    const ordered = revisions.sort((a, b) => a.position - b.position);
    fill(place, el("h5", {}, t("nurse.revision.title", { count: ordered.length })), el("ol", {}, ordered.map(revisionOf)));
  } catch (problem) {
    fill(place, el("p", { class: "error" }, inWords(problem, { isReading: true })));
  }
}

/** @param {any} revision */
function revisionOf(revision) {
  const said = readingsInWords(revision.readings).map(({ label, words }) => t("nurse.band.reading", { label, value: words })).join(" · ");
  const saved = t("nurse.revision.saved", { name: revision.author.name, when: when(revision.received_at) });
  return el("li", {}, el("p", { class: "hint" }, revision.is_head ? `${saved} · ${t("nurse.revision.head")}` : saved),
    el("p", {}, revision.void_reason ? t("nurse.revision.void", { reason: revision.void_reason }) : said || t("trend.gap")),
    noteLines(revision.notes));
}

/** @param {any} entry @param {any} patient */
function takeBack(entry, patient) {
  const reason = fieldOf({ name: "void_reason", label: t("nurse.take_back.reason"), value: t("nurse.take_back.usual") });
  const id = crypto.randomUUID();
  openDialog({ title: t("nurse.take_back.title", { day: fullDay(entry.day) }) }, ({ close }) => [formOf({
    fields: [reason],
    body: [el("p", {}, t("nurse.take_back.explained")), reason.element],
    submit: t("nurse.take_back.submit"),
    cancel: close,
    send: async () => {
      if (reason.read() === "") return reason.fail(t("nurse.take_back.missing"));
      await ask("PUT", `/patients/${patient.id}/diary/${entry.day}`, { body: { id, builds_on: entry.heads.map((/** @type {any} */ head) => head.id),
        recorded_at: nowWithOffset(), time_zone: timeZone(), readings: {}, notes: {}, can_wait: null, void_reason: reason.read() } });
      await settle(close, t("nurse.take_back.done"));
    },
  })]);
}
