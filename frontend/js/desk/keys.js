/** One-letter shortcuts. They rest while someone types, holds a modifier or has a dialog open. */

const SWITCH = "desk.keys";

/** @returns {boolean} */
export function areKeysOn() {
  return localStorage.getItem(SWITCH) !== "off";
}

/** @param {boolean} on */
export function switchKeys(on) {
  localStorage.setItem(SWITCH, on ? "on" : "off");
}

/** @param {KeyboardEvent} event */
function isForSomethingElse(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const isTyping = target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  return isTyping || hasModifier || event.isComposing || document.querySelector("dialog[open]") !== null;
}

/** @param {Record<string, (event: KeyboardEvent) => boolean|void>} shortcuts a handler that answers false lets the key pass */
export function listenForKeys(shortcuts) {
  document.addEventListener("keydown", (event) => {
    const act = shortcuts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || event.repeat && event.key.length === 1 && !"jk".includes(event.key)) return;
    if (isForSomethingElse(event) || !areKeysOn()) return;
    if (act(event) !== false) event.preventDefault();
  });
}
