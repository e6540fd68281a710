import { isKnown, receivedDay } from "../days.js";
import { draftOf } from "../drafts.js";
import { el, fill } from "../dom.js";
import { when } from "../format.js";
import { isSending, needsNewCode, unsentOf } from "../outbox.js";
import { state } from "../state.js";
import { t } from "../texts/index.js";
import { icon } from "./icons.js";

/** Where the entry of a day is, truthfully. @param {string} day @returns {{icon: string, words: string, kind: string}} */
export function whereIs(day) {
  const waiting = unsentOf(day);
  if (draftOf(day)?.isDirty) return { icon: "pen", words: t("entry.not_saved"), kind: "draft" };
  if (waiting.some((entry) => entry.refusal)) return { icon: "alarm", words: t("entry.refused"), kind: "waiting" };
  if (waiting.length && needsNewCode()) return { icon: "waiting", words: t("entry.signed_out"), kind: "waiting" };
  if (waiting.length && isSending()) return { icon: "waiting", words: t("entry.sending"), kind: "waiting" };
  if (waiting.length) return { icon: "waiting", words: t("entry.waiting"), kind: "waiting" };
  return onTheServer(day);
}

/** @param {string} day */
function onTheServer(day) {
  const heads = receivedDay(day).heads;
  if (!heads.length) return { icon: "pen", words: t(isKnown(day) ? "entry.nothing" : "entry.unknown"), kind: "blank" };
  if (heads.every((head) => head.void_reason !== null)) return { icon: "undo", words: t("entry.void"), kind: "blank" };
  const newest = heads.reduce((a, b) => (a.received_at > b.received_at ? a : b));
  const seen = seenBy(day, newest.received_at);
  if (seen) return { icon: "eye", words: t("entry.seen", { name: seen }), kind: "seen" };
  if (newest.author.id !== state.me.id) return { icon: "tick", words: t("entry.written_by", { name: newest.author.name, time: when(newest.received_at) }), kind: "received" };
  return { icon: "tick", words: t("entry.received", { time: when(newest.received_at) }), kind: "received" };
}

/** The nurse who took an alert about this day after the entry had come. @param {string} day @param {string} receivedAt */
function seenBy(day, receivedAt) {
  const handled = state.alerts.filter((alert) => alert.evidence.some((one) => one.day === day)).map((alert) => alert.acknowledged ?? alert.resolved);
  return handled.find((one) => one && one.at >= receivedAt)?.by ?? null;
}

/** Says it in an element that stays, so that a screen reader hears the change. @param {HTMLElement} place @param {string} day */
export function showState(place, day) {
  const now = whereIs(day);
  if (place.textContent === now.words) return;
  place.className = `entry-state is-${now.kind}`;
  fill(place, icon(now.icon), el("span", {}, now.words));
}
