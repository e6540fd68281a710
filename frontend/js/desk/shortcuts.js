/** What each key does at the desk. */
import { focusOn } from "../dom.js";
import { takeOver, startResolving } from "./actions.js";
import { askForNewPatient } from "./enrol.js";
import { enterFor } from "./enter.js";
import { listenForKeys } from "./keys.js";
import { linksOf } from "./list.js";
import { showShortcuts } from "./own.js";
import { openAlert } from "./opened.js";
import { guidanceAddress } from "./selection.js";
import { desk } from "./state.js";

/** @param {{list: HTMLElement, person: HTMLElement, find: HTMLInputElement}} places */
export function listenForShortcuts({ list, person, find }) {
  const step = (/** @type {number} */ by) => () => moveBy(list, by);
  const stepInside = (/** @type {number} */ by) => () => list.contains(document.activeElement) && moveBy(list, by);
  listenForKeys({
    "/": () => find.select(),
    j: step(1),
    k: step(-1),
    ArrowDown: stepInside(1),
    ArrowUp: stepInside(-1),
    a: () => withAlert(takeOver),
    r: () => withAlert(startResolving),
    c: () => person.querySelector("a[href^='tel:']")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })) ?? false,
    e: () => (desk.opened?.patient ? void enterFor(desk.opened.patient) : false),
    n: () => askForNewPatient(),
    g: () => { location.hash = guidanceAddress(); },
    "?": () => showShortcuts(),
  });
  find.addEventListener("keydown", (event) => leaveFind(event, list, find));
}

/** @param {HTMLElement} list @param {number} by */
function moveBy(list, by) {
  const links = linksOf(list);
  const at = links.findIndex((link) => link === document.activeElement);
  const current = at >= 0 ? at : links.findIndex((link) => link.getAttribute("aria-current") === "true");
  const next = links[Math.min(links.length - 1, Math.max(0, current + by))];
  next?.focus();
  next?.click();
  return true;
}

/** @param {(alert: any) => unknown} act */
function withAlert(act) {
  const alert = openAlert();
  if (!alert) return false;
  act(alert);
  return true;
}

/** @param {KeyboardEvent} event @param {HTMLElement} list @param {HTMLInputElement} find */
function leaveFind(event, list, find) {
  const first = linksOf(list)[0];
  if (event.key === "Escape") {
    find.value = "";
    find.dispatchEvent(new Event("input"));
    focusOn(list);
  }
  if ((event.key === "Enter" || event.key === "ArrowDown") && first) {
    event.preventDefault();
    first.focus();
    if (event.key === "Enter") first.click();
  }
}
