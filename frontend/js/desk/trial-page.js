/** What a trial found, and the trials before it. */
import { announce, el } from "../dom.js";
import { dateOfBirth as longDate, number as written, when } from "../format.js";
import { t } from "../texts/index.js";
import { amount, ruleAndNumber } from "./amounts.js";
import { listOf } from "./listed.js";
import { placeTitle } from "./place-title.js";
import { inWords } from "./problems.js";
import { ruleOf, shortHash } from "./rulebook.js";
import { addressOf, guidanceAddress } from "./selection.js";
import { desk } from "./state.js";
import { isAtWork } from "./trial.js";

const COUNTS = ["gained", "lost", "raised"];

/** @param {any} trial */
function titleOf(trial) {
  const pack = desk.rulebook?.packs.find((one) => one.pack === trial.pack);
  return pack?.title ?? trial.pack;
}

export function trialPage() {
  const { trial } = desk;
  if (!trial?.state) {
    return [placeTitle(t("trial.title")), trial?.problem ? el("p", { class: "notice" }, inWords(trial.problem, { isReading: true })) : el("p", {}, t("word.loading"))];
  }
  return [
    el("header", { class: "place-head" }, placeTitle(t("trial.of", { pack: titleOf(trial) })), ...factsOf(trial)),
    trial.problem ? el("p", { class: "notice" }, inWords(trial.problem, { isReading: true })) : null,
    progressOf(trial),
    trial.state === "done" ? resultsOf(trial) : null,
  ];
}

/** @param {any} trial */
function factsOf(trial) {
  return [
    el("p", {}, t(trial.is_draft ? "trial.draft" : "trial.text", { version: trial.version, hash: shortHash(trial.hash) })),
    trial.numbers.length > 0 ? el("p", {}, t("trial.numbers", { numbers: trial.numbers.map(numberWords).join("; ") })) : null,
    el("p", { class: "soft-text" }, t("trial.asked", { name: trial.asked_by, when: when(trial.asked_at), since: longDate(trial.since), until: longDate(trial.until) })),
    el("p", { class: "hint" }, t("trial.nothing_changes")),
  ];
}

/** @param {{rule: string, name: string, value: number}} one */
function numberWords(one) {
  const rule = (desk.rulebook?.packs ?? []).map((pack) => ruleOf(pack, one.rule)).find(Boolean);
  const number = rule?.numbers.find((/** @type {any} */ known) => known.name === one.name);
  return `${ruleAndNumber(rule?.title ?? one.rule, one)}: ${amount(one.value, number?.unit ?? "")}`;
}

/** @param {any} trial */
function progressWords({ state, judged, patients, finished_at: finished }) {
  const counts = { judged, count: patients };
  return state === "done" ? t("trial.state.done", { ...counts, when: when(finished) }) : t(`trial.state.${state}`, counts);
}

/** Tells how far it is without drawing the rest anew, for whoever reads or tabs there. @param {HTMLElement} place @returns {boolean} whether that was all */
export function tellProgress(place) {
  const { trial } = desk;
  const said = place.querySelector("#trial-progress");
  const bar = place.querySelector("progress");
  if (!said || !bar || !trial?.state || trial.problem) return false;
  if (!isAtWork(trial)) {
    announce(progressWords(trial));
    return false;
  }
  if (said.textContent !== progressWords(trial)) said.textContent = progressWords(trial);
  bar.value = trial.judged;
  return true;
}

/** @param {any} trial */
function progressOf(trial) {
  const isBusy = isAtWork(trial);
  return el("section", { class: `card part trial-state is-${trial.state}` },
    el("p", { id: "trial-progress", role: trial.state === "failed" ? "alert" : "status" }, progressWords(trial)),
    trial.skipped > 0 ? el("p", {}, t("trial.skipped", { count: trial.skipped })) : null,
    isBusy ? el("progress", { max: String(Math.max(1, trial.patients)), value: trial.judged, "aria-labelledby": "trial-progress" }) : null);
}

/** @param {any} trial */
function resultsOf(trial) {
  const results = trial.results ?? [];
  const moved = (/** @type {any} */ one) => one.gained + one.lost + one.raised;
  const changed = results.filter((/** @type {any} */ one) => moved(one) > 0).sort((/** @type {any} */ a, /** @type {any} */ b) => moved(b) - moved(a));
  const same = results.filter((/** @type {any} */ one) => moved(one) === 0);
  return el("section", { class: "card part results" }, el("h3", {}, t("trial.results")),
    el("p", { class: "hint" }, t("trial.results_hint")),
    changed.length === 0 ? el("p", {}, t("trial.no_difference")) : table(changed),
    same.length > 0 && el("details", { "data-fold": "same" }, el("summary", {}, t("trial.same", { count: same.length })),
      el("ul", { class: "plain-list" }, same.map((/** @type {any} */ one) => el("li", {}, el("p", {}, el("strong", {}, one.title), ` · ${t("trial.kept", { count: one.kept })}`),
        el("p", { class: "hint" }, one.sentence))))));
}

/** @param {any[]} results */
function table(results) {
  return el("div", { class: "scroll" }, el("table", {},
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("trial.rule")), ...COUNTS.map((name) => el("th", { scope: "col", class: "figure" }, t(`trial.${name}`))),
      el("th", { scope: "col", class: "figure" }, t("trial.kept_column")))),
    ...results.map((one) => el("tbody", {}, el("tr", {},
      el("th", { scope: "row" }, one.title),
      ...COUNTS.map((name) => el("td", { class: "figure" }, el("strong", {}, one[name]),
        el("span", { class: "hint" }, written(one[`${name}_per_100_patients_and_week`]), el("span", { class: "visually-hidden" }, ` ${t("trial.rate")}`)))),
      el("td", { class: "figure" }, one.kept)),
    el("tr", { class: "more-of" }, el("td", { colspan: 5 }, el("p", { class: "hint" }, one.sentence), patientsOf(one)))))));
}

/** @param {any} result */
function patientsOf({ rule, patients }) {
  if (patients.length === 0) return null;
  return el("details", { "data-fold": `patients-${rule}` }, el("summary", {}, t("trial.patients", { count: patients.length })),
    el("ul", { class: "plain-list" }, patients.map((/** @type {any} */ one) => el("li", {}, el("p", {}, el("a", { href: addressOf(one.id) }, one.name), ": ",
      COUNTS.filter((name) => one[name] > 0).map((name) => t(`trial.count.${name}`, { count: one[name] })).join(", "))))));
}

/** The trials before, on the overview. */
export function trialsPart() {
  const { trials } = desk;
  return el("section", { class: "card part trials" }, el("h3", {}, t("trial.earlier")),
    trials === null ? el("p", { class: "soft-text" }, t("trial.unread")) : null,
    trials?.length === 0 ? el("p", { class: "soft-text" }, t("trial.none")) : null,
    listOf((trials ?? []).map((trial) => el("li", {},
      el("p", {}, el("a", { href: guidanceAddress("trials", trial.id) }, titleOf(trial)), trial.is_draft ? ` · ${t("trial.a_draft")}` : ""),
      el("p", { class: "soft-text" }, `${t("trial.asked", { name: trial.asked_by, when: when(trial.asked_at), since: longDate(trial.since), until: longDate(trial.until) })} ${progressWords(trial)}`)))));
}
