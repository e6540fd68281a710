/** What the clinic has signed and set: read when the guidance place is opened, and after every change of it. */
import { ask, askAll } from "./door.js";
import { say } from "./said.js";
import { change, desk } from "./state.js";

/**
 * @typedef {object} ClinicRulebook
 * @property {any[]} packs
 * @property {any[]} thresholds the clinic's own numbers, the newest first, ended ones too
 * @property {any[]} weakened what somebody made milder, for the clinic or a patient
 * @property {unknown} problem why the last reading failed
 */

const HASH_SHOWN = 12;

/** What is written of a text's fingerprint; enough to tell two texts apart by eye. @param {string} hash */
export const shortHash = (hash) => hash.slice(0, HASH_SHOWN);

/** Only the newest reading may speak. */
let newest = 0;

export async function readRulebook() {
  const mine = ++newest;
  try {
    const [packs, thresholds, weakened] = await Promise.all([
      askAll("/clinic/guidance"),
      askAll("/clinic/thresholds"),
      askAll("/clinic/thresholds/weakened"),
    ]);
    if (mine === newest) change({ rulebook: { packs, thresholds, weakened, problem: null } });
  } catch (problem) {
    if (mine === newest) change({ rulebook: { packs: [], thresholds: [], weakened: [], ...desk.rulebook, problem } });
  }
}

/** @param {string} pack */
export async function readPack(pack) {
  const { body } = await ask("GET", "/clinic/guidance");
  return body.items.find((/** @type {any} */ one) => one.pack === pack) ?? null;
}

/** After a change of the rules: first the new state, then the dialog closes. @param {() => void} close @param {string} sentence */
export async function settleRules(close, sentence) {
  await readRulebook();
  close();
  say(sentence);
}

/** @param {any} pack @param {string} rule */
export function ruleOf(pack, rule) {
  return [...(pack?.rules ?? []), ...(pack?.newer?.rules ?? [])].find((one) => one.rule === rule) ?? null;
}

/** The number that counts now for the clinic, if it is the clinic's own. @param {any} pack @param {any} rule @param {any} number */
export function clinicNumber(pack, rule, number) {
  return (desk.rulebook?.thresholds ?? []).find((one) => one.ended_at === null && one.pack === pack.pack
    && one.rule === rule.rule && one.name === number.name) ?? null;
}
