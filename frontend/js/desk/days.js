/** The diary day by day, newest first. Days without a word are named too. */
import { el } from "../dom.js";
import { addDays, dayOf as localDayOf, daysBetween, shortDay, time, today, weekdayShort, when } from "../format.js";
import { icon } from "../parts/icons.js";
import { t } from "../texts/index.js";
import { enterFor } from "./enter.js";
import { conflictWords, readingsInWords } from "./readings.js";
import { revisionsFold } from "./revisions.js";

const SHOWN_AT_FIRST = 10;

/** @param {import("./opened.js").Opened} opened @param {any} alert */
export function daysPart(opened, alert) {
  const evidence = new Set((alert?.evidence ?? []).map((/** @type {any} */ one) => `${one.day} ${one.reading.split(".")[0]}`));
  const rows = withGaps(opened.days).map((row) => (row.entry ? dayOf(row.entry, evidence, opened) : gapOf(row)));
  const rest = rows.slice(SHOWN_AT_FIRST);
  return el("section", { class: "card part" },
    el("div", { class: "part-head" }, el("h3", {}, t("nurse.days.title")),
      el("button", { type: "button", class: "button soft small", "data-focus": "enter-day", onclick: () => enterFor(opened.patient) }, t("nurse.act.enter"))),
    rows.length === 0 ? el("p", { class: "soft-text" }, t("nurse.days.none")) : null,
    el("ol", { class: "days" }, rows.slice(0, SHOWN_AT_FIRST)),
    rest.length > 0 && el("details", { class: "more-days", "data-fold": "more-days" }, el("summary", {}, t("nurse.days.more", { count: rest.length })),
      el("ol", { class: "days" }, rest)));
}

/**
 * Entries and, between them, the spans of which nothing is known.
 * @param {any[]} days newest first
 * @returns {{entry: any|null, from: string, to: string}[]}
 */
function withGaps(days) {
  const rows = [];
  let expected = today();
  for (const entry of days) {
    if (entry.day < expected) rows.push({ entry: null, from: addDays(entry.day, 1), to: expected });
    rows.push({ entry, from: entry.day, to: entry.day });
    expected = addDays(entry.day, -1);
  }
  return rows;
}

/** @param {string} day */
const dayName = (day) => t("nurse.days.name", { weekday: weekdayShort(day), day: shortDay(day) });

/** @param {{from: string, to: string}} gap */
function gapOf({ from, to }) {
  const day = from === to ? dayName(from) : t("nurse.days.span", { from: shortDay(from), to: shortDay(to), count: daysBetween(from, to) + 1 });
  return el("li", { class: "day is-gap" }, el("h4", {}, day), el("p", {}, t("trend.gap")));
}

/** @param {any} entry @param {Set<string>} evidence @param {import("./opened.js").Opened} opened */
function dayOf(entry, evidence, opened) {
  const rows = readingsInWords(entry.readings);
  const isTakenBack = entry.heads.length > 0 && entry.heads.every((/** @type {any} */ head) => head.void_reason);
  return el("li", { class: "day" },
    el("h4", {}, dayName(entry.day)),
    el("div", { class: "day-body" },
      isTakenBack ? el("p", { class: "soft-text" }, t("nurse.day.taken_back")) : null,
      rows.length > 0 && el("dl", { class: "readings" }, rows.map((row) => readingOf(row, evidence.has(`${entry.day} ${row.id}`)))),
      noteLines(entry.notes),
      entry.can_wait === false && el("p", {}, t("nurse.card.cannot_wait")),
      conflictOf(entry, opened),
      revisionsFold(entry, opened.patient, entry.heads.map(authorWords).join(" · "))));
}

/** @param {{label: string, words: string}} row @param {boolean} isEvidence */
function readingOf({ label, words }, isEvidence) {
  return el("div", { class: isEvidence ? "is-evidence" : "" }, el("dt", {}, label), el("dd", {}, words,
    isEvidence ? el("span", { class: "visually-hidden" }, t("nurse.day.evidence")) : null));
}

/** @param {Record<string, string>} notes */
export function noteLines(notes) {
  return ["physical", "thinking", "emotional"].filter((group) => notes[group])
    .map((group) => el("p", { class: "note" }, el("b", {}, t(`nurse.group.${group}`)), " ", notes[group]));
}

/** @param {any} head */
function authorWords(head) {
  const saved = localDayOf(head.received_at) === head.day ? time(head.received_at) : when(head.received_at);
  return [
    t(head.author.kind === "patient" ? "nurse.day.wrote" : "nurse.day.entered", { name: head.author.name, when: saved }),
    head.builds_on.length > 0 && t("nurse.day.edited"),
    head.clock_is_off && t("nurse.day.clock_off"),
    head.is_import && t("nurse.day.imported"),
  ].filter(Boolean).join(", ");
}

/** @param {any} entry @param {import("./opened.js").Opened} opened */
function conflictOf(entry, opened) {
  if (entry.heads.length < 2) return null;
  return el("div", { class: "notice conflict" },
    el("p", {}, icon("alarm"), el("strong", {}, t("nurse.day.versions", { count: entry.heads.length }))),
    entry.conflicts.length > 0 && el("ul", {}, entry.conflicts.map((/** @type {any} */ one) => el("li", {}, conflictWords(one)))),
    el("button", { type: "button", class: "link", "data-focus": `merge-${entry.day}`, onclick: () => enterFor(opened.patient, entry.day) }, t("nurse.day.merge")));
}
