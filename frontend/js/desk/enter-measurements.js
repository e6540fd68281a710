/** Measurements of a day: values with their unit and time. A unit is never guessed where there are two. */
import { el } from "../dom.js";
import { t } from "../texts/index.js";
import { fieldOf, numberIn } from "./forms.js";
import { Explained } from "./problems.js";

/** @typedef {import("./forms.js").Field} Field */
/** @typedef {{values: Field[], unit: Field, at: Field, element: HTMLElement}} Row */

/** @param {any[]} measurements @param {Record<string, any>} known the readings of the day */
export function measurementFields(measurements, known) {
  const kinds = measurements.map((kind) => rowsOf(kind, known[kind.id] ?? []));
  const isAnswered = measurements.some((kind) => known[kind.id] != null);
  return {
    element: el("details", { open: isAnswered }, el("summary", {}, t("nurse.enter.measurements")), el("div", { class: "measures" }, kinds.map((kind) => kind.element))),
    fields: () => kinds.flatMap(({ rows }) => rows.flatMap((row) => [...row.values, row.unit, row.at])),
    // Emptied rows overwrite what was there before: the whole day is what the form shows.
    read: () => Object.fromEntries(kinds.map((kind) => [kind.id, readRows(kind)])),
  };
}

/** @param {any} kind @param {any[]} known */
function rowsOf(kind, known) {
  /** @type {Row[]} */
  const rows = [];
  const place = el("div", { class: "measure-rows" });
  const add = (/** @type {any} */ measured) => {
    const row = rowOf(kind, measured, rows.length);
    rows.push(row);
    place.append(row.element);
    return row;
  };
  for (const measured of known.length ? known : [{}]) add(measured);
  const another = el("button", { type: "button", class: "link", onclick: () => add({}).values[0].control.focus() }, t("nurse.enter.another"),
    el("span", { class: "visually-hidden" }, ` ${kind.label}`));
  const element = el("div", { class: "ask", role: "group", "aria-label": kind.label },
    el("p", { class: "ask-name" }, kind.label), el("div", { class: "stack tight" }, place, another));
  return { id: kind.id, fieldNames: kind.fields.map((/** @type {any} */ field) => field.id), rows, element };
}

/** @param {any} kind @param {any} measured @param {number} index @returns {Row} */
function rowOf(kind, measured, index) {
  const name = `readings.${kind.id}.${index}`;
  const values = kind.fields.map((/** @type {any} */ field) => fieldOf({ name: `${name}.${field.id}`, label: field.label,
    value: measured[field.id] == null ? "" : String(measured[field.id]),
    attributes: { inputmode: "decimal", maxlength: 7, "aria-label": `${field.label}, ${kind.label}` } }));
  const only = kind.units.length === 1 ? kind.units[0].id : "";
  const units = kind.units.map((/** @type {any} */ unit) => ({ value: unit.id, label: unit.id }));
  const unit = fieldOf({ name: `${name}.unit`, label: t("nurse.enter.unit"), type: "select", value: measured.unit ?? only,
    options: only ? units : [{ value: "", label: "–" }, ...units], attributes: { "aria-label": `${t("nurse.enter.unit")}, ${kind.label}` } });
  const at = fieldOf({ name: `${name}.at`, label: t("nurse.enter.time"), type: "time", value: measured.at ?? "",
    attributes: { "aria-label": `${t("nurse.enter.time")}, ${kind.label}` } });
  return { values, unit, at, element: el("div", { class: "ask-fields" }, [...values, unit, at].map((field) => field.element)) };
}

/** @param {{id: string, fieldNames: string[], rows: Row[]}} kind @returns {any[]|null} */
function readRows({ id, fieldNames, rows }) {
  const filled = rows.filter((row) => row.values.some((field) => field.read() !== ""));
  filled.forEach((row, index) => rename(row, `readings.${id}.${index}`, fieldNames));
  const measured = filled.map((row) => ({
    ...Object.fromEntries(row.values.map((field, i) => [fieldNames[i], numberIn(field)])),
    unit: unitOf(row),
    ...(row.at.read() ? { at: row.at.read() } : {}),
  }));
  return measured.length > 0 ? measured : null;
}

/** @param {Row} row @throws {Explained} when the unit was left open */
function unitOf({ unit }) {
  if (unit.read() !== "") return unit.read();
  unit.fail(t("nurse.enter.unit_missing"));
  unit.control.focus();
  throw new Explained(t("nurse.problem.fields"));
}

/** The server names rows by their place among the filled ones. @param {Row} row @param {string} name @param {string[]} fieldNames */
function rename(row, name, fieldNames) {
  row.values.forEach((field, i) => { field.name = `${name}.${fieldNames[i]}`; });
  row.unit.name = `${name}.unit`;
  row.at.name = `${name}.at`;
}
