/** After a save: first show the new state, then close the dialog and say so. Nobody can act on what is no longer true. */
import { readOpened } from "./opened.js";
import { readList } from "./refresh.js";
import { say } from "./said.js";

export async function readBoth() {
  await Promise.all([readList(), readOpened()]);
}

/** @param {() => void} close @param {string} sentence */
export async function settle(close, sentence) {
  await readBoth();
  close();
  say(sentence);
}
