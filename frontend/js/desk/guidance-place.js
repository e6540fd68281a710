/** The guidance place, where a patient else stands: an overview, one document, or one trial. */
import { el, fill, focusOn } from "../dom.js";
import { icon } from "../parts/icons.js";
import { t } from "../texts/index.js";
import { keepFocus } from "./focus.js";
import { placeTitle } from "./place-title.js";
import { packPage, packsPart } from "./packs.js";
import { numbersPart, weakenedPart } from "./clinic-numbers.js";
import { inWords } from "./problems.js";
import { readRulebook } from "./rulebook.js";
import { guidanceAddress } from "./selection.js";
import { desk, isAdmin } from "./state.js";
import { followTrial, readTrials } from "./trial.js";
import { tellProgress, trialPage, trialsPart } from "./trial-page.js";

const REDRAW_FOR = ["rulebook", "trials", "trial", "selection"];

/** @param {HTMLElement} place @param {Set<string>} changed */
export function drawGuidance(place, changed) {
  if (changed.has("selection")) arrive(place);
  if (!desk.selection.guidance || !REDRAW_FOR.some((name) => changed.has(name))) return;
  if (changed.size === 1 && changed.has("trial") && tellProgress(place)) return;
  const address = desk.selection.guidance.join("/");
  const isOther = place.dataset.guidance !== address;
  place.dataset.guidance = address;
  const folds = isOther ? [] : [...place.querySelectorAll("details[open][data-fold]")].map((fold) => fold.getAttribute("data-fold"));
  keepFocus(place, () => fill(place, partsOf(desk.selection.guidance ?? [])));
  for (const fold of folds) place.querySelector(`details[data-fold="${fold}"]`)?.setAttribute("open", "");
  if (!isOther) return;
  place.scrollTop = 0;
  focusOn(place.querySelector("h2"));
}

/** @param {HTMLElement} place */
function arrive(place) {
  followTrial();
  if (!desk.selection.guidance) {
    delete place.dataset.guidance;
    return;
  }
  document.body.classList.add("has-person");
  // Otherwise the person who stood here would still be told apart from nobody.
  delete place.dataset.patient;
  readRulebook();
  if (isAdmin()) readTrials();
}

/** @param {string[]} way */
function partsOf([first, second]) {
  if (first === "trials" && second) return [backTo(guidanceAddress(), t("guidance.back")), ...trialPage()];
  const { rulebook } = desk;
  if (!rulebook) return [first ? backTo(guidanceAddress(), t("guidance.back")) : backToList(), placeTitle(t("guidance.title")), el("p", { class: "soft-text" }, t("word.loading"))];
  const trouble = rulebook.problem ? troubleLine(rulebook.problem) : null;
  if (!first) {
    return [
      backToList(),
      el("header", { class: "place-head" }, placeTitle(t("guidance.title")), el("p", { class: "soft-text" }, t(isAdmin() ? "guidance.lead_admin" : "guidance.lead"))),
      trouble,
      packsPart(rulebook.packs),
      numbersPart(rulebook),
      weakenedPart(rulebook),
      isAdmin() ? trialsPart() : null,
    ];
  }
  const pack = rulebook.packs.find((one) => one.pack === first);
  return [backTo(guidanceAddress(), t("guidance.back")), trouble, ...(pack ? packPage(pack) : [placeTitle(t("guidance.unknown"))])];
}

/** On a narrow screen the list of patients is another place. */
const backToList = () => el("a", { class: "back", href: "#" }, icon("left"), t("nurse.back"));

/** @param {string} href @param {string} words */
const backTo = (href, words) => el("a", { class: "way-back", href }, icon("left"), words);

/** @param {unknown} problem */
function troubleLine(problem) {
  return el("div", { class: "notice row" }, el("p", {}, inWords(problem, { isReading: true })),
    el("button", { type: "button", class: "link", "data-focus": "read-again", onclick: () => readRulebook() }, t("word.retry")));
}
