/** Taking an alert and seeing it through. Both say which state of it they mean, so nobody closes what they have not seen. */
import { Problem } from "../api.js";
import { announce, el, uniqueId } from "../dom.js";
import { t } from "../texts/index.js";
import { openDialog } from "./dialogs.js";
import { ask, etagOf } from "./door.js";
import { fieldOf, formOf } from "./forms.js";
import { inWords } from "./problems.js";
import { say } from "./said.js";
import { readBoth, settle } from "./settle.js";
import { desk } from "./state.js";

const OUTCOMES = ["advice_given", "medicine_paused", "medicine_changed", "seen_in_clinic", "sent_to_emergency", "no_action_needed", "could_not_reach"];

/** @param {any} alert */
export async function takeOver(alert) {
  if (alert.status !== "open") return say(t("nurse.act.taken_already", { name: alert.acknowledged?.by ?? "" }));
  try {
    await ask("POST", `/alerts/${alert.id}/acknowledge`, { body: { note: "" }, etag: etagOf(alert) });
    await settle(() => {}, t("nurse.act.took"));
  } catch (problem) {
    if (problem instanceof Problem) await readBoth();
    say(inWords(problem), { isTrouble: true });
  }
}

/** @param {any} alert */
export function startResolving(alert) {
  const name = desk.opened?.patient?.name ?? "";
  openDialog({ title: t("nurse.resolve.title", { name }) }, ({ close }) => [resolveForm(alert, close)]);
}

/** @param {any} alert @param {() => void} close */
function resolveForm(alert, close) {
  const note = fieldOf({ name: "note", label: t("nurse.resolve.note"), type: "textarea", hint: t("nurse.resolve.note_hint") });
  const { element, read, fail } = outcomeChoice();
  return formOf({
    fields: [note],
    body: [el("p", { class: "soft-text" }, `${alert.title}. ${alert.why}`), element, note.element],
    submit: t("nurse.resolve.submit"),
    cancel: close,
    send: async () => {
      const outcome = read();
      if (!outcome) return fail(t("nurse.resolve.choose"));
      const latest = desk.opened?.alerts.find((one) => one.id === alert.id) ?? alert;
      try {
        await ask("POST", `/alerts/${alert.id}/resolve`, { body: { outcome, note: note.read() }, etag: etagOf(latest) });
      } catch (problem) {
        if (problem instanceof Problem && problem.status === 412) await readBoth();
        throw problem;
      }
      await settle(close, t(outcome === "could_not_reach" ? "nurse.resolve.stays" : "nurse.resolve.done"));
    },
  });
}

function outcomeChoice() {
  const group = uniqueId("outcome");
  const error = el("p", { class: "error", id: `${group}-error`, hidden: true });
  const stays = el("p", { class: "notice", role: "status", hidden: true }, t("nurse.resolve.stays_hint"));
  const radios = OUTCOMES.map((outcome) => el("input", { type: "radio", name: group, value: outcome,
    onchange: () => { stays.hidden = read() !== "could_not_reach"; error.hidden = true; } }));
  const read = () => radios.find((radio) => radio.checked)?.value ?? null;
  const element = el("fieldset", { class: "outcomes", "aria-describedby": `${group}-error` },
    el("legend", {}, t("nurse.resolve.outcome")),
    radios.map((radio) => el("label", { class: "check" }, radio, t(`nurse.outcome.${radio.value}`))), error, stays);
  return {
    element,
    read,
    fail: (/** @type {string} */ why) => {
      error.hidden = false;
      error.textContent = why;
      radios[0].focus();
      announce(why);
    },
  };
}
