/** Trials of guidance on stored diaries: the list of them, and the one that lies open, followed while the worker works. */
import { Problem } from "../api.js";
import { ask, askAll } from "./door.js";
import { change, desk } from "./state.js";

const EVERY_MS = 2_000;
const AT_WORK = ["waiting", "running"];

/** @type {number|undefined} */
let timer;

export async function readTrials() {
  try {
    change({ trials: await askAll("/clinic/guidance/trials") });
  } catch {
    // The rest of the place is worth showing without them.
    change({ trials: null });
  }
}

/** The trial that the address names, or null. */
export function chosenTrial() {
  const [first, id] = desk.selection.guidance ?? [];
  return first === "trials" && id ? id : null;
}

/** @param {any} trial */
export const isAtWork = (trial) => AT_WORK.includes(trial?.state);

/** Reads what the address names until it is done; whoever goes elsewhere ends that. */
export function followTrial() {
  clearTimeout(timer);
  const id = chosenTrial();
  if (!id) return;
  if (desk.trial?.id !== id) change({ trial: null });
  void look(id, false);
}

/** @param {string} id @param {boolean} background a page that looks by itself keeps nobody signed in */
async function look(id, background) {
  const trial = await readTrial(id, background);
  if (chosenTrial() !== id) return;
  change({ trial });
  clearTimeout(timer);
  if (trial.problem ? isAway(trial.problem) : isAtWork(trial)) timer = setTimeout(() => look(id, true), EVERY_MS);
}

/** Whether asking once more may help. @param {unknown} problem */
const isAway = (problem) => !(problem instanceof Problem) || problem.status >= 500;

/** @param {string} id @param {boolean} background */
async function readTrial(id, background) {
  try {
    const { body } = await ask("GET", `/clinic/guidance/trials/${id}`, { background });
    return body;
  } catch (problem) {
    return { ...(desk.trial?.id === id ? desk.trial : {}), id, problem };
  }
}
