import { el, uniqueId } from "../dom.js";
import { t } from "../texts/index.js";

/** Asks before something that cannot be undone by a tap. @param {{title: string, explain: string, yes: string, isLoss?: boolean}} question @returns {Promise<boolean>} */
export function confirmed({ title, explain, yes, isLoss = false }) {
  const id = uniqueId("dialog");
  const dialog = el("dialog", { "aria-labelledby": id, class: "stack" });
  dialog.append(el("h2", { id }, title), el("p", {}, explain), el("div", { class: "buttons" },
    el("button", { type: "button", class: "button plain", onclick: () => dialog.close("no") }, t("word.cancel")),
    el("button", { type: "button", class: isLoss ? "button danger" : "button", onclick: () => dialog.close("yes") }, yes)));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => { dialog.remove(); resolve(dialog.returnValue === "yes"); }, { once: true });
  });
}
