/** What is asked for safety's sake, whatever a clinic has signed. Pure.
 * @typedef {import("./entry.js").Draft} Draft @typedef {Pick<Draft, "answers">} Answered */

export const RED_FLAGS = ["chest_pain", "breathless_at_rest", "fainting", "new_confusion", "unstoppable_bleeding"];
export const SELF_HARM = "self_harm_thoughts";
export const SAFETY = [...RED_FLAGS, SELF_HARM];
const MOODS = ["anxious", "discouraged", "sad"];
const LOW_MOODS = ["discouraged", "sad"];
const SEVERE = 3;
const VERY_SEVERE = 4;

/** @type {ReadonlySet<string>} */
const NOTHING = new Set();

/** Whether a danger sign is there that is not told of elsewhere. @param {Answered} draft @param {ReadonlySet<string>} [told] */
export const hasRedFlag = ({ answers }, told = NOTHING) => RED_FLAGS.some((id) => answers[id]?.presence === true && !told.has(id));

/** Whether any of the danger signs was answered. @param {Draft} draft */
export const speaksOfDanger = ({ answers }) => RED_FLAGS.some((id) => answers[id] !== undefined);

/** Whether nothing is left to ask about danger: a yes is enough. @param {Draft} draft */
export const hasAnsweredDanger = (draft) => hasRedFlag(draft) || RED_FLAGS.every((id) => draft.answers[id] !== undefined);

/** @param {Draft} draft */
export const asksAboutHarm = ({ answers }) =>
  answers[SELF_HARM] !== undefined || MOODS.some((id) => Number(answers[id]?.severity ?? 0) >= SEVERE);

/** Whether a crisis is there that is not told of elsewhere. @param {Answered} draft @param {ReadonlySet<string>} [told] */
export const isCrisis = ({ answers }, told = NOTHING) => (answers[SELF_HARM]?.presence === true && !told.has(SELF_HARM))
  || LOW_MOODS.some((id) => Number(answers[id]?.severity ?? 0) >= VERY_SEVERE && !told.has(id));

/** "No" to each of these. @param {Draft} draft @param {string[]} ids @returns {Draft} */
export const noneOf = (draft, ids) =>
  ({ ...draft, answers: { ...draft.answers, ...Object.fromEntries(ids.map((id) => [id, { presence: false }])) }, isDirty: true });
