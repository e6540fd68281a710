/** What is asked for safety's sake, whatever a clinic has signed; a grave answer shows at once whom to call. */
import { el, fill, uniqueId } from "../dom.js";
import { crisisLine, emergencyLine } from "../parts/call.js";
import { icon } from "../parts/icons.js";
import { RED_FLAGS, SELF_HARM, hasRedFlag, isCrisis } from "../safety.js";
import { t } from "../texts/index.js";
import { fieldOf } from "./forms.js";

/** @typedef {import("./enter-day.js").Asked} Asked */

/** @param {any} known the day as it stands @param {import("../types.js").Contact | null} contact */
export function safetyParts(known, contact) {
  const flags = RED_FLAGS.map((id) => yesOrNo(id, known));
  const harm = yesOrNo(SELF_HARM, known);
  const alarm = callPlace(() => el("div", { class: "alert-band band is-emergency" },
    el("p", { class: "level" }, icon("alarm"), t("danger.call_now")), el("p", {}, t("nurse.enter.emergency")), emergencyLine(contact)));
  const talk = callPlace(() => el("div", { class: "alert-band band is-crisis" },
    el("p", { class: "level" }, icon("heart"), t("nurse.enter.crisis")), el("p", {}, t("nurse.enter.crisis_why")), crisisLine(contact)));
  return {
    asked: [...flags, harm],
    danger: section(t("danger.title"), t("nurse.enter.danger_hint"), flags, alarm.element),
    harm: section(t("nurse.enter.harm"), null, [harm], talk.element),
    /** @param {Record<string, any>} answers what the form says now */
    tell: (answers) => {
      alarm.show(hasRedFlag({ answers }));
      talk.show(isCrisis({ answers }));
    },
  };
}

/** @param {string} title @param {string | null} hint @param {Asked[]} asked @param {HTMLElement} beside */
function section(title, hint, asked, beside) {
  const id = uniqueId("safety");
  return el("section", { class: "safety", "aria-labelledby": id },
    el("h3", { id }, title), hint ? el("p", { class: "hint" }, hint) : null,
    el("div", { class: "safety-asks" }, asked.map(({ field }) => field.element)), beside);
}

/** @param {string} id @param {any} known @returns {Asked} */
function yesOrNo(id, known) {
  const presence = known.readings[id]?.presence;
  // One letter chooses each: "not said" would share its own with "No".
  return { id, attribute: "presence", field: fieldOf({ name: `readings.${id}.presence`, label: t(`danger.${id}`), type: "select",
    value: presence == null ? "" : String(Number(presence)),
    options: [{ value: "", label: "–" }, { value: "0", label: t("danger.no") }, { value: "1", label: t("danger.yes") }] }) };
}

/** Where a number comes and goes with the answer. @param {() => HTMLElement} card */
function callPlace(card) {
  const element = el("div", { class: "safety-call", role: "alert" });
  return {
    element,
    /** @param {boolean} isGrave */
    show: (isGrave) => {
      if (isGrave === (element.firstChild !== null)) return;
      fill(element, isGrave ? card() : null);
      if (isGrave) element.scrollIntoView({ block: "nearest" });
    },
  };
}
