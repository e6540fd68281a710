/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Record<string, unknown>} Attributes A key that begins with `on` takes a listener: `onclick`. */

/**
 * A new HTML element. Text goes in as text nodes, so nothing that a person typed is ever read as markup.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  furnish(element, attributes, children);
  return element;
}

/**
 * A new SVG element.
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  furnish(element, attributes, children);
  return element;
}

const PROPERTIES = new Set(["value", "checked", "selected", "disabled", "open", "hidden", "required", "readOnly"]);

/** @param {Element} element @param {Attributes} attributes @param {(Child | Child[])[]} children */
function furnish(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (PROPERTIES.has(name)) Reflect.set(element, name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  // A <select> only knows its value once its options are there.
  append(element, children);
  if (element instanceof HTMLSelectElement && attributes.value != null) element.value = String(attributes.value);
}

/** @param {Element} element @param {(Child | Child[])[]} children */
export function append(element, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

/** Puts these children in the place of those that are there. @param {Element} element @param {...(Child | Child[])} children */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/** Moves the focus to a heading or a part that cannot be tabbed to. @param {HTMLElement | null} element @param {FocusOptions} [options] */
export function focusOn(element, options = { preventScroll: false }) {
  if (!element) return;
  if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
  element.focus(options);
}

/** Says a short sentence to a screen reader, politely. @param {string} sentence */
export function announce(sentence) {
  let region = document.getElementById("announcements");
  if (!region) {
    region = el("p", { id: "announcements", class: "visually-hidden", role: "status" });
    document.body.append(region);
  }
  region.textContent = "";
  const target = region;
  setTimeout(() => { target.textContent = sentence; }, 60);
}

/** Draws again only when what is shown has changed, so that focus and open folds stay where they are.
 * @returns {(shown: unknown, draw: () => void) => void} */
export function whenChanged() {
  let before = "";
  return (shown, draw) => {
    const now = JSON.stringify(shown);
    if (now === before) return;
    before = now;
    draw();
  };
}

let count = 0;
/** An id that no other element of the page has. @param {string} [prefix] */
export const uniqueId = (prefix = "e") => `${prefix}-${++count}`;
