import { readAll } from "../api.js";
import { announce, el, fill } from "../dom.js";
import { isSought, namedIn } from "../medicine-names.js";
import { icon } from "../parts/icons.js";
import { textField } from "../parts/notes.js";
import { state } from "../state.js";
import { t } from "../texts/index.js";

/** @typedef {import("../types.js").Medicine} Medicine */
/** @typedef {{medicine: Medicine | null, name: string, isWatched: boolean}} Chosen `isWatched` once the server has found it by its name, too */

/** Finds a medicine by any of its names; what is not known can be added as typed. */
export class MedicineSearch {
  /** @param {(chosen: Chosen) => void} onchoose */
  constructor(onchoose) {
    this.onchoose = onchoose;
    /** @type {Medicine[]} */ this.catalogue = state.guidance.medicines;
    const { field, control } = textField(t("medicines.search"), { type: "search", hint: t("medicines.search_hint") });
    this.control = control;
    control.addEventListener("input", () => this.draw(true));
    this.results = el("ul", { class: "results" });
    this.element = el("form", { class: "stack", role: "search", onsubmit: (/** @type {Event} */ event) => event.preventDefault() }, field, this.results);
  }

  async open() {
    this.draw(false);
    this.catalogue = await readAll("/catalogue").catch(() => this.catalogue);
    this.draw(false);
  }

  /** @param {boolean} isTyped */
  draw(isTyped) {
    const typed = this.control.value.trim();
    const found = this.catalogue.filter((medicine) => isSought(typed, medicine));
    fill(this.results, found.map((medicine) => this.result(medicine.name, [medicine.brands.join(", "), medicine.class.name].filter(Boolean).join(" · "),
      () => this.onchoose({ medicine, name: medicine.name, isWatched: true }))),
    typed ? this.result(t("medicines.as_typed", { name: typed }), t("medicines.as_typed_hint"), () => this.onchoose({ medicine: null, name: typed, isWatched: namedIn(typed, this.catalogue) !== null })) : null);
    if (isTyped) announce(t("medicines.found", { count: found.length }));
  }

  /** @param {string} title @param {string} under @param {() => void} choose */
  result(title, under, choose) {
    return el("li", {}, el("button", { type: "button", class: "result", onclick: choose }, el("span", {}, el("b", {}, title), el("small", {}, under)), icon("right")));
  }
}
