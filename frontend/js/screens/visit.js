import { Offline } from "../api.js";
import { el, fill } from "../dom.js";
import { keep, kept } from "../kept.js";
import { confirmed } from "../parts/dialog.js";
import { icon } from "../parts/icons.js";
import { textField } from "../parts/notes.js";
import { unsentCount } from "../outbox.js";
import { signOut } from "../session.js";
import { state } from "../state.js";
import { t } from "../texts/index.js";

/** What to ask at the next visit. */
export class Visit {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.title = t("tab.visit");
    this.questions = el("section", { class: "card stack" });
    fill(place, el("h1", { tabindex: "-1" }, t("visit.title")), this.questions,
      el("section", { class: "card stack" }, el("h2", {}, t("visit.advice")), el("ul", {}, state.guidance.general_advice.map((line) => el("li", {}, line)))),
      this.phone());
  }

  open() { this.draw(); }

  refresh() { /* Nothing here changes by itself. */ }

  draw() {
    /** @type {string[]} */ const own = kept("questions", []);
    const { field, control } = textField(t("visit.own"), { maxlength: 300 });
    /** @param {Event} event */
    const add = (event) => {
      event.preventDefault();
      if (!control.value.trim()) return;
      keep("questions", [...own, control.value.trim()]);
      this.draw();
      this.questions.querySelector("input[type=text]")?.dispatchEvent(new Event("focus"));
    };
    fill(this.questions, el("h2", {}, t("visit.questions")), el("p", { class: "hint" }, t("visit.hint")),
      el("div", {}, [...state.guidance.questions, ...own].map((question) => ticked(question))),
      el("form", { class: "stack tight", onsubmit: add }, field, el("button", { class: "button soft with-icon" }, icon("plus"), t("visit.add"))));
  }

  phone() {
    const error = el("p", { class: "error", role: "alert", hidden: true });
    const leave = async () => {
      const explain = unsentCount() ? t("phone.unsent", { count: unsentCount() }) : t("phone.explain");
      if (!(await confirmed({ title: t("phone.sign_out"), explain, yes: t("phone.sign_out") }))) return;
      try {
        await signOut();
        location.replace("/");
      } catch (problem) {
        error.hidden = false;
        fill(error, problem instanceof Offline ? t("problem.offline") : t("problem.unknown"));
      }
    };
    return el("details", { class: "fold quiet" }, el("summary", {}, t("phone.title")), el("p", {}, t("phone.whose", { name: state.me.name, clinic: state.me.clinic.name })),
      error, el("button", { type: "button", class: "button danger", onclick: () => void leave() }, t("phone.sign_out")));
  }
}

/** @param {string} question */
function ticked(question) {
  /** @type {string[]} */ const asked = kept("asked", []);
  /** @param {any} event */
  const onchange = (event) => {
    /** @type {string[]} */ const others = kept("asked", /** @type {string[]} */ ([])).filter((one) => one !== question);
    keep("asked", event.target.checked ? [...others, question] : others);
  };
  return el("label", { class: "check" }, el("input", { type: "checkbox", checked: asked.includes(question), onchange }), el("span", {}, question));
}
