/** Keeps the list live: every 30 seconds, without prolonging an idle sign-in. */
import { askAll } from "./door.js";
import { change } from "./state.js";

const EVERY_MS = 30_000;

/** @type {number|undefined} */
let timer;
/** Only the newest reading may speak: an answer that was overtaken would show an older list. */
let newest = 0;

/** @param {{background?: boolean}} [options] */
export async function readList({ background = false } = {}) {
  const mine = ++newest;
  try {
    const [cards, patients] = await Promise.all([
      askAll("/alerts?status=unresolved", { background }),
      askAll("/patients", { background }),
    ]);
    if (mine === newest) change({ cards, patients, asOf: new Date(), connection: "live" });
  } catch {
    if (mine === newest) change({ connection: "lost" });
  }
}

export function startRefreshing() {
  const again = async () => {
    await readList({ background: true });
    timer = setTimeout(again, EVERY_MS);
  };
  clearTimeout(timer);
  timer = setTimeout(again, EVERY_MS);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") readList({ background: true });
  });
  addEventListener("online", () => readList({ background: true }));
  addEventListener("offline", () => change({ connection: "lost" }));
}
