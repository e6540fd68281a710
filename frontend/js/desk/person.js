/** The right side: one patient, worst news first. */
import { el, fill, focusOn } from "../dom.js";
import { icon } from "../parts/icons.js";
import { time } from "../format.js";
import { t } from "../texts/index.js";
import { baselinePart } from "./baseline.js";
import { bandOf, handledOf, tellTime } from "./band.js";
import { daysPart } from "./days.js";
import { keepFocus } from "./focus.js";
import { headOf } from "./head.js";
import { medicinesPart } from "./medicines.js";
import { ownNumbersPart } from "./own-numbers.js";
import { hasMoved, openAlert, openSelected, readOpened, unresolved } from "./opened.js";
import { inWords } from "./problems.js";
import { desk } from "./state.js";
import { trendPart } from "./trends.js";
import { watchPart } from "./watch.js";

const REDRAW_FOR = ["opened", "selection", "guidance", "rulebook"];

/** @param {HTMLElement} place @param {Set<string>} changed */
export function drawPerson(place, changed) {
  if (changed.has("selection")) openSelected();
  if (changed.has("cards") && desk.opened) tellTime(place, unresolved(desk.opened));
  if (changed.has("cards") && hasMoved()) readOpened({ background: true });
  // The guidance place stands in the same spot.
  if (desk.selection.guidance || !REDRAW_FOR.some((name) => changed.has(name))) return;
  document.body.classList.toggle("has-person", desk.selection.patient !== null);
  const isOther = place.dataset.patient !== (desk.opened?.id ?? "");
  place.dataset.patient = desk.opened?.id ?? "";
  const folds = isOther ? new Set() : openFolds(place);
  keepFocus(place, () => fill(place, desk.opened ? partsOf(desk.opened) : nobody()));
  for (const fold of folds) place.querySelector(`details[data-fold="${fold}"]`)?.setAttribute("open", "");
  if (isOther) place.scrollTop = 0;
}

/** @param {HTMLElement} place */
function openFolds(place) {
  return new Set([...place.querySelectorAll("details[open][data-fold]")].map((fold) => fold.getAttribute("data-fold")));
}

function nobody() {
  return el("p", { class: "soft-text nobody" }, t(desk.asOf ? "nurse.person.choose" : "word.loading"));
}

/** @param {import("./opened.js").Opened} opened */
function partsOf(opened) {
  const back = el("a", { class: "back", href: "#", onclick: () => focusOn(document.getElementById("list")) }, icon("left"), t("nurse.back"));
  if (!opened.patient) return [back, opened.problem ? trouble(opened) : el("p", { class: "soft-text nobody" }, t("word.loading"))];
  const chosen = openAlert();
  const others = unresolved(opened).filter((alert) => alert !== chosen);
  return [
    back,
    headOf(opened.patient, chosen),
    opened.problem ? trouble(opened) : null,
    chosen && bandOf(chosen, opened.patient, { isChosen: true }),
    ...others.map((alert) => bandOf(alert, opened.patient, { isChosen: false })),
    trendPart(opened, chosen),
    el("div", { class: "columns" },
      daysPart(opened, chosen),
      el("div", { class: "stack" }, medicinesPart(opened), baselinePart(opened.patient), ownNumbersPart(opened), watchPart(opened.watch),
        handledOf(opened.alerts.filter((alert) => alert.status === "resolved")))),
    readLine(opened),
  ];
}

/** @param {import("./opened.js").Opened} opened */
function trouble(opened) {
  const at = opened.readAt ? t("nurse.person.stale", { time: time(opened.readAt.toISOString()) }) : "";
  return el("div", { class: "notice row" }, el("p", {}, `${inWords(opened.problem, { isReading: true })} ${at}`), readAgain());
}

/** @param {import("./opened.js").Opened} opened */
function readLine(opened) {
  if (!opened.readAt) return null;
  return el("p", { class: "hint row" }, t("nurse.person.read_at", { time: time(opened.readAt.toISOString()) }), readAgain());
}

function readAgain() {
  return el("button", { type: "button", class: "link", "data-focus": "read-again", onclick: () => readOpened() }, t("nurse.person.read_again"));
}
