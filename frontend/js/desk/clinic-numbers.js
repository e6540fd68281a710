/** The clinic's own numbers, and every rule that somebody made milder: who, when and why. */
import { el } from "../dom.js";
import { listOf } from "./listed.js";
import { when } from "../format.js";
import { t } from "../texts/index.js";
import { amount, numberName, ruleAndNumber } from "./amounts.js";
import { endNumber, setNumber } from "./number-forms.js";
import { ruleOf } from "./rulebook.js";
import { addressOf } from "./selection.js";
import { isAdmin } from "./state.js";

/** @param {any} one a number that was set @param {any[]} packs */
export function namesOf(one, packs) {
  const pack = packs.find((known) => known.pack === one.pack) ?? null;
  const rule = ruleOf(pack, one.rule);
  const number = rule?.numbers.find((/** @type {any} */ known) => known.name === one.name) ?? null;
  return { pack, rule, number };
}

/** Such as "Fever · Number: 37.8 °C instead of 38 °C". @param {any} one @param {any[]} packs */
export function numberWords(one, packs) {
  const { rule, number } = namesOf(one, packs);
  const unit = number?.unit ?? "";
  return [
    el("strong", {}, ruleAndNumber(rule?.title ?? one.rule, one)), ": ", el("strong", {}, amount(one.value, unit)),
    one.pack_number === null || one.pack_number === one.value ? "" : ` ${t("guidance.number.instead", { value: amount(one.pack_number, unit) })}`,
  ];
}

/** What was made milder by signing or withdrawing; null where by a number. @param {any} one @returns {"left_out"|"milder_text"|"withdrawn"|null} */
const signedWay = (one) => (one.left_out ? "left_out" : one.milder_text ? "milder_text" : one.withdrawn ? "withdrawn" : null);

/** @param {any} one @param {any[]} packs @param {string} way @param {any[]} weakened */
function signedWords(one, packs, way, weakened) {
  const { pack, rule } = namesOf(one, packs);
  if (way !== "withdrawn") return [el("strong", {}, rule?.title ?? one.rule), ": ", t(`guidance.weakened.${way}`)];
  return [el("strong", {}, pack?.title ?? one.pack), ": ", t("guidance.weakened.withdrawn", { count: weakened.filter((other) => isSameWithdrawal(one, other)).length })];
}

/** @param {any} one @param {any} other */
const isSameWithdrawal = (one, other) => one.withdrawn && other.withdrawn && one.id === other.id;

/** Who set it, when, and why. @param {any} one @param {string} [said] */
export function setWords(one, said = "guidance.number.set_by") {
  return el("p", { class: "soft-text" }, t(said, { name: one.set_by, when: when(one.set_at) }),
    one.reason ? ` ${t("guidance.because", { reason: one.reason })}` : "");
}

/** @param {import("./rulebook.js").ClinicRulebook} rulebook */
export function numbersPart({ thresholds, packs }) {
  const standing = thresholds.filter((one) => one.ended_at === null);
  const past = thresholds.filter((one) => one.ended_at !== null);
  return el("section", { class: "card part clinic-numbers" }, el("h3", {}, t("guidance.numbers.title")),
    standing.length === 0 ? el("p", { class: "soft-text" }, t("guidance.numbers.none")) : null,
    listOf(standing.map((one) => el("li", {},
      el("p", { class: "row" }, el("span", {}, numberWords(one, packs)), one.weakens ? weakerMark() : null),
      setWords(one), isAdmin() ? acts(one, packs) : null))),
    past.length > 0 && el("details", { "data-fold": "past-numbers" }, el("summary", {}, t("guidance.numbers.past", { count: past.length })),
      el("ul", { class: "plain-list" }, past.map((one) => el("li", {}, el("p", {}, numberWords(one, packs)), setWords(one), endedWords(one))))));
}

export const weakerMark = () => el("span", { class: "mark is-weaker" }, t("guidance.weaker"));

/** @param {any} one */
export function endedWords(one) {
  return el("p", { class: "soft-text" }, t("guidance.number.ended", { name: one.ended_by, when: when(one.ended_at) }),
    one.end_reason ? ` ${t("guidance.because", { reason: one.end_reason })}` : "");
}

/** @param {any} one @param {any[]} packs */
function acts(one, packs) {
  const { pack, rule, number } = namesOf(one, packs);
  if (!pack || !rule || !number) return null;
  const whose = el("span", { class: "visually-hidden" }, ` ${rule.title}, ${numberName(number)}`);
  return el("div", { class: "row small-links" },
    rule.in_force && el("button", { type: "button", class: "link", "data-focus": `change-${one.rule}-${one.name}`, onclick: () => setNumber([{ pack, rule, number }]) },
      t("guidance.number.change"), whose),
    el("button", { type: "button", class: "link", "data-focus": `stop-${one.rule}-${one.name}`, onclick: () => endNumber({ pack, rule, number, own: one }) },
      t("guidance.number.end"), whose.cloneNode(true)));
}

/** @param {import("./rulebook.js").ClinicRulebook} rulebook */
export function weakenedPart({ weakened, packs }) {
  return el("section", { class: "card part weakened" }, el("h3", {}, t("guidance.weakened.title", { count: weakened.length })),
    el("p", { class: "hint" }, t("guidance.weakened.hint")),
    weakened.length === 0 ? el("p", {}, t("guidance.weakened.none")) : null,
    listOf(weakened.filter((one, at) => weakened.findIndex((other) => isSameWithdrawal(one, other)) === (one.withdrawn ? at : -1)).map((one) => el("li", {},
      el("p", {}, one.patient ? el("a", { href: addressOf(one.patient.id) }, one.patient.name) : t("guidance.weakened.everyone"), " · ",
        ...(signedWay(one) ? signedWords(one, packs, signedWay(one) ?? "", weakened) : numberWords(one, packs))),
      one.ended_at ? [el("p", {}, t("guidance.weakened.ended")), endedWords(one)] : setWords(one, one.withdrawn ? "guidance.weakened.withdrawn_by" : signedWay(one) ? "guidance.weakened.signed_by" : undefined)))));
}
