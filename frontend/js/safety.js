/** What is asked for safety's sake, whatever a clinic has signed. Pure.
 * @typedef {import("./entry.js").Draft} Draft */

export const RED_FLAGS = ["chest_pain", "breathless_at_rest", "fainting", "new_confusion", "unstoppable_bleeding"];
export const SELF_HARM = "self_harm_thoughts";
export const SAFETY = [...RED_FLAGS, SELF_HARM];
const MOODS = ["anxious", "discouraged", "sad"];
const LOW_MOODS = ["discouraged", "sad"];
const SEVERE = 3;
const VERY_SEVERE = 4;

/** @param {Draft} draft */
export const hasRedFlag = ({ answers }) => RED_FLAGS.some((id) => answers[id]?.presence === true);

/** Whether any of the danger signs was answered. @param {Draft} draft */
export const speaksOfDanger = ({ answers }) => RED_FLAGS.some((id) => answers[id] !== undefined);

/** @param {Draft} draft */
export const asksAboutHarm = ({ answers }) =>
  answers[SELF_HARM] !== undefined || MOODS.some((id) => Number(answers[id]?.severity ?? 0) >= SEVERE);

/** @param {Draft} draft */
export const isCrisis = ({ answers }) =>
  answers[SELF_HARM]?.presence === true || LOW_MOODS.some((id) => Number(answers[id]?.severity ?? 0) >= VERY_SEVERE);

/** "No" to each of these. @param {Draft} draft @param {string[]} ids @returns {Draft} */
export const noneOf = (draft, ids) =>
  ({ ...draft, answers: { ...draft.answers, ...Object.fromEntries(ids.map((id) => [id, { presence: false }])) }, isDirty: true });
