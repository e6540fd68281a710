/** Redrawing must not throw the keyboard back to the top of the page. */

/** @param {Element} element */
function nameOf(element) {
  return element.getAttribute("data-focus") ?? element.getAttribute("href") ?? element.id;
}

/**
 * Draws, then gives the focus and the scroll position back to the same link or button.
 * @param {HTMLElement} place
 * @param {() => void} draw
 */
export function keepFocus(place, draw) {
  const active = document.activeElement;
  const part = active?.closest(".part")?.className;
  const name = active && place.contains(active) ? nameOf(active) : "";
  const top = place.scrollTop;
  draw();
  place.scrollTop = top;
  if (!name) return;
  const same = [...place.querySelectorAll("a, button, summary, select, [tabindex]")].filter((element) => nameOf(element) === name);
  const again = same.find((element) => element.closest(".part")?.className === part) ?? same[0];
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  else place.focus({ preventScroll: true });
}
