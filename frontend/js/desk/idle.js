/** A desk left alone hides itself, also when the server cannot say that the sign-in has run out. */
import { lock } from "./door.js";
import { desk } from "./state.js";

const IDLE_MS = 15 * 60_000;
const CHECK_MS = 15_000;

export function hideWhenIdle() {
  let lastUsed = Date.now();
  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel"]) {
    addEventListener(kind, () => { lastUsed = Date.now(); }, { passive: true, capture: true });
  }
  const check = () => {
    if (!desk.isLocked && Date.now() - lastUsed >= IDLE_MS) lock();
    if (desk.isLocked) lastUsed = Date.now();
  };
  setInterval(check, CHECK_MS);
  // A laptop that slept runs no timers: look before anything is shown again.
  document.addEventListener("visibilitychange", check);
}
