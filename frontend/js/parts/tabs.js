import { el } from "../dom.js";
import { t } from "../texts/index.js";
import { icon } from "./icons.js";

const TABS = [["today", "sun"], ["diary", "trend"], ["call", "phone"], ["medicines", "pill"], ["visit", "sheet"]];

/** @param {string} current the screen that is open */
export const tabs = (current) => TABS.map(([name, picture]) => el("a", {
  href: `#${name}`, class: name === "call" ? "tab is-call-tab" : "tab", "aria-current": name === current ? "page" : null,
}, icon(picture), el("span", {}, t(`tab.${name}`))));
