/** A short sentence about what has just happened, seen and heard; it stays until the next one or until it is closed. */
import { el, fill } from "../dom.js";
import { icon } from "../parts/icons.js";
import { t } from "../texts/index.js";

/** @param {string} sentence @param {{isTrouble?: boolean}} [manner] */
export function say(sentence, { isTrouble = false } = {}) {
  const place = document.querySelector(".said");
  if (!place) return;
  fill(place, el("p", { class: isTrouble ? "trouble-said" : "" }, icon(isTrouble ? "alarm" : "tick"), el("span", {}, sentence)),
    el("button", { type: "button", class: "round", "aria-label": t("word.close"), onclick: () => place.replaceChildren() }, icon("cross")));
}
