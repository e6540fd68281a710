import { Offline, Problem } from "../api.js";
import { announce, el, fill, focusOn } from "../dom.js";
import { fullDay, list } from "../format.js";
import { confirmed } from "../parts/dialog.js";
import { icon } from "../parts/icons.js";
import { textField } from "../parts/notes.js";
import { clearUnsent, enrol, preview, unsentHere } from "../session.js";
import { t } from "../texts/index.js";

/** @typedef {import("../types.js").Me} Me */

/** Connects this phone to a diary: a code, whose it is, and only then yes. */
export class Enrol {
  /** @param {HTMLElement} place @param {{code: string, me: Me | null, ondone: (me: Me) => void}} options */
  constructor(place, { code, me, ondone }) {
    this.place = place;
    this.code = code;
    this.me = me;
    this.ondone = ondone;
    this.title = t("enrol.title");
  }

  async open() {
    await this.count();
    if (this.code) await this.look(this.code);
    else this.ask();
  }

  async count() { this.unsent = await unsentHere(this.me).catch(() => ({ count: 0, days: [], name: "" })); }

  /** The way out for a phone that will not be connected again: on purpose, and told what is lost. */
  clearing() {
    const { count = 0, days = [], name = "" } = this.unsent ?? {};
    if (count === 0 || this.me) return null;
    const clear = async () => {
      const explain = t("enrol.clear_explain", { count, name, days: list(days.map((day) => fullDay(day))) });
      if (!(await confirmed({ title: t("enrol.clear_title"), explain, yes: t("enrol.clear_yes"), isLoss: true }))) return;
      await clearUnsent();
      await this.count();
      announce(t("enrol.cleared"));
      if (this.code) await this.look(this.code);
      else this.ask();
    };
    return el("button", { type: "button", class: "link", onclick: () => void clear() }, t("enrol.clear"));
  }

  /** @param {string} [error] */
  ask(error = "") {
    const { field, control } = textField(t("enrol.code"), { value: this.code, hint: t("enrol.code_hint"), maxlength: 40, required: true });
    control.setAttribute("autocapitalize", "characters");
    control.setAttribute("spellcheck", "false");
    control.classList.add("code");
    const unsent = this.unsent?.count && !this.me ? el("p", { class: "notice" }, t("enrol.unsent_waiting", { count: this.unsent.count, name: this.unsent.name }), " ", this.clearing()) : null;
    const problem = error ? el("p", { class: "error", role: "alert" }, icon("alarm"), error) : null;
    if (error) control.setAttribute("aria-invalid", "true");
    this.show(el("h1", { tabindex: "-1" }, t("enrol.welcome")), el("p", {}, t("enrol.explain")), unsent,
      el("form", { class: "card stack", novalidate: true, onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); void this.look(control.value); } },
        field, problem, el("button", { class: "button wide" }, t("enrol.next"))), this.me ? this.back() : null);
    if (error) control.focus();
  }

  /** @param {string} code */
  async look(code) {
    this.code = code.trim();
    if (this.code.replace(/[^0-9A-Za-z]/g, "").length !== 12) return this.ask(t("enrol.bad_code"));
    try {
      this.confirm(await preview(this.code));
    } catch (error) {
      this.ask(wordsOf(error));
    }
  }

  /** @param {{patient_name: string, clinic_name: string}} whose */
  confirm(whose) {
    const { count = 0, name: before = "" } = this.unsent ?? {};
    const isOther = before !== "" && before !== whose.patient_name;
    if (count && isOther) return this.refuse(before, count);
    const warning = this.me ? el("p", { class: "notice" }, t(isOther ? "enrol.replaces" : "enrol.again", { before: this.me.name, name: whose.patient_name })) : null;
    const error = el("p", { class: "error", role: "alert", hidden: true });
    const accept = el("button", { type: "button", class: "button wide", onclick: () => void this.accept(accept, error) }, t("enrol.accept", { name: whose.patient_name }));
    const title = el("h1", { tabindex: "-1" }, t("enrol.whose", { name: whose.patient_name }));
    this.show(title, el("section", { class: "card stack" }, el("p", { class: "clinic-line" }, icon("heart"), el("span", {}, whose.clinic_name)),
      el("p", {}, t("enrol.what")), el("p", { class: "soft-text" }, t("verdict.not_live")), warning, error, accept,
      el("button", { type: "button", class: "button plain wide", onclick: () => this.decline() }, t("enrol.not_me"))));
    focusOn(title);
  }

  /** @param {HTMLButtonElement} button @param {HTMLElement} error */
  async accept(button, error) {
    button.disabled = true;
    try {
      this.ondone(await enrol(this.code));
    } catch (problem) {
      button.disabled = false;
      error.hidden = false;
      fill(error, wordsOf(problem));
    }
  }

  decline() {
    this.code = "";
    if (this.me) this.ondone(this.me);
    else this.ask(t("enrol.declined"));
  }

  /** A link never replaces a diary that has unsent entries. @param {string} before @param {number} count */
  refuse(before, count) {
    const title = el("h1", { tabindex: "-1" }, t("enrol.refused"));
    this.show(title, el("section", { class: "card band is-call stack" }, el("p", {}, t("enrol.unsent", { count, name: before })), el("p", {}, t(this.me ? "enrol.unsent_next" : "enrol.unsent_lost")), this.clearing()), this.back());
    focusOn(title);
  }

  back() {
    const me = this.me;
    return el("button", { type: "button", class: "button plain wide", onclick: () => { if (me) this.ondone(me); else this.ask(); } }, me ? t("enrol.back", { name: me.name }) : t("word.back"));
  }

  /** @param {...(import("../dom.js").Child)} parts */
  show(...parts) { fill(this.place, el("div", { class: "stack enrol" }, icon("heart"), parts)); }
}

/** @param {unknown} error */
function wordsOf(error) {
  if (error instanceof Offline) return t("problem.offline");
  return error instanceof Problem && error.detail ? error.detail : t("problem.unknown");
}
