import { transact } from "./idb.js";

/**
 * What the server has acknowledged in the last 30 days. A server that was restored from a backup has lost what came after
 * it, and begins a new epoch; then all this goes back to the outbox. The body is kept too: the id and the hash could tell
 * that an entry is lost, and only the body can bring it back.
 * @typedef {import("./outbox.js").Waiting} Waiting
 * @typedef {{order: number, patient: string, day: string, body: any, hash: string, epoch: string | null, receivedAt: string}} Acknowledged
 */

const KEPT_MS = 30 * 24 * 60 * 60_000;
const MADE_ROOM = 10;

/**
 * Lets an entry go from the outbox. By the server's clock, since the phone's may be wrong.
 * @param {Waiting} entry
 * @param {{epoch: string | null, receivedAt: string}} answer
 */
export async function letGo(entry, { epoch, receivedAt }) {
  const order = /** @type {number} */ (entry.order);
  const { patient, day, body } = entry;
  const keep = async () => {
    const kept = { order, patient, day, body, hash: await hashOf(body), epoch, receivedAt };
    await transact(["outbox", "acknowledged"], "readwrite", (outbox, acknowledged) => {
      outbox.delete(order);
      acknowledged.put(kept);
      forgetOlder(acknowledged, Date.parse(receivedAt) - KEPT_MS);
    });
  };
  try {
    await keep().catch(() => makeRoom().then(keep));
  } catch {
    // A full phone has no room for what was received, and must still be able to finish.
    await transact("outbox", "readwrite", (outbox) => { outbox.delete(order); });
  }
}

/** The oldest go first: they are the likeliest to be in a backup. */
async function makeRoom() {
  const oldest = (await all()).sort((one, other) => Date.parse(one.receivedAt) - Date.parse(other.receivedAt));
  await transact("acknowledged", "readwrite", (store) => {
    for (const { order } of oldest.slice(0, MADE_ROOM)) store.delete(order);
  });
}

/** @param {IDBObjectStore} acknowledged @param {number} before */
function forgetOlder(acknowledged, before) {
  const asked = acknowledged.openCursor();
  asked.onsuccess = () => {
    const cursor = asked.result;
    if (cursor === null) return;
    if (Date.parse(cursor.value.receivedAt) < before) cursor.delete();
    cursor.continue();
  };
}

/**
 * Puts what another epoch acknowledged back into the outbox, in its old place there; all of it, or nothing. Sent again, an
 * entry that is still there stays as it is. Gives how many there were.
 * @param {string} epoch
 */
export async function takeBack(epoch) {
  const rows = (await all()).filter((row) => row.epoch !== epoch);
  const whole = await Promise.all(rows.map(async (row) => (await hashOf(row.body)) === row.hash));
  // What is no longer what was acknowledged must not stand under its id.
  const lost = rows.filter((_, place) => whole[place]);
  if (lost.length === 0) return 0;
  await transact(["outbox", "acknowledged"], "readwrite", (outbox, acknowledged) => {
    for (const { order, patient, day, body } of lost) {
      outbox.put({ order, patient, day, body, refusal: null });
      acknowledged.delete(order);
    }
  });
  return lost.length;
}

/** Forgets what was received from anyone, but for one patient. @param {string | null} [patient] */
export async function forgetAcknowledged(patient = null) {
  const others = (await all()).filter((row) => row.patient !== patient);
  await transact("acknowledged", "readwrite", (store) => { for (const { order } of others) store.delete(order); });
}

/** Forgets what was received by one life of the server. @param {string} epoch */
export async function forgetReceivedBy(epoch) {
  const received = (await all()).filter((row) => row.epoch === epoch);
  await transact("acknowledged", "readwrite", (store) => { for (const { order } of received) store.delete(order); });
}

/** @returns {Promise<Acknowledged[]>} */
const all = () => transact("acknowledged", "readonly", (store) => store.getAll());

/** SHA-256 of a body, in hexadecimal. @param {any} body */
async function hashOf(body) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(body)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
