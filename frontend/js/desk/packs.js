/** The guidance documents: who publishes each, whether it reads diaries here, and who has signed it. */
import { el } from "../dom.js";
import { dateOfBirth as longDate, dayOf, list, time } from "../format.js";
import { icon } from "../parts/icons.js";
import { t } from "../texts/index.js";
import { placeTitle } from "./place-title.js";
import { ruleOf, shortHash } from "./rulebook.js";
import { changesPart, rulesPart, signedChangesPart } from "./rule-lines.js";
import { guidanceAddress } from "./selection.js";
import { startSigning } from "./signing.js";
import { isAdmin } from "./state.js";
import { startTrial } from "./trial-form.js";
import { startWithdrawing } from "./withdrawing.js";

/** @param {any[]} packs */
export function packsPart(packs) {
  return el("section", { class: "packs part" }, packs.map((pack) => el("article", { class: `card pack is-${stateOf(pack)}` },
    el("div", { class: "part-head" }, el("h3", {}, el("a", { href: guidanceAddress(pack.pack) }, pack.title)), stateMark(pack)),
    facts(pack), acts(pack))));
}

/** One document with all of its rules. @param {any} pack */
export function packPage(pack) {
  return [
    el("header", { class: "place-head" }, el("div", { class: "part-head" }, placeTitle(pack.title), stateMark(pack)), facts(pack), acts(pack)),
    pack.newer ? changesPart(pack) : null,
    signedChangesPart(pack),
    ...rulesPart(pack),
  ];
}

/** @param {any} pack @returns {"newer"|"in_force"|"unsigned"} */
function stateOf(pack) {
  return pack.newer ? "newer" : pack.state;
}

/** @param {any} pack */
function stateMark(pack) {
  const state = stateOf(pack);
  return el("p", { class: `state-mark is-${state}` }, icon({ newer: "pen", in_force: "tick", unsigned: "minus" }[state]), t(`guidance.state.${state}`));
}

/** @param {any} pack */
function facts(pack) {
  const inForce = pack.rules.filter((/** @type {any} */ rule) => rule.in_force).length;
  return el("div", { class: "stack tight" },
    el("p", { class: "soft-text" }, pack.publisher),
    el("p", {}, t("guidance.rules_in_force", { count: inForce, all: pack.rules.length })),
    el("p", {}, signedWords(pack)),
    withdrawn(pack),
    pack.newer && el("p", {}, t("guidance.newer", { version: pack.newer.version, hash: shortHash(pack.newer.hash) })),
    leftOut(pack));
}

/** @param {any} pack */
export function signedWords(pack) {
  const { signature } = pack;
  const text = { version: pack.version, hash: shortHash(pack.hash) };
  if (signature) {
    return t("guidance.signed", { ...text, name: signature.signed_by, day: longDate(dayOf(signature.signed_at)), time: time(signature.signed_at),
      from: longDate(signature.in_force_from) });
  }
  return t(pack.needs_signature ? "guidance.not_signed" : "guidance.as_it_ships", text);
}

/** @param {any} pack */
function withdrawn({ withdrawal }) {
  if (!withdrawal) return null;
  const { withdrawn_by: name, withdrawn_at: at, reason } = withdrawal;
  return el("p", { class: "left-out" }, el("strong", {}, t("guidance.withdrawn", { name, day: longDate(dayOf(at)), time: time(at) })), " ", t("guidance.because", { reason }));
}

/** @param {any} pack */
function leftOut(pack) {
  const { signature } = pack;
  if (!signature || signature.left_out.length === 0) return null;
  const names = signature.left_out.map((/** @type {string} */ rule) => ruleOf(pack, rule)?.title ?? rule);
  return el("p", { class: "left-out" }, el("strong", {}, t("guidance.left_out", { rules: list(names) })), " ", t("guidance.because", { reason: signature.reason }));
}

/** @param {any} pack */
function acts(pack) {
  if (!isAdmin()) return null;
  const sign = pack.newer ? "guidance.act.sign_newer" : pack.signature ? "guidance.act.sign_again" : "guidance.act.sign";
  return el("div", { class: "acts" },
    button("sign", pack, t(sign), pack.newer || !pack.signature && pack.needs_signature ? "" : "plain", () => startSigning(pack)),
    button("try", pack, t("guidance.act.try"), "plain", () => startTrial(pack)),
    pack.signature && button("withdraw", pack, t("guidance.act.withdraw"), "danger", () => startWithdrawing(pack)));
}

/** @param {string} name @param {any} pack @param {string} words @param {string} kind @param {() => void} act */
function button(name, pack, words, kind, act) {
  return el("button", { type: "button", class: `button small ${kind}`, "data-focus": `${name}-${pack.pack}`, onclick: act }, words,
    el("span", { class: "visually-hidden" }, ` ${pack.title}`));
}
