import { forgetReceivedBy, letGo, takeBack } from "./acknowledged.js";
import { Problem, onEpoch, request } from "./api.js";
import { isReceived, isRefused, listedIn, pauseAfter } from "./delivery.js";
import { transact } from "./idb.js";

/**
 * The one place that saves: an entry is kept on this phone first, then sent, and let go only when the server lists it back.
 * @typedef {{order?: number, patient: string, day: string, body: any, refusal: {detail: string, errors: {field: string, problem: string}[]} | null}} Waiting
 */

/** @type {Waiting[]} in the order in which they were saved */
let waiting = [];
let isSignedOut = false;
let failures = 0;
let timer = 0;
/** @type {string | null} */
let patient = null;
/** @type {Set<(received: any | null) => void>} */
const listeners = new Set();

/** Calls back after every change; with the server's answer when an entry was received. @param {(received: any | null) => void} listener */
export function onOutbox(listener) { listeners.add(listener); }

/** @param {any | null} [received] */
const tell = (received = null) => listeners.forEach((listener) => listener(received));

/** Every entry that the server has not confirmed, of anyone. @returns {Promise<Waiting[]>} */
export const allUnsent = () => transact("outbox", "readonly", (store) => store.getAll());

/** Forgets what could not be sent, of anyone; only ever on purpose. */
export const dropAllUnsent = () => transact("outbox", "readwrite", (store) => { store.clear(); });

/** Entries of one day, oldest first. @param {string} day */
export const unsentOf = (day) => waiting.filter((entry) => entry.day === day);
export const unsentCount = () => waiting.length;
export const isSending = () => running !== null;
export const needsNewCode = () => isSignedOut;

/** Begins to send what this person's phone still holds. @param {string} patientId */
export async function openOutbox(patientId) {
  const isFirst = patient === null;
  patient = patientId;
  isSignedOut = false;
  await reload();
  if (isFirst) retryWhenItMayWork();
  void flush();
}

function retryWhenItMayWork() {
  addEventListener("online", () => void flush());
  addEventListener("focus", () => void flush());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) void flush(); });
}

async function reload() {
  waiting = (await allUnsent()).filter((entry) => entry.patient === patient);
}

/**
 * Keeps an entry on this phone; its draft, and what it corrects after a refusal, leave in the same transaction.
 * @param {string} day
 * @param {any} body
 * @param {Waiting[]} replaced
 */
export async function save(day, body, replaced = []) {
  if (patient === null) throw new Error("Nobody's diary is open.");
  const entry = { patient, day, body, refusal: null };
  await transact(["outbox", "drafts"], "readwrite", (outbox, drafts) => {
    outbox.add(entry);
    for (const old of replaced) outbox.delete(/** @type {number} */ (old.order));
    drafts.delete([entry.patient, day]);
  });
  await reload();
  failures = 0;
  tell();
}

/** @type {Promise<void> | null} */
let running = null;

/** Sends what waits, one after the other, in one tab at a time; comes back when all is received or has to wait. */
export function flush() {
  if (patient === null) return Promise.resolve();
  running ??= sendInTurn().finally(() => { running = null; tell(); });
  return running;
}

async function sendInTurn() {
  clearTimeout(timer);
  if (navigator.locks) await navigator.locks.request("outbox", sendAll);
  else await sendAll();
}

/** Whether an entry with this id is still only on this phone. @param {string} id */
export const isUnsent = (id) => waiting.some((entry) => entry.body.id === id);

async function sendAll() {
  await reload();
  const tried = new Set();
  for (;;) {
    const next = waiting.find((entry) => entry.refusal === null && !tried.has(entry.order));
    if (!next) return;
    tried.add(next.order);
    tell();
    if (!(await sendOne(next))) return;
  }
}

/** Whether to go on with the next one. @param {Waiting} entry */
async function sendOne(entry) {
  try {
    // By the patient's id, never "me": an entry must not reach the diary of whoever is enrolled by then.
    const answer = await request("PUT", `/patients/${entry.patient}/diary/${entry.day}`, { body: entry.body });
    if (!isReceived(entry, answer)) throw new Error("The answer does not list the entry.");
    await letGo(entry, { epoch: answer.epoch, receivedAt: listedIn(answer.body, entry).received_at });
    await reload();
    failures = 0;
    tell(answer.body);
    return true;
  } catch (error) {
    return isRefused(error) ? markRefused(entry, error) : tryLater(error);
  }
}

/** @param {Waiting} entry @param {Problem} error */
async function markRefused(entry, error) {
  const refused = { ...entry, refusal: { detail: error.detail, errors: error.errors } };
  await transact("outbox", "readwrite", (store) => { store.put(refused); });
  await reload();
  tell();
  return true;
}

/** @param {unknown} error */
function tryLater(error) {
  isSignedOut = error instanceof Problem && error.status === 401;
  timer = setTimeout(() => void flush(), pauseAfter(failures++, error));
  return false;
}

/** @type {string | null} the life of the server that this page heard from last */
let lastNamed = null;
/** @type {string | null} the one whose entries are in order: none of them lies here only */
let epoch = null;
/** @type {Promise<void> | null} */
let settling = null;

onEpoch((named) => {
  lastNamed = named;
  if (named === epoch || settling !== null) return;
  // What fails is tried again with the next answer.
  settling = settle(named).catch(() => undefined).finally(() => { settling = null; });
});

/** A restored server gets again what it may have lost. @param {string} named */
async function settle(named) {
  const count = await takeBack(named);
  epoch = named;
  if (count === 0 || patient === null) return;
  await reload();
  tell();
  void Promise.resolve(running).then(flush);
}

/** Comes back when what a restored server may have lost lies in the outbox again. */
export const whenSettled = () => settling ?? Promise.resolve();

/** Forgets what this server has, of a phone whose owner signs out; what it may have lost stays. */
export async function forgetReceived() {
  await whenSettled();
  if (epoch !== null && epoch === lastNamed) await forgetReceivedBy(epoch);
}
