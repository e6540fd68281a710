/** Fields with labels, hints and errors that say what to do. */
import { Problem } from "../api.js";
import { append, el, uniqueId } from "../dom.js";
import { icon } from "../parts/icons.js";
import { t } from "../texts/index.js";
import { Explained, inWords } from "./problems.js";

/**
 * @typedef {object} FieldSpec
 * @property {string} name
 * @property {string} label
 * @property {string} [type] an input type, or "textarea", "select"
 * @property {string} [value]
 * @property {string} [hint]
 * @property {{value: string, label: string}[]} [options]
 * @property {Record<string, unknown>} [attributes]
 *
 * @typedef {{name: string, element: HTMLElement, control: HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement,
 *   read: () => string, fail: (why: string|null) => void}} Field
 */

/** @param {FieldSpec} spec @param {string} id @param {string} described */
function controlOf(spec, id, described) {
  const shared = { id, name: spec.name, "aria-describedby": described, ...spec.attributes };
  if (spec.type === "textarea") return el("textarea", { rows: 3, maxlength: 2000, ...shared, value: spec.value ?? "" });
  if (spec.type === "select") {
    const options = (spec.options ?? []).map((option) => el("option", { value: option.value }, option.label));
    return el("select", { ...shared, value: spec.value ?? "" }, options);
  }
  return el("input", { type: spec.type ?? "text", maxlength: 200, ...shared, value: spec.value ?? "" });
}

/** @param {FieldSpec} spec @returns {Field} */
export function fieldOf(spec) {
  const id = uniqueId("field");
  const error = el("p", { class: "error", id: `${id}-error`, hidden: true });
  const hint = spec.hint ? el("p", { class: "hint", id: `${id}-hint` }, spec.hint) : null;
  const control = controlOf(spec, id, `${id}-error${hint ? ` ${id}-hint` : ""}`);
  return {
    name: spec.name,
    control,
    element: el("div", { class: "field" }, el("label", { for: id }, spec.label), control, hint, error),
    read: () => control.value.trim(),
    fail: (why) => {
      error.hidden = why === null;
      error.textContent = why;
      control.setAttribute("aria-invalid", String(why !== null));
    },
  };
}

/** @param {Field[]} fields @param {unknown} problem @returns {boolean} whether a field took the blame */
function blame(fields, problem) {
  const errors = problem instanceof Problem ? problem.errors : [];
  const blamed = fields.filter((field) => {
    const mine = errors.find((error) => error.field === field.name || error.field.endsWith(`.${field.name}`));
    if (mine) field.fail(mine.problem);
    return mine !== undefined;
  });
  blamed[0]?.control.focus();
  return blamed.length > 0 && blamed.length === errors.length;
}

/** @param {unknown} problem */
function othersIn(problem) {
  return problem instanceof Problem ? problem.errors.map((error) => `${error.field}: ${error.problem}`).join(" ") : "";
}

/**
 * A form that keeps what was typed until it is truly saved.
 * @param {object} about
 * @param {Field[]} about.fields
 * @param {HTMLElement[]} [about.body] what to show instead of the fields, one below the other
 * @param {string} about.submit
 * @param {string} [about.kind] more classes
 * @param {() => Promise<void>} about.send throws what the request throws
 * @param {() => void} [about.cancel]
 */
export function formOf({ fields, body, submit, send, cancel, kind = "" }) {
  const trouble = el("div", { class: "trouble", role: "alert" });
  const button = el("button", { type: "submit", class: "button" }, submit);
  const form = el("form", { class: `stack ${kind}`, novalidate: true });
  append(form, [...(body ?? fields.map((field) => field.element)), el("div", { class: "form-foot" }, trouble, el("div", { class: "row end" },
    cancel && el("button", { type: "button", class: "button plain", onclick: cancel }, t("word.cancel")), button))]);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    trouble.replaceChildren();
    for (const field of fields) field.fail(null);
    try {
      await send();
    } catch (problem) {
      const isShown = blame(fields, problem);
      const why = isShown ? t("nurse.problem.fields") : `${inWords(problem)} ${othersIn(problem)}`;
      trouble.replaceChildren(el("p", { class: "error" }, icon("alarm"), el("span", {}, why)));
    } finally {
      button.disabled = false;
    }
  });
  return form;
}

/** An empty answer is unknown. @param {string} text */
export const orNull = (text) => (text === "" ? null : text);

/**
 * The number in a field, or null when nothing was typed. A comma is a decimal point in much of the world.
 * @param {Field} field
 * @throws {Explained} for what is no number
 */
export function numberIn(field) {
  const text = field.read();
  if (text === "") return null;
  const value = Number(text.replace(",", "."));
  if (Number.isFinite(value)) return value;
  field.fail(t("nurse.problem.no_number"));
  field.control.focus();
  throw new Explained(t("nurse.problem.fields"));
}
