/** What the desk knows at this moment. Screens follow it and draw themselves. */

/**
 * @typedef {{patient: string|null, alert: string|null, guidance?: string[]|null}} Selection `guidance` is the way inside the guidance place
 * @typedef {{
 *   me: any, cards: any[], patients: any[], guidance: any,
 *   rulebook: import("./rulebook.js").ClinicRulebook|null, trials: any[]|null, trial: any,
 *   selection: Selection, find: string, opened: import("./opened.js").Opened|null,
 *   asOf: Date|null, connection: "starting"|"live"|"lost", isLocked: boolean
 * }} Desk
 */

/** @type {Desk} */
export const desk = {
  me: null,
  cards: [],
  patients: [],
  guidance: null,
  rulebook: null,
  trials: null,
  trial: null,
  selection: { patient: null, alert: null, guidance: null },
  find: "",
  opened: null,
  asOf: null,
  connection: "starting",
  isLocked: true,
};

/** @type {Set<(changed: Set<string>) => void>} */
const followers = new Set();

/** @param {(changed: Set<string>) => void} draw called after every change with the names of what changed */
export function follow(draw) {
  followers.add(draw);
}

/** @param {Partial<Desk>} news */
export function change(news) {
  Object.assign(desk, news);
  const changed = new Set(Object.keys(news));
  for (const draw of followers) draw(changed);
}

/** The card of the selected alert, or null. */
export function selectedCard() {
  return desk.cards.find((card) => card.id === desk.selection.alert) ?? null;
}

/** Only an admin signs, sets the clinic's numbers and tries guidance; the server says so too. */
export const isAdmin = () => desk.me?.actor === "admin";
