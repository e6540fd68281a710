/** One kind of dialog: a heading, a body, a way out that does not throw typed text away by accident. */
import { el, focusOn, uniqueId } from "../dom.js";
import { icon } from "../parts/icons.js";
import { t } from "../texts/index.js";

/**
 * @typedef {{dialog: HTMLDialogElement, close: () => void}} Opened
 * @param {{title: string, wide?: boolean, kind?: string}} about
 * @param {(opened: Opened) => HTMLElement[]} build makes the body
 * @returns {Opened}
 */
export function openDialog({ title, wide = false, kind = "" }, build) {
  const heading = uniqueId("dialog");
  const dialog = el("dialog", { class: `sheet stack ${wide ? "wide" : ""} ${kind}`, "aria-labelledby": heading });
  const asked = document.activeElement?.getAttribute("data-focus") ?? "";
  const opened = { dialog, close: () => dialog.close() };
  const guard = guardOf(dialog);
  dialog.append(
    el("header", { class: "sheet-head" },
      el("h2", { id: heading }, title),
      el("button", { type: "button", class: "round", "aria-label": t("word.close"), onclick: guard.leave }, icon("cross"))),
    guard.element,
    ...build(opened),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (document.activeElement === document.body) giveBack(asked);
  });
  document.body.append(dialog);
  dialog.showModal();
  const first = dialog.querySelector(":is(input, select, textarea):not([readonly])");
  if (first instanceof HTMLElement) first.focus();
  return opened;
}

/** What lay under the dialog may have been drawn anew: the same button, else the heading. @param {string} name */
function giveBack(name) {
  const same = name ? document.querySelector(`[data-focus="${CSS.escape(name)}"]`) : null;
  if (same instanceof HTMLElement) same.focus();
  else focusOn(document.querySelector("#person h2, #list h2"), { preventScroll: true });
}

/** @param {HTMLDialogElement} dialog */
function guardOf(dialog) {
  let isDirty = false;
  dialog.addEventListener("input", ({ target }) => { isDirty ||= target instanceof Element && target.closest("form") !== null; });
  const stay = el("button", { type: "button", class: "button plain small" }, t("nurse.dialog.keep"));
  const leave = el("button", { type: "button", class: "button danger small", onclick: () => dialog.close() }, t("nurse.dialog.discard"));
  const element = el("div", { class: "notice guard", role: "alert", hidden: true },
    el("p", {}, t("nurse.dialog.unsaved")), el("div", { class: "row" }, stay, leave));
  stay.addEventListener("click", () => { element.hidden = true; });
  const tryToLeave = () => {
    if (!isDirty) { dialog.close(); return; }
    element.hidden = false;
    stay.focus();
  };
  dialog.addEventListener("cancel", (event) => {
    if (!isDirty) return;
    event.preventDefault();
    tryToLeave();
  });
  return { element, leave: tryToLeave };
}
