import { readAll, request } from "./api.js";
import { keep, kept } from "./kept.js";

/** What the whole page knows; what was read last is kept for when there is no signal. */
/** @import * as Types from "./types.js" */

/** @type {Types.Rulebook} */
const NO_RULES = { rules: [], taking: [], baseline: { usual_stools: null, weight_kg: null, has_ostomy: null } };

/** @type {{me: Types.Me, guidance: Types.Guidance, contact: Types.Contact | null, alerts: Types.Alert[], watch: Types.WatchedRule[], medications: Types.Medication[], rulebook: Types.Rulebook}} */
export const state = {
  me: kept("me", /** @type {any} */ (null)),
  guidance: kept("guidance", /** @type {any} */ (null)),
  contact: kept("contact", null),
  alerts: kept("alerts", []),
  watch: kept("watch", []),
  medications: kept("medications", []),
  rulebook: kept("rulebook", NO_RULES),
};

export const RANK = ["watch", "call", "urgent", "emergency", "crisis"];
/** @param {Types.Alert[]} alerts */
const worstFirst = (alerts) => [...alerts].sort((a, b) => RANK.indexOf(b.level) - RANK.indexOf(a.level)
  || Number(b.past_document_limit) - Number(a.past_document_limit));

/** Alerts that nobody has closed, worst first. */
export const unresolved = () => worstFirst(state.alerts.filter((alert) => alert.status !== "resolved"));

/** @template {"guidance" | "contact" | "alerts" | "watch" | "medications" | "rulebook"} K @param {K} name @param {(typeof state)[K]} value */
function remember(name, value) {
  state[name] = value;
  keep(name, value);
}

let turn = 0;
let saidIn = 0;

/** The answer to a save names every unresolved alert. @param {Types.Alert[]} alerts */
export function receiveAlerts(alerts) {
  saidIn = ++turn;
  const open = new Set(alerts.map((alert) => alert.id));
  remember("alerts", [...alerts, ...state.alerts.filter((alert) => alert.status === "resolved" && !open.has(alert.id))]);
}

export const readContact = async () => remember("contact", (await request("GET", "/patients/me/contact", { background: true })).body);

/** Her alerts as they are now. @returns {Promise<void>} */
export async function readAlerts() {
  const asked = ++turn;
  const { body } = await request("GET", "/patients/me/alerts?status=all&limit=50", { background: true });
  // Asked before a save was received: it may lack the alert that the save has opened.
  if (asked < saidIn) return readAlerts();
  remember("alerts", body.items);
}

export const readWatch = async () => remember("watch", await readAll("/patients/me/watch"));
export const readMedications = async () => remember("medications", await readAll("/patients/me/medications"));

/** The rules that this phone reads by itself: hers, else those of the documents in force for everyone. */
export async function readRulebook() {
  const { packs, taking, baseline } = (await request("GET", "/patients/me/guidance", { background: true })).body;
  remember("rulebook", { rules: packs.flatMap(rulesOf), taking, baseline });
}

/** A pack's rules, each with the pack that it is from. @param {any} pack @returns {import("./rules/types.js").Rule[]} */
const rulesOf = ({ id, hash, rules }) =>
  rules.map((/** @type {any} */ rule) => ({ pack: id, guidance_hash: hash, since: null, adjusted: [], ...rule }));

/** Every pack in force, put together: the first to name a symptom describes it. */
export async function readGuidance() {
  const inForce = (await readAll("/guidance")).filter(({ needs_signature }) => !needs_signature);
  const packs = await Promise.all(inForce.map(async ({ id }) =>
    (await request("GET", `/guidance/${encodeURIComponent(id)}?language=${document.documentElement.lang}`)).body));
  // Until her own are read, and where the server has none for her.
  await readRulebook().catch(() => {
    if (state.rulebook.rules.length === 0) remember("rulebook", { ...NO_RULES, rules: packs.flatMap(rulesOf) });
  });
  const [first, ...others] = packs;
  remember("guidance", others.reduce(together, first));
}

/** @param {Types.Guidance} one @param {Types.Guidance} other @returns {Types.Guidance} */
function together(one, other) {
  /** @template {{id: string}} T @param {T[]} a @param {T[]} b @returns {T[]} */
  const byId = (a, b) => [...a, ...b.filter(({ id }) => a.every((known) => known.id !== id))];
  return {
    ...one, symptoms: byId(one.symptoms, other.symptoms), measurements: byId(one.measurements, other.measurements),
    medicines: byId(one.medicines, other.medicines), rules: byId(one.rules, other.rules),
    general_advice: [...new Set([...one.general_advice, ...other.general_advice])],
    questions: [...new Set([...one.questions, ...other.questions])],
  };
}
