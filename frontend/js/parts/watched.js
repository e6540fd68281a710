import { el } from "../dom.js";
import { dateOfBirth, dayAndMonth, fullDay, list } from "../format.js";
import { state } from "../state.js";
import { t } from "../texts/index.js";
import { levelIcon } from "./icons.js";

/** @typedef {import("../types.js").WatchedRule} WatchedRule */

/** A crisis stands apart: nobody grades it. */
const LEVELS = ["emergency", "urgent", "call", "watch", "crisis"];
/** As many as can be read without folding any away. */
const FEW = 6;
const NOT_VERIFIED = "U";
const SECOND_HAND = "S";

/** The rules in force under what each asks her to do, the worst first; what is near stands open. @param {WatchedRule[]} rules */
export function watchedByLevel(rules) {
  return LEVELS.map((level) => levelPart(level, rules.filter((rule) => rule.level === level), rules.length <= FEW));
}

/** @param {string} level @param {WatchedRule[]} rules @param {boolean} areFew */
function levelPart(level, rules, areFew) {
  if (rules.length === 0) return null;
  const inOrder = [...rules].sort((a, b) => nearnessOf(b) - nearnessOf(a));
  const open = inOrder.filter((rule) => areFew || nearnessOf(rule) > 0);
  const rest = inOrder.slice(open.length);
  return el("section", { class: `stack tight watch-level is-${level}` },
    el("h3", { class: "level" }, levelIcon(level), el("span", {}, t(`watch.level.${level}`))),
    level === "crisis" ? el("p", { class: "soft-text" }, t("watch.crisis")) : null, open.map(watchedRule),
    rest.length === 0 ? null : el("details", { class: "card fold" },
      el("summary", {}, t(open.length ? "watch.more" : "watch.rules", { count: rest.length })), el("div", { class: "stack" }, rest.map(watchedRule))));
}

/** 0 for what is not near at all. @param {WatchedRule} rule */
const nearnessOf = ({ verdict, progress }) => (verdict === "met" ? 2 : progress.have / progress.need);

/** @param {WatchedRule} rule */
function watchedRule(rule) {
  return el("article", { class: `stack tight watched is-${rule.level}` }, el("p", { class: "sentence" }, rule.sentence),
    rule.own_numbers?.map((words) => el("p", { class: "own-number" }, words)), rule.while_taking?.map(taken),
    nearness(rule), unknown(rule), isOnlyShown(rule) && rule.verdict === "met" ? el("ul", {}, rule.advice.map((line) => el("li", {}, line))) : null, whereFrom(rule));
}

/** Such a rule opens no alert, so that Today says nothing of it. @param {WatchedRule} rule */
const isOnlyShown = ({ level }) => level === "watch";

/** @param {WatchedRule["while_taking"][number]} medicine */
const taken = ({ medicine, stopped_on }) =>
  el("p", {}, stopped_on === null ? t("watch.taking", { medicine }) : t("watch.taken", { medicine, date: dayAndMonth(stopped_on) }));

/** How near a rule is, as words and as dots. @param {WatchedRule} rule */
function nearness(rule) {
  const { verdict, progress: { have, need } } = rule;
  if (verdict !== "met" && need === 1) return verdict === "unknown" ? null : el("p", { class: "nearness" }, t("watch.not_so"));
  const says = verdict === "met" ? t(isOnlyShown(rule) ? "watch.so" : "watch.met") : t(isTogether(rule) ? "watch.symptoms" : "watch.days", { have, count: need });
  const dots = Array.from({ length: need }, (_, i) => el("i", { class: i < have ? "dot is-full" : "dot" }));
  return el("p", { class: "nearness" }, el("span", { class: "dots", "aria-hidden": "true" }, dots), el("span", {}, says));
}

/** Whether it counts symptoms of one day, and no days. @param {WatchedRule} watched */
const isTogether = (watched) => state.rulebook.rules.some(({ id, pack, condition }) =>
  id === watched.rule && pack === watched.pack && condition.kind === "together");

/** @param {WatchedRule} rule */
function unknown(rule) {
  const { verdict, unknown_days: days, unknown_usual: usual } = rule;
  if (verdict !== "unknown") return null;
  const unanswered = isTogether(rule) ? "watch.unknown_others" : "watch.unknown_days";
  const words = [...(days.length ? [t(unanswered, { days: list(days.map((day) => fullDay(day))) })] : []),
    ...(usual ?? []).map((what) => t(`watch.unknown_usual.${what}`))];
  return (words.length ? words : [t("watch.unknown")]).map((line) => el("p", { class: "soft-text" }, line));
}

/** @param {WatchedRule} rule */
function whereFrom({ source, basis, mark, in_force_since: since }) {
  const doubt = mark === NOT_VERIFIED ? "watch.not_verified" : mark === SECOND_HAND ? "watch.second_hand" : null;
  return el("details", {}, el("summary", {}, t("watch.source")), el("div", { class: "stack tight" },
    el("p", {}, el("cite", {}, source.title), `, ${source.publisher}. `, source.section), basis ? el("p", {}, `${basis}.`) : null,
    doubt ? el("p", {}, t(doubt)) : null, since ? el("p", { class: "soft-text" }, t("watch.since", { date: dateOfBirth(since) })) : null));
}
