import { el, uniqueId } from "../dom.js";
import { t } from "../texts/index.js";

const LONGEST = 2000;
const NOTES = /** @type {const} */ (["physical", "thinking", "emotional"]);

/** Three notes in one's own words. @param {import("../types.js").Notes} notes @param {(notes: import("../types.js").Notes) => void} onchange */
export function notesFields(notes, onchange) {
  let now = notes;
  return NOTES.map((name) => {
    const id = uniqueId("note");
    /** @param {any} event */
    const oninput = (event) => { now = { ...now, [name]: event.target.value }; onchange(now); };
    return el("div", { class: "field" }, el("label", { for: id }, t(`note.${name}`)),
      el("textarea", { id, maxlength: LONGEST, rows: 2, value: notes[name], oninput }));
  });
}

/** One line of text under its label. @param {string} label @param {{value?: string, hint?: string, type?: string, list?: string[], max?: string, required?: boolean, maxlength?: number, multiline?: boolean}} [options] */
export function textField(label, { hint, list, multiline = false, maxlength = multiline ? LONGEST : 200, ...rest } = {}) {
  const id = uniqueId("field");
  const listId = list?.length ? `${id}-list` : null;
  const attributes = { id, maxlength, autocomplete: "off", "aria-describedby": hint ? `${id}-hint` : null, list: listId, ...rest };
  const control = multiline ? el("textarea", attributes) : el("input", { type: "text", ...attributes });
  const field = el("div", { class: "field" }, el("label", { for: id }, label), control,
    hint ? el("p", { class: "hint", id: `${id}-hint` }, hint) : null,
    listId ? el("datalist", { id: listId }, (list ?? []).map((value) => el("option", { value }))) : null);
  return { field, control };
}
