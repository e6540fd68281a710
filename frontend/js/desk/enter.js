/** Entering for a patient on the phone: the whole day, built on what is written already. */
import { Problem } from "../api.js";
import { el, fill } from "../dom.js";
import { addDays, fullDay, nowWithOffset, timeZone, today } from "../format.js";
import { t } from "../texts/index.js";
import { openDialog } from "./dialogs.js";
import { ask } from "./door.js";
import { dayForm } from "./enter-day.js";
import { fieldOf, formOf } from "./forms.js";
import { inWords } from "./problems.js";
import { conflictWords } from "./readings.js";
import { settle } from "./settle.js";
import { desk } from "./state.js";

/** @param {any} patient @param {string} [startDay] */
export function enterFor(patient, startDay = today()) {
  const day = fieldOf({ name: "day", label: t("nurse.enter.day"), type: "date", value: startDay, attributes: { max: addDays(today(), 1) } });
  const place = el("div", { class: "stack" });
  // Without the numbers of this place the day can still be entered.
  const contact = ask("GET", `/patients/${patient.id}/contact`).then(({ body }) => body, () => null);
  openDialog({ title: t("nurse.enter.title", { name: patient.name }), wide: true, kind: "enter" }, ({ close }) => {
    const show = () => showDay(place, { patient, day: day.read(), contact, close });
    day.control.addEventListener("change", show);
    show();
    return [el("p", { class: "hint" }, t("nurse.enter.explained", { name: desk.me.name })), el("div", { class: "narrow" }, day.element), place];
  });
}

/** @param {HTMLElement} place @param {{patient: any, day: string, contact: Promise<any>, close: () => void}} about */
async function showDay(place, { patient, day, contact, close }) {
  if (!day) return;
  place.dataset.day = day;
  fill(place, el("p", {}, t("word.loading")));
  try {
    const { body: known } = await ask("GET", `/patients/${patient.id}/diary/${day}`);
    const form = dayForm(known, await contact);
    if (place.dataset.day === day) fill(place, whatIsThere(known), entryForm(patient, known, form, close));
  } catch (problem) {
    if (place.dataset.day === day) fill(place, el("p", { class: "error", role: "alert" }, inWords(problem, { isReading: true })));
  }
}

/** @param {any} known */
function whatIsThere(known) {
  if (known.heads.length === 0) return el("p", { class: "soft-text" }, t("nurse.enter.empty", { day: fullDay(known.day) }));
  const authors = [...new Set(known.heads.map((/** @type {any} */ head) => head.author.name))].join(", ");
  if (known.heads.length === 1) return el("p", { class: "notice" }, t("nurse.enter.written", { name: authors }));
  return el("div", { class: "notice" }, el("p", {}, t("nurse.enter.versions", { names: authors })),
    el("ul", {}, known.conflicts.map((/** @type {any} */ one) => el("li", {}, conflictWords(one)))));
}

/**
 * What is saved builds on every version that this form has seen and on its own earlier tries, so that a save
 * whose answer was lost never becomes a second version.
 * @param {any} patient @param {any} known @param {ReturnType<typeof dayForm>} form @param {() => void} close
 */
function entryForm(patient, known, { element, read, fields }, close) {
  /** @type {Map<string, any>} */
  const tries = new Map();
  return formOf({
    fields,
    body: [element],
    submit: t("nurse.enter.submit"),
    cancel: close,
    send: async () => {
      const said = read();
      const text = JSON.stringify(said);
      // A try is sent again exactly as it was: the same id with another body would be refused.
      const body = tries.get(text) ?? bodyOf(said, [...known.heads, ...tries.values()]);
      tries.set(text, body);
      try {
        await ask("PUT", `/patients/${patient.id}/diary/${known.day}`, { body });
      } catch (problem) {
        // What was refused was not stored, so nothing may build on it.
        if (problem instanceof Problem && problem.status < 500) tries.delete(text);
        throw problem;
      }
      await settle(close, t("nurse.enter.done", { day: fullDay(known.day) }));
    },
  });
}

/** @param {Record<string, unknown>} said @param {{id: string}[]} seen */
function bodyOf(said, seen) {
  return { id: crypto.randomUUID(), builds_on: seen.map(({ id }) => id), recorded_at: nowWithOffset(), time_zone: timeZone(), ...said };
}
