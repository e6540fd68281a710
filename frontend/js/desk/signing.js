/** Signing a document: tick its rules, say why some are left out, read once more what is signed, sign. */
import { Problem } from "../api.js";
import { el, fill, focusOn, uniqueId } from "../dom.js";
import { dateOfBirth as longDate } from "../format.js";
import { t } from "../texts/index.js";
import { todayAtClinic } from "./clinic.js";
import { openDialog } from "./dialogs.js";
import { ask } from "./door.js";
import { fieldOf, formOf } from "./forms.js";
import { refuse } from "./number-forms.js";
import { Explained } from "./problems.js";
import { changesPart, ruleGrounds, ruleHead } from "./rule-lines.js";
import { readPack, readRulebook, settleRules, shortHash } from "./rulebook.js";
import { desk } from "./state.js";

/** @param {any} pack */
export function startSigning(pack) {
  const text = pack.newer ?? pack;
  openDialog({ title: t("guidance.sign.title", { pack: pack.title }), wide: true, kind: "signing" }, ({ close }) => {
    const place = el("div", { class: "stack" });
    const choosing = choosingStep(pack, text, close, (wanted, reason) => {
      fill(place, confirmingStep(pack, text, wanted, reason, { close, back: () => { fill(place, choosing); show(place); } }));
      show(place);
    });
    fill(place, choosing);
    return [place];
  });
}

/** A step begins at its top. @param {HTMLElement} place */
function show(place) {
  place.closest("dialog")?.scrollTo({ top: 0 });
  focusOn(place.querySelector("h3"), { preventScroll: true });
}

/** Ticked to begin with: what is in force, and what a newer text brings along. @param {any} rule @param {any} pack */
function isTicked(rule, pack) {
  if (!pack.signature) return rule.by_default;
  const isNew = !pack.rules.some((/** @type {any} */ known) => known.rule === rule.rule);
  return rule.in_force || (isNew && rule.by_default);
}

/** @param {any} pack @param {any} text @param {() => void} close @param {(wanted: any[], reason: string) => void} go */
function choosingStep(pack, text, close, go) {
  const ticks = text.rules.map((/** @type {any} */ rule) => ({ rule, box: el("input", { type: "checkbox", name: "rules", value: rule.rule, checked: isTicked(rule, pack) }) }));
  const reason = fieldOf({ name: "reason", label: t("guidance.sign.reason"), type: "textarea", value: pack.milder.length > 0 ? "" : pack.signature?.reason ?? "", hint: t("guidance.sign.reason_hint") });
  const of = (/** @type {boolean} */ byDefault) => ticks.filter((/** @type {any} */ { rule }) => rule.by_default === byDefault);
  const own = of(false);
  return formOf({
    fields: [reason],
    body: [
      el("h3", {}, t("guidance.sign.choose")),
      el("p", { class: "soft-text" }, t("guidance.sign.lead", { version: text.version, hash: shortHash(text.hash) })),
      ...(pack.newer ? [changesPart(pack)] : []),
      tickGroup(t("guidance.sign.by_default"), of(true)),
      ...(own.length > 0 ? [tickGroup(t("guidance.sign.own_tick"), own, t("guidance.sign.own_tick_hint"))] : []),
      reason.element,
    ],
    submit: t("guidance.sign.go_on"),
    cancel: close,
    send: async () => {
      const wanted = ticks.filter((/** @type {any} */ { box }) => box.checked).map((/** @type {any} */ { rule }) => rule);
      if (wanted.length === 0) throw new Explained(t("guidance.sign.none"));
      if (leftOut(pack, text, wanted).length > 0 && reason.read() === "") return refuse(reason, t("guidance.sign.why"));
      if (milderOf(pack, wanted).length > 0 && reason.read() === "") return refuse(reason, t("guidance.sign.why_milder"));
      go(wanted, reason.read());
    },
  });
}

/** @param {string} title @param {{rule: any, box: HTMLInputElement}[]} ticks @param {string} [hint] */
function tickGroup(title, ticks, hint = "") {
  const id = uniqueId("hint");
  return el("fieldset", { class: `ticks ${hint ? "needs-review" : ""}`, "aria-describedby": hint ? id : null }, el("legend", {}, title),
    hint ? el("p", { id, class: "notice" }, hint) : null,
    el("ul", { class: "plain-list" }, ticks.map(({ rule, box }) => {
      const grounds = uniqueId("rule");
      box.setAttribute("aria-describedby", grounds);
      return el("li", {}, el("label", { class: "check" }, box, ruleHead(rule)), el("div", { id: grounds, class: "grounds-of" }, ruleGrounds(rule)));
    })));
}

/** What would be in force without a word, or was by the last signature, and is not ticked. @param {any} pack @param {any} text @param {any[]} wanted */
function leftOut(pack, text, wanted) {
  const ticked = new Set(wanted.map((rule) => rule.rule));
  const known = new Map([...pack.rules, ...text.rules].map((rule) => [rule.rule, rule]));
  const due = [...text.rules.filter((/** @type {any} */ rule) => rule.by_default).map((/** @type {any} */ rule) => rule.rule), ...((pack.signature ?? pack.withdrawal)?.rules ?? [])];
  return [...new Set(due)].filter((rule) => !ticked.has(rule)).map((rule) => known.get(rule) ?? { rule, title: rule });
}

/** What the text says in a milder way than when it was last in force. @param {any} pack @param {any[]} wanted */
const milderOf = (pack, wanted) => wanted.filter((rule) => pack.milder.includes(rule.rule));

/**
 * @param {any} pack @param {any} text @param {any[]} wanted @param {string} reason
 * @param {{close: () => void, back: () => void}} ways
 */
function confirmingStep(pack, text, wanted, reason, { close, back }) {
  const [left, milder] = [leftOut(pack, text, wanted), milderOf(pack, wanted)];
  const form = formOf({
    fields: [],
    body: [
      el("h3", {}, t("guidance.sign.confirm")),
      el("dl", { class: "signed-facts" }, [
        ["pack", pack.title], ["version", text.version], ["hash", shortHash(text.hash)],
        ["day", longDate(todayAtClinic())], ["name", desk.me.name], ["rules", t("guidance.rules_in_force", { count: wanted.length, all: text.rules.length })],
      ].map(([name, value]) => el("div", {}, el("dt", {}, t(`guidance.sign.fact.${name}`)), el("dd", {}, value)))),
      ...sinceLast(pack, text, wanted),
      named(t("guidance.sign.reviewed"), wanted.filter((rule) => !rule.by_default)),
      named(t("guidance.sign.left_out"), left),
      named(t("guidance.sign.milder"), milder),
      ...(left.length + milder.length > 0 && reason ? [el("p", {}, t("guidance.because", { reason }))] : []),
      el("p", { class: "notice" }, t("guidance.sign.effect")),
    ].filter((part) => part !== null),
    submit: t("guidance.sign.submit", { name: desk.me.name }),
    cancel: back,
    send: async () => {
      await sign(pack, text, wanted, reason);
      await settleRules(close, t("guidance.sign.done"));
    },
  });
  const cancel = form.querySelector(".button.plain");
  if (cancel) cancel.textContent = t("word.back");
  return form;
}

/** @param {any} pack @param {any} text @param {any[]} wanted */
function sinceLast(pack, text, wanted) {
  if (!pack.signature) return [el("p", {}, t("guidance.sign.first"))];
  const before = new Set(pack.signature.rules);
  const now = new Set(wanted.map((rule) => rule.rule));
  const gone = pack.signature.rules.filter((/** @type {string} */ rule) => !now.has(rule))
    .map((/** @type {string} */ rule) => pack.rules.find((/** @type {any} */ known) => known.rule === rule) ?? { rule, title: rule });
  const come = wanted.filter((rule) => !before.has(rule.rule));
  const same = come.length + gone.length === 0 && text.hash === pack.hash;
  return [
    el("h4", {}, t("guidance.sign.since", { name: pack.signature.signed_by })),
    ...(same ? [el("p", {}, t("guidance.sign.same"))] : []),
    ...(text.hash === pack.hash ? [] : [el("p", {}, t("guidance.sign.other_text", { before: pack.version, after: text.version, count: pack.newer.changes.length }))]),
    named(t("guidance.sign.come"), come),
    named(t("guidance.sign.gone"), gone),
  ];
}

/** @param {string} title @param {any[]} rules */
function named(title, rules) {
  if (rules.length === 0) return null;
  return el("div", {}, el("h4", {}, title), el("ul", {}, rules.map((rule) => el("li", {}, rule.title))));
}

/** @param {any} pack @param {any} text @param {any[]} wanted @param {string} reason */
async function sign(pack, text, wanted, reason) {
  try {
    await ask("POST", `/clinic/guidance/${pack.pack}/sign`, { body: { hash: text.hash, rules: wanted.map((rule) => rule.rule), reason } });
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 409) throw problem;
    const now = await readPack(pack.pack);
    await readRulebook();
    if (now && [now.hash, now.newer?.hash].includes(text.hash)) throw problem;
    throw new Explained(t("guidance.sign.moved"));
  }
}
