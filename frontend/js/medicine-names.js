/** Which medicines of the catalogue a typed name may mean; the server decides by the same whole words. */

/** @typedef {{name: string, brands: string[]}} Named */

/** Digits apart from letters, accents and unseen marks left out. @param {string} typed */
function wordsOf(typed) {
  return typed.toLowerCase().normalize("NFD").replace(/[\p{Mn}\p{Cf}]/gu, "").match(/\p{L}+|\p{Nd}+/gu) ?? [];
}

/** @param {Named} medicine */
const namesOf = ({ name, brands }) => [name, ...brands].map(wordsOf);

/**
 * The one medicine that a name or brand in `typed` stands for; null where there is none, or more than one.
 * @template {Named} M
 * @param {string} typed
 * @param {M[]} catalogue
 * @returns {M | null}
 */
export function namedIn(typed, catalogue) {
  const words = ` ${wordsOf(typed).join(" ")} `;
  const named = catalogue.filter((medicine) => namesOf(medicine).some((name) => words.includes(` ${name.join(" ")} `)));
  return named.length === 1 ? named[0] : null;
}

// Shorter ones, such as "mg", say nothing about a name.
const LEAST_LETTERS = 3;

/** Whether a search finds it: by any part of a name, or by a word that begins one. @param {string} typed @param {Named} medicine */
export function isSought(typed, medicine) {
  const words = wordsOf(typed).filter((word) => word.length >= LEAST_LETTERS);
  return isPartOf(typed, medicine) || words.some((word) => namesOf(medicine).some((name) => name.join(" ").startsWith(word)));
}

/** Whether what is typed may still become its name. @param {string} typed @param {Named} medicine */
export function isPartOf(typed, medicine) {
  const part = wordsOf(typed).join(" ");
  return namesOf(medicine).some((name) => name.join(" ").includes(part));
}
