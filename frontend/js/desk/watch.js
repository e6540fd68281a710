/** How near each rule is for this patient. */
import { el } from "../dom.js";
import { list, shortDay } from "../format.js";
import { t } from "../texts/index.js";

/** @param {any[]} rules */
export function watchPart(rules) {
  if (rules.length === 0) return null;
  return el("section", { class: "card part" }, el("h3", {}, t("nurse.watch.title")),
    el("ul", { class: "plain-list" }, rules.map((rule) => el("li", {},
      el("p", {}, rule.sentence),
      el("p", { class: "soft-text" }, verdictWords(rule))))));
}

/** @param {any} rule */
function verdictWords(rule) {
  const { have, need } = rule.progress;
  const words = rule.verdict === "met" ? t("nurse.watch.met") : t("nurse.watch.progress", { have, need });
  const days = rule.unknown_days.length ? [t("nurse.watch.unknown", { days: list(rule.unknown_days.map(shortDay)) })] : [];
  const usual = rule.unknown_usual.map((/** @type {string} */ what) => t(`nurse.watch.unknown_usual.${what}`));
  return [words, ...days, ...usual].join(" ");
}
