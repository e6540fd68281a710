import { el, uniqueId } from "../dom.js";
import { t } from "../texts/index.js";
import { icon } from "./icons.js";
import { undoButton } from "./scale.js";

const HIGHEST = 99;

/** A count; untouched it shows a dash and stores nothing. @param {import("./scale.js").Question} question */
export function stepper({ label, hint, value, onanswer }) {
  const id = uniqueId("count");
  const shown = el("output", { id, for: `${id}-less ${id}-more` });
  const less = step("less", t("question.less", { label }), () => set(Math.max(0, (current ?? 1) - 1)));
  const more = step("more", t("question.more", { label }), () => set(Math.min(HIGHEST, (current ?? 0) + 1)));
  const undo = undoButton(label, () => { set(null); more.focus(); });
  /** @type {number | null} */
  let current = value;

  /** @param {string} which @param {string} says @param {() => void} act */
  function step(which, says, act) {
    const name = which === "less" ? "minus" : "plus";
    return el("button", { type: "button", class: "step", id: `${id}-${which}`, "aria-label": says, onclick: act }, icon(name));
  }
  function show() {
    shown.replaceChildren(current === null
      ? el("span", {}, el("span", { "aria-hidden": "true" }, "–"), el("span", { class: "visually-hidden" }, t("question.unanswered")))
      : String(current));
    shown.classList.toggle("is-blank", current === null);
    undo.hidden = current === null;
  }
  /** @param {number | null} chosen */
  function set(chosen) {
    current = chosen;
    show();
    onanswer(chosen);
  }
  show();
  return el("div", { class: "question count", role: "group", "aria-labelledby": `${id}-label` },
    el("div", { class: "asked" }, el("span", { class: "label", id: `${id}-label` }, label), hint ? el("span", { class: "hint" }, hint) : null),
    undo, el("div", { class: "stepper" }, less, shown, more));
}
