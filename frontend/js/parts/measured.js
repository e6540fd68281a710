import { el, fill, uniqueId } from "../dom.js";
import { numberFrom } from "../entry.js";
import { number } from "../format.js";
import { keep, kept } from "../kept.js";
import { t } from "../texts/index.js";
import { icon } from "./icons.js";

/** @typedef {import("../types.js").Measurement} Kind @typedef {import("../entry.js").MeasuredRow} Row */

/**
 * Rows of one kind of measurement, as typed; the unit is never guessed, only remembered.
 * @param {Kind} kind
 * @param {Row[]} rows
 * @param {{now: string, onchange: (rows: Row[]) => void}} options `now` is the time that a new row starts with
 */
export function measuredRows(kind, rows, { now, onchange }) {
  const place = el("div", { class: "stack" });
  let shown = rows;
  /** @param {Row[]} next @param {boolean} redraw */
  function change(next, redraw) {
    shown = next;
    onchange(next);
    if (redraw) draw();
  }
  function add() {
    const unit = kind.units.length === 1 ? kind.units[0].id : kept(`unit.${kind.id}`, "");
    change([...shown, { values: Object.fromEntries(kind.fields.map(({ id }) => [id, ""])), unit, at: now }], true);
    /** @type {HTMLInputElement | undefined} */ ([...place.querySelectorAll("input[inputmode]")].at(-kind.fields.length))?.focus();
  }
  function draw() {
    fill(place, shown.map((row, i) => measuredRow(kind, row, {
      onchange: (next) => change(shown.with(i, next), false),
      onremove: () => change(shown.toSpliced(i, 1), true),
    })), el("button", { type: "button", class: "button soft with-icon", onclick: add }, icon("plus"),
      t(shown.length ? "measured.another" : "measured.add", { label: kind.label })));
  }
  draw();
  return el("section", { class: "measured", "aria-label": kind.label }, el("h3", {}, kind.label), place);
}

/** @param {Kind} kind @param {Row} row @param {{onchange: (row: Row) => void, onremove: () => void}} on */
function measuredRow(kind, row, on) {
  let now = row;
  const error = el("p", { class: "error", hidden: true });
  /** @param {Partial<Row>} part */
  function set(part) {
    now = { ...now, ...part };
    error.hidden = true;
    on.onchange(now);
  }
  const fields = kind.fields.map((field) => labelled(kind.fields.length > 1 ? field.label : kind.label, el("input", {
    inputmode: "decimal", autocomplete: "off", maxlength: 6, value: row.values[field.id] ?? "", required: true,
    oninput: (/** @type {any} */ event) => set({ values: { ...now.values, [field.id]: event.target.value } }),
  })));
  const unit = el("select", { value: row.unit, onchange: (/** @type {any} */ event) => { keep(`unit.${kind.id}`, event.target.value); set({ unit: event.target.value }); } },
    row.unit ? null : el("option", { value: "" }, t("measured.choose_unit")), kind.units.map(({ id }) => el("option", { value: id }, id)));
  const at = el("input", { type: "time", value: row.at, oninput: (/** @type {any} */ event) => set({ at: event.target.value }) });
  return el("div", { class: "measured-row stack tight" }, el("div", { class: "measured-fields" },
    fields, labelled(t("measured.unit"), unit), labelled(t("measured.time"), at)), error,
  el("button", { type: "button", class: "link", onclick: on.onremove }, icon("cross"), t("measured.remove")));
}

/** @param {string} label @param {HTMLElement} control */
function labelled(label, control) {
  const id = uniqueId("field");
  control.id = id;
  return el("div", { class: "field" }, el("label", { for: id }, label), control);
}

/** What is wrong with a row in words, or null. @param {Kind} kind @param {Row} row */
export function problemOf(kind, row) {
  const unit = kind.units.find(({ id }) => id === row.unit);
  const values = kind.fields.map(({ id }) => numberFrom(row.values[id] ?? ""));
  if (values.some(Number.isNaN)) return t("measured.not_a_number", { label: kind.label });
  if (!unit) return t("measured.no_unit", { label: kind.label });
  if (values.some((value) => value < unit.low || value > unit.high)) {
    return t("measured.implausible", { label: kind.label, low: number(unit.low), high: number(unit.high), unit: unit.id });
  }
  return kind.id === "blood_pressure" && values[0] <= values[1] ? t("measured.swapped") : null;
}

/** The rows that could be saved as they are. @param {Record<string, Row[]>} measured @param {Kind[]} kinds */
export const wholeRows = (measured, kinds) => Object.fromEntries(kinds.map((kind) =>
  [kind.id, (measured[kind.id] ?? []).filter((row) => problemOf(kind, row) === null)]));

/** Shows a row's problem beside it and moves there. @param {Element} form @param {string} label @param {number} index @param {string} problem */
export function showProblem(form, label, index, problem) {
  const row = form.querySelector(`[aria-label="${CSS.escape(label)}"]`)?.querySelectorAll(".measured-row")[index];
  const error = row?.querySelector(".error");
  if (!row || !(error instanceof HTMLElement)) return;
  row.closest("details")?.setAttribute("open", "");
  error.id ||= uniqueId("error");
  error.textContent = problem;
  error.hidden = false;
  const input = row.querySelector("input");
  input?.setAttribute("aria-describedby", error.id);
  input?.focus();
}
