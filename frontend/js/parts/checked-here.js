import { el } from "../dom.js";
import { state } from "../state.js";
import { t } from "../texts/index.js";
import { callButton } from "./call.js";
import { foundHere } from "./found-here.js";
import { icon, levelIcon } from "./icons.js";
import { crisisCall, emergencyCall } from "./safety.js";

/** @param {string} level */
function callFor(level) {
  if (level === "crisis") return crisisCall();
  if (level === "emergency") return emergencyCall();
  return state.contact ? callButton(state.contact, state.contact.time_zone) : el("p", {}, t("call.unknown"));
}

/** What this phone found by itself, until the server has read it too. @param {import("../rules/types.js").Finding} finding */
export function checkedHereCard(finding) {
  const { rule: id, level } = finding;
  const rule = state.rulebook.rules.find((one) => one.id === id);
  if (!rule) return null;
  return el("section", { class: `verdict card band is-${level}` },
    el("p", { class: "level" }, levelIcon(level), rule.level_words), el("h2", { tabindex: "-1" }, level === "crisis" ? t("crisis.title") : rule.title),
    level === "crisis" ? el("p", { class: "why" }, t("crisis.words"))
      : el("div", { class: "why stack tight" }, foundHere(finding).map((line) => el("p", { class: "found" }, line)), el("p", {}, rule.sentence)),
    callFor(level),
    rule.advice.length ? el("div", {}, el("h3", {}, t("verdict.meanwhile")), el("ul", {}, rule.advice.map((/** @type {string} */ line) => el("li", {}, line)))) : null,
    el("p", { class: "done" }, icon("phone"), el("span", {}, t("verdict.here"))));
}
