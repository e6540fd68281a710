/** The list on the left: alerts worst first, then who has gone silent, then everyone. */
import { announce, el, fill } from "../dom.js";
import { t } from "../texts/index.js";
import { cardOf, lineOf, silentOf } from "./cards.js";
import { todayAtClinic } from "./clinic.js";
import { keepFocus } from "./focus.js";
import { partsOf } from "./listing.js";
import { desk } from "./state.js";

const REDRAW_FOR = ["cards", "patients", "selection", "find", "isLocked", "connection", "guidance"];

/** @type {Map<string, string>|null} */
let known = null;

/** @param {HTMLElement} place @param {Set<string>} changed */
export function drawList(place, changed) {
  if (changed.has("cards")) tellWhatIsNew();
  if (!REDRAW_FOR.some((name) => changed.has(name))) return;
  const parts = partsOf(desk, todayAtClinic());
  keepFocus(place, () => fill(place,
    part(t("nurse.list.alerts"), "alerts", parts.cards.map(cardOf), emptyWords()),
    parts.silent.length > 0 && part(t("nurse.list.silent"), "silent", parts.silent.map(silentOf), ""),
    part(t("nurse.list.everyone", { count: parts.everyone.length }), "everyone", parts.everyone.map(lineOf), t("nurse.list.nobody")),
  ));
  if (changed.has("selection")) place.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
}

function emptyWords() {
  if (!desk.asOf) return desk.connection === "starting" ? t("word.loading") : t("nurse.list.unknown");
  return desk.find ? t("nurse.list.none_found") : t("nurse.list.calm");
}

/** @param {string} title @param {string} kind @param {HTMLElement[]} rows @param {string} empty */
function part(title, kind, rows, empty) {
  return el("section", { class: `part ${kind}` },
    el("h2", {}, title),
    rows.length ? el("ol", {}, rows.map((row) => el("li", {}, row))) : el("p", { class: "soft-text empty" }, empty));
}

/** Says new and raised alerts to a screen reader, once each. */
function tellWhatIsNew() {
  const now = new Map(desk.cards.map((card) => [card.id, card.status === "open" ? card.attention_since : ""]));
  const before = known;
  known = now;
  if (!before) return;
  const fresh = desk.cards.filter((card) => now.get(card.id) && now.get(card.id) !== before.get(card.id));
  if (fresh.length) announce(fresh.map((card) => t("nurse.list.new", { name: card.patient.name, title: card.title })).join(" "));
}

/** The links of the list, in order. @param {HTMLElement} place @returns {HTMLAnchorElement[]} */
export function linksOf(place) {
  return [...place.querySelectorAll("a")];
}
