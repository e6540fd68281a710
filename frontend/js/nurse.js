/** The nurse's page: signs in, then keeps the list and the chosen patient in step. */
import { Offline, Problem, request, speakFor } from "./api.js";
import { unlock } from "./desk/door.js";
import { hideWhenIdle } from "./desk/idle.js";
import { loadGuidance } from "./desk/guidance.js";
import { drawList } from "./desk/list.js";
import { drawPerson } from "./desk/person.js";
import { drawGuidance } from "./desk/guidance-place.js";
import { readList, startRefreshing } from "./desk/refresh.js";
import { followAddress } from "./desk/selection.js";
import { buildShell } from "./desk/shell.js";
import { listenForShortcuts } from "./desk/shortcuts.js";
import { askToSignIn } from "./desk/signin.js";
import { desk, follow } from "./desk/state.js";
import { learn } from "./texts/index.js";
import { words } from "./texts/en-nurse.js";
import { words as guidanceWords } from "./texts/en-guidance.js";
import { words as trialWords } from "./texts/en-trials.js";
import { words as formWords } from "./texts/en-nurse-forms.js";
import { enSafety } from "./texts/en-safety.js";

let hasStarted = false;

async function start() {
  hasStarted = true;
  const places = buildShell(document.body);
  follow((changed) => drawList(places.list, changed));
  follow((changed) => drawPerson(places.person, changed));
  follow((changed) => drawGuidance(places.person, changed));
  listenForShortcuts(places);
  await Promise.all([loadGuidance(), readList()]);
  followAddress();
  startRefreshing();
  hideWhenIdle();
}

function followTheLock() {
  follow((changed) => {
    if (!changed.has("isLocked")) return;
    document.body.classList.toggle("is-locked", desk.isLocked);
    if (desk.isLocked) askToSignIn(desk.me?.name ?? null);
    else if (hasStarted) readList();
    else start();
  });
}

async function open() {
  try {
    const { body } = await request("GET", "/auth/me");
    unlock(body);
  } catch (problem) {
    askToSignIn(null, problem instanceof Offline || (problem instanceof Problem && problem.status >= 500) ? problem : null);
  }
}

speakFor("staff");
learn(enSafety);
learn(words);
learn(formWords);
learn(guidanceWords);
learn(trialWords);
followTheLock();
open();
