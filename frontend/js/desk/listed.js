/** A list without marks, or nothing: an empty one would leave a gap. */
import { el } from "../dom.js";

/** @param {HTMLElement[]} rows */
export const listOf = (rows) => (rows.length > 0 ? el("ul", { class: "plain-list" }, rows) : null);
