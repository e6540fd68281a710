/** Numbers that count for one patient before the clinic's, and which rules they make milder. */
import { el } from "../dom.js";
import { t } from "../texts/index.js";
import { endedWords, namesOf, numberWords, setWords, weakerMark } from "./clinic-numbers.js";
import { listOf } from "./listed.js";
import { endNumber, setNumber } from "./number-forms.js";
import { askAll } from "./door.js";
import { inWords } from "./problems.js";
import { say } from "./said.js";
import { change, desk } from "./state.js";

/** @param {import("./opened.js").Opened} opened */
export function ownNumbersPart({ patient, thresholds }) {
  const packs = desk.rulebook?.packs ?? [];
  const standing = thresholds.filter((one) => one.ended_at === null);
  const past = thresholds.filter((one) => one.ended_at !== null);
  if (thresholds.length > 0 && packs.length === 0) learnPacks().catch(() => {});
  return el("section", { class: "card part own-numbers" },
    el("div", { class: "part-head" }, el("h3", {}, t("guidance.own.title")),
      el("button", { type: "button", class: "button soft small", "data-focus": "own-number", onclick: () => startSetting(patient, standing) }, t("guidance.own.set"))),
    standing.length === 0 ? el("p", { class: "soft-text" }, t("guidance.own.none")) : null,
    listOf(standing.map((one) => el("li", {},
      el("p", { class: "row" }, el("span", {}, numberWords(one, packs)), one.weakens ? weakerMark() : null),
      setWords(one), acts(one, patient, packs)))),
    past.length > 0 && el("details", { "data-fold": "past-own-numbers" }, el("summary", {}, t("guidance.numbers.past", { count: past.length })),
      el("ul", { class: "plain-list" }, past.map((one) => el("li", {}, el("p", {}, numberWords(one, packs)), setWords(one), endedWords(one))))));
}

/** @param {any} one @param {any} patient @param {any[]} packs */
function acts(one, patient, packs) {
  const { pack, rule, number } = namesOf(one, packs);
  if (!pack || !rule || !number) return null;
  const choice = { pack, rule, number, own: one };
  const whose = el("span", { class: "visually-hidden" }, ` ${rule.title}`);
  return el("div", { class: "row small-links" },
    el("button", { type: "button", class: "link", "data-focus": `own-change-${one.id}`, onclick: () => setNumber([choice], patient) }, t("guidance.number.change"), whose),
    el("button", { type: "button", class: "link", "data-focus": `own-end-${one.id}`, onclick: () => endNumber(choice, patient) }, t("guidance.number.end"), whose.cloneNode(true)));
}

/** @param {any} patient @param {any[]} standing */
async function startSetting(patient, standing) {
  try {
    const packs = await learnPacks();
    const choices = packs.flatMap((pack) => pack.rules.filter((/** @type {any} */ rule) => rule.in_force).flatMap((/** @type {any} */ rule) =>
      rule.numbers.map((/** @type {any} */ number) => ({ pack, rule, number,
        own: standing.find((one) => one.pack === pack.pack && one.rule === rule.rule && one.name === number.name) }))));
    if (choices.length === 0) return say(t("guidance.own.nothing"));
    setNumber(choices, patient);
  } catch (problem) {
    say(inWords(problem, { isReading: true }), { isTrouble: true });
  }
}

/** The rules' own words and bounds. @returns {Promise<any[]>} */
async function learnPacks() {
  const packs = await askAll("/clinic/guidance");
  const before = desk.rulebook ?? { thresholds: [], weakened: [], problem: null };
  change({ rulebook: { ...before, packs } });
  return packs;
}
