import { el, fill, focusOn, uniqueId } from "../dom.js";
import { Offline, request } from "../api.js";
import { dateOfBirth, when } from "../format.js";
import { readAlerts, state } from "../state.js";
import { t } from "../texts/index.js";
import { callButton } from "./call.js";
import { icon, levelIcon } from "./icons.js";
import { crisisCall } from "./safety.js";

/** @typedef {import("../types.js").Alert} Alert */

/**
 * What to do, why, whom to call, what to do meanwhile, and where it comes from; in this order.
 * @param {Alert} alert
 * @param {() => void} onchange
 */
export function verdict(alert, onchange) {
  const id = uniqueId("verdict");
  const isCrisis = alert.level === "crisis";
  const isEmergency = alert.level === "emergency" && state.contact;
  const line = isEmergency && state.contact
    ? { name: t("call.emergency"), number: state.contact.emergency_number, display: state.contact.emergency_number, open_until: null } : lineOf(alert);
  return el("section", { class: `verdict card band is-${alert.level}`, "aria-labelledby": id },
    el("p", { class: "level" }, levelIcon(alert.level), alert.level_words),
    el("h2", { id, tabindex: "-1" }, isCrisis ? t("crisis.title") : alert.title),
    el("p", { class: "why" }, isCrisis ? t("crisis.words") : alert.why),
    alert.past_document_limit ? el("p", { class: "past" }, icon("alarm"), el("span", {}, t("verdict.past_limit"))) : null,
    isCrisis ? crisisCall() : callButton(line, state.me.clinic.time_zone),
    alert.advice.length ? el("div", {}, el("h3", {}, t("verdict.meanwhile")), el("ul", {}, alert.advice.map((line) => el("li", {}, line)))) : null,
    progressOf(alert, onchange), explanation(alert));
}

/** The number of this minute; the alert's own only says what it was when it was read. @param {Alert} alert */
const lineOf = (alert) => state.contact ?? alert.call;

/** What has been done about it: by her, by a nurse. @param {Alert} alert @param {() => void} onchange */
function progressOf(alert, onchange) {
  const seen = alert.acknowledged
    ? el("p", { class: "done" }, icon("eye"), el("span", {}, t("verdict.seen", { name: alert.acknowledged.by, time: when(alert.acknowledged.at) }))) : null;
  if (alert.called_at) {
    return el("div", { class: "stack tight" }, el("p", { class: "done" }, icon("tick"), el("span", {}, t("verdict.called_at", { time: when(alert.called_at) }))), seen);
  }
  const error = el("p", { class: "error", role: "alert", hidden: true });
  const button = el("button", { type: "button", class: "button plain with-icon called", onclick: () => void tick() }, icon("tick"), t("verdict.called"));
  async function tick() {
    button.disabled = true;
    try {
      await request("POST", `/alerts/${alert.id}/called`, { body: {} });
      await readAlerts();
      onchange();
    } catch (problem) {
      button.disabled = false;
      error.hidden = false;
      fill(error, problem instanceof Offline ? t("problem.offline") : t("problem.unknown"));
      focusOn(button);
    }
  }
  return el("div", { class: "stack tight" }, button, error, seen);
}

/** @param {Alert} alert */
function explanation(alert) {
  const { title, publisher, section, reviewed } = alert.source;
  const edits = alert.history.filter((event) => ["annotated", "raised"].includes(event.kind));
  return el("details", {}, el("summary", {}, t("verdict.why")), el("div", { class: "stack tight" },
    el("p", {}, t("verdict.rule")), alert.level === "crisis" ? el("p", {}, alert.why) : null, el("p", {}, el("cite", {}, title), `, ${publisher}. `, section),
    reviewed ? el("p", { class: "hint" }, t("verdict.reviewed", { date: dateOfBirth(reviewed) })) : null,
    edits.length ? el("ul", {}, edits.map((event) => el("li", {}, `${when(event.at)}: ${event.words}`))) : null,
    el("p", { class: "hint" }, t("verdict.not_live"))));
}
