/** Where the focus goes on arriving; it stays there while the place fills up. */
import { el } from "../dom.js";

/** @param {string} words */
export const placeTitle = (words) => el("h2", { tabindex: "-1", "data-focus": "place-title" }, words);
