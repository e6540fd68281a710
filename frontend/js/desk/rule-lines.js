/** The rules of one document, as they stand: what each says, how well it is sourced, with which numbers. */
import { el } from "../dom.js";
import { levelIcon } from "../parts/icons.js";
import { t } from "../texts/index.js";
import { amount, numberName } from "./amounts.js";
import { endNumber, setNumber } from "./number-forms.js";
import { clinicNumber } from "./rulebook.js";
import { isAdmin } from "./state.js";

const KNOWN_CHANGES = ["level", "mark", "optional", "basis", "source", "advice", "in_force_since"];

/** @param {any} pack */
export function rulesPart(pack) {
  const { rules } = pack;
  const left = new Set(pack.signature?.left_out ?? []);
  const inForce = rules.filter((/** @type {any} */ rule) => rule.in_force);
  const unverified = rules.filter((/** @type {any} */ rule) => !rule.in_force && !rule.by_default && !left.has(rule.rule));
  const others = rules.filter((/** @type {any} */ rule) => !rule.in_force && !unverified.includes(rule));
  return [
    group(t("guidance.group.in_force", { count: inForce.length }), inForce, pack),
    group(t(pack.signature ? "guidance.group.left_out" : "guidance.group.would_be", { count: others.length }), others, pack),
    group(t("guidance.group.unverified", { count: unverified.length }), unverified, pack, t("guidance.group.unverified_hint")),
  ];
}

/** @param {string} title @param {any[]} rules @param {any} pack @param {string} [hint] */
function group(title, rules, pack, hint = "") {
  if (rules.length === 0) return null;
  return el("section", { class: "card part" }, el("h3", {}, title), hint ? el("p", { class: "notice" }, hint) : null,
    el("ul", { class: "plain-list rules" }, rules.map((rule) => el("li", {}, ruleHead(rule), ...ruleGrounds(rule), numbersOf(rule, pack)))));
}

/** @param {any} rule */
export function ruleHead(rule) {
  return el("p", { class: "rule-head" }, el("strong", {}, rule.title),
    el("span", { class: `level is-${rule.level}` }, levelIcon(rule.level), t(`nurse.level.${rule.level}`)));
}

/** The sentence, where it comes from, and how far that was read. @param {any} rule */
export function ruleGrounds(rule) {
  const from = [rule.source.title, rule.source.section].filter(Boolean).join(", ");
  return [
    el("p", {}, rule.sentence),
    el("p", { class: "hint" }, el("span", { class: `source-mark is-${rule.mark.toLowerCase()}` }, t(`guidance.mark.${rule.mark.toLowerCase()}`)),
      ` ${from}. ${t("guidance.basis", { basis: rule.basis })}`),
  ];
}

/** @param {any} rule @param {any} pack */
function numbersOf(rule, pack) {
  if (!rule.in_force || rule.numbers.length === 0) return null;
  return el("ul", { class: "numbers" }, rule.numbers.map((/** @type {any} */ number) => {
    const own = clinicNumber(pack, rule, number);
    return el("li", {}, el("span", {}, `${numberName(number)}: `, el("strong", {}, amount(number.number, number.unit)), " ",
      number.number === number.pack_number ? t("guidance.number.own") : t("guidance.number.instead", { value: amount(number.pack_number, number.unit) })),
    own?.weakens ? el("span", { class: "mark is-weaker" }, t("guidance.weaker")) : null,
    isAdmin() ? changeButton(rule, number, pack, own) : null);
  }));
}

/** @param {any} rule @param {any} number @param {any} pack @param {any} own */
function changeButton(rule, number, pack, own) {
  const name = `${rule.rule}-${number.name}`;
  return [
    el("button", { type: "button", class: "link", "data-focus": `set-${name}`, onclick: () => setNumber([{ pack, rule, number }]) }, t("guidance.number.change"),
      el("span", { class: "visually-hidden" }, ` ${rule.title}, ${numberName(number)}`)),
    own && el("button", { type: "button", class: "link", "data-focus": `end-${name}`, onclick: () => endNumber({ pack, rule, number, own }) }, t("guidance.number.end"),
      el("span", { class: "visually-hidden" }, ` ${rule.title}, ${numberName(number)}`)),
  ].filter(Boolean);
}

/** What a newer text does in another way than the one that stands signed. @param {any} pack */
export function changesPart(pack) {
  const { changes, pack_changes: around, version } = pack.newer;
  return changesOf(changes, around, t("guidance.changes.title", { version }));
}

/** What the signature changed in the text, against the one before. @param {any} pack */
export function signedChangesPart({ signature }) {
  const { changes, pack_changes: around, signed_by: name } = signature?.changed ?? { changes: null, pack_changes: null, signed_by: "" };
  if (!changes?.length && !around?.length) return null;
  return changesOf(changes ?? [], around ?? [], t("guidance.changes.signed", { name }));
}

/** @param {any[]} changes @param {any[]} around what changed outside of the rules @param {string} title */
function changesOf(changes, around, title) {
  const same = around.length === 0 ? "guidance.changes.none" : "guidance.changes.same_rules";
  return el("section", { class: "card part changes" }, el("h3", {}, title), changes.length === 0 ? el("p", {}, t(same)) : null,
    el("ul", { class: "plain-list" }, changes.map(changeLine)),
    around.length === 0 ? null : el("ul", {}, around.map((one) => namedLine(one.name, one))));
}

/** @param {string} name @param {any} change */
function namedLine(name, { before, after }) {
  const absent = t("guidance.changes.absent");
  return el("li", { class: "hint" }, t("guidance.changes.named", { name, before: before ?? absent, after: after ?? absent }));
}

/** @param {any} change */
function changeLine({ title, before, after, named }) {
  const kind = before === null ? "added" : after === null ? "removed" : "changed";
  const hasOtherWords = before !== null && after !== null && before !== after;
  return el("li", {},
    el("p", {}, el("strong", {}, title), ` · ${t(`guidance.changes.${kind}`)}`),
    hasOtherWords ? el("p", {}, t("guidance.changes.was", { sentence: before })) : null,
    el("p", {}, hasOtherWords ? t("guidance.changes.is", { sentence: after }) : after ?? before),
    el("ul", {}, named.map((/** @type {any} */ one) =>
      namedLine(KNOWN_CHANGES.includes(one.name) ? t(`guidance.changes.name.${one.name}`) : one.name.replaceAll("_", " "), one))));
}
