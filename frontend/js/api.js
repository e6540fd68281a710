/** The one way to the server. */

const BASE = "/api/v1";
const PATIENCE_MS = 20_000;

/** The server understood and said no; `detail` says what to do. */
export class Problem extends Error {
  /** @param {number} status @param {{slug: string, title: string, detail: string, errors: FieldProblem[], retryAfter: number | null}} said */
  constructor(status, said) {
    super(said.title);
    this.status = status;
    this.slug = said.slug;
    this.title = said.title;
    this.detail = said.detail;
    this.errors = said.errors;
    this.retryAfter = said.retryAfter;
  }
}

/** No answer that we understand: no signal, a cut body, a hotel's login page. */
export class Offline extends Error {}

/** @typedef {{field: string, problem: string}} FieldProblem */
/** @typedef {{body?: unknown, etag?: string | null, actor?: string, background?: boolean}} Options */
/** @typedef {{status: number, body: any, etag: string | null, epoch: string | null}} Answer */

let speaker = "patient";
/** Which of two people signed in in one browser this page speaks for. @param {"patient" | "staff"} actor */
export function speakFor(actor) { speaker = actor; }

/** @type {(epoch: string) => void} */
let tellEpoch = () => undefined;
/** Calls back with every answer's epoch: the life of the server that it comes from. @param {(epoch: string) => void} listener */
export function onEpoch(listener) { tellEpoch = listener; }

/**
 * Sends one request under /api/v1 and reads its JSON.
 * @param {string} method
 * @param {string} path such as "/auth/me"
 * @param {Options} [options]
 * @returns {Promise<Answer>}
 * @throws {Problem} when the server refuses
 * @throws {Offline} when there is no answer, or none of ours
 */
export async function request(method, path, options = {}) {
  const response = await send(method, path, options);
  const etag = response.headers.get("ETag");
  const epoch = response.headers.get("Diary-Epoch");
  if (epoch) tellEpoch(epoch);
  if (response.status === 204) return { status: 204, body: null, etag, epoch };
  const body = await readJson(response);
  if (!response.ok) throw problemOf(response, body);
  return { status: response.status, body, etag, epoch };
}

/** @param {string} method @param {string} path @param {Options} options */
async function send(method, path, { body, etag, actor = speaker, background = false }) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json", "X-Diary-Actor": actor };
  const changes = method !== "GET";
  if (changes) headers["Content-Type"] = "application/json";
  if (etag) headers["If-Match"] = etag;
  if (background) headers["X-Diary-Background"] = "true";
  try {
    return await fetch(BASE + path, {
      method, headers, credentials: "same-origin", cache: "no-store", redirect: "error",
      body: changes ? JSON.stringify(body ?? {}) : undefined,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new Offline("No answer from the server.");
  }
}

/** @param {Response} response */
async function readJson(response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (!type.includes("json")) throw new Offline("The answer is not from the diary's server.");
  try {
    return await response.json();
  } catch {
    throw new Offline("The answer was cut off.");
  }
}

/** @param {Response} response @param {any} body */
function problemOf(response, body) {
  const retryAfter = Number(response.headers.get("Retry-After"));
  return new Problem(response.status, {
    slug: String(body?.type ?? "").split("#")[1] ?? "",
    title: String(body?.title ?? ""),
    detail: String(body?.detail ?? ""),
    errors: Array.isArray(body?.errors) ? body.errors : [],
    retryAfter: retryAfter > 0 ? retryAfter : null,
  });
}

/** Every page of a list. @param {string} path @param {Options} [options] @returns {Promise<any[]>} */
export async function readAll(path, options = {}) {
  const all = [];
  let cursor = null;
  do {
    const joint = path.includes("?") ? "&" : "?";
    const page = cursor ? `${path}${joint}cursor=${encodeURIComponent(cursor)}` : path;
    const { body } = await request("GET", page, options);
    all.push(...body.items);
    cursor = body.next;
  } while (cursor);
  return all;
}
