/** Every request of the desk. A session that has run out brings the sign-in; the request then goes on. */
import { Problem, request } from "../api.js";
import { change, desk } from "./state.js";

/** @type {Promise<void>|null} */
let waitingForSignIn = null;
/** @type {(() => void)|null} */
let open = null;

/** Hides the desk until someone signs in; what was typed stays where it is. */
export function lock() {
  if (!waitingForSignIn) {
    waitingForSignIn = new Promise((resolve) => {
      open = () => resolve();
    });
  }
  if (!desk.isLocked) change({ isLocked: true });
  return waitingForSignIn;
}

/** @param {any} me whoever has just signed in; somebody else never sees what the last one had open */
export function unlock(me) {
  if (desk.me && desk.me.id !== me.id) {
    location.replace(location.pathname);
    return;
  }
  change({ me, isLocked: false });
  open?.();
  waitingForSignIn = null;
  open = null;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {{body?: unknown, etag?: string, background?: boolean}} [options]
 * @returns {Promise<{status: number, body: any, etag: string|null}>}
 */
export async function ask(method, path, options = {}) {
  try {
    return await request(method, path, options);
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.slug !== "not-signed-in") throw problem;
    await lock();
    return ask(method, path, options);
  }
}

/**
 * Every page of a list.
 * @param {string} path
 * @param {{background?: boolean}} [options]
 */
export async function askAll(path, options = {}) {
  /** @type {any[]} */
  const rows = [];
  let cursor = null;
  do {
    const joint = path.includes("?") ? "&" : "?";
    const more = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const { body } = await ask("GET", `${path}${joint}limit=200${more}`, options);
    rows.push(...body.items);
    cursor = body.next;
  } while (cursor);
  return rows;
}

/** @param {{version: number}} row as If-Match wants it */
export function etagOf(row) {
  return `"${row.version}"`;
}
