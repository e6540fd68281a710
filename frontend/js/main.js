import { codeFromLink } from "./fragment.js";
import { openDays, receive } from "./days.js";
import { el, fill, focusOn, whenChanged } from "./dom.js";
import { openDrafts } from "./drafts.js";
import { needsNewCode, onOutbox, openOutbox } from "./outbox.js";
import { callPill } from "./parts/call.js";
import { tabs } from "./parts/tabs.js";
import { Call } from "./screens/call.js";
import { Diary } from "./screens/diary.js";
import { Enrol } from "./screens/enrol.js";
import { MedicineForm } from "./screens/medicine-form.js";
import { Medicines } from "./screens/medicines.js";
import { Today } from "./screens/today.js";
import { Visit } from "./screens/visit.js";
import { whoAmI } from "./session.js";
import { readAlerts, readContact, readGuidance, readMedications, readWatch, receiveAlerts, state } from "./state.js";
import { learn, t } from "./texts/index.js";
import { enSafety } from "./texts/en-safety.js";
import { enScreens } from "./texts/en-screens.js";
import { enToday } from "./texts/en-today.js";

learn(enToday);
learn(enSafety);
learn(enScreens);

/** @typedef {{title: string, open: () => void | Promise<void>, refresh: () => void}} Screen */

const place = /** @type {HTMLElement} */ (document.getElementById("screen"));
const topbar = /** @type {HTMLElement} */ (document.getElementById("topbar"));
const nav = /** @type {HTMLElement} */ (document.getElementById("tabs"));
const REFRESH_MS = 60_000;

/** @type {Record<string, (parameter: string) => Screen>} */
const SCREENS = {
  today: (parameter) => new Today(place, parameter),
  diary: () => new Diary(place),
  call: () => new Call(place),
  medicines: (parameter) => (parameter ? new MedicineForm(place, parameter) : new Medicines(place)),
  visit: () => new Visit(place),
};

/** @type {Screen | null} */
let screen = null;

/** @param {boolean} isFirst whether the page has just been opened */
async function show(isFirst) {
  const [name, parameter = ""] = location.hash.slice(1).split("/");
  if (name === "screen") return focusOn(place);
  const make = SCREENS[name] ?? SCREENS.today;
  fill(place);
  screen = make(parameter);
  fill(nav, tabs(name in SCREENS ? name : "today"));
  document.title = `${screen.title} · ${t("app.name")}`;
  scrollTo({ top: 0 });
  const opened = screen;
  await opened.open();
  if (!isFirst && opened === screen) focusOn(place.querySelector("h1"));
}

const onTop = whenChanged();
const drawTop = () => onTop([state.me, state.contact, needsNewCode()], fillTop);

function fillTop() {
  const gone = needsNewCode() ? el("p", { class: "banner", role: "alert" }, t("app.signed_out"), " ", el("a", { href: "#enrol" }, t("app.enter_code"))) : null;
  fill(topbar, el("div", { class: "whose" }, el("span", {}, t("app.diary_of", { name: state.me.name })),
    state.contact ? callPill(state.contact, state.me.clinic.time_zone) : null), gone);
}

/** What may have changed while nobody looked: whom to call, and whether a nurse has seen it. */
async function refresh() {
  await Promise.allSettled([readContact(), readAlerts(), readWatch()]);
  drawTop();
  screen?.refresh();
}

/** @param {import("./types.js").Me} me */
async function openDiary(me) {
  state.me = me;
  topbar.hidden = nav.hidden = false;
  await Promise.all([openDrafts(me.id), openDays(me.id)]);
  // The outbox begins to send: what is received from here on must find a page that listens.
  onOutbox(received);
  await openOutbox(me.id);
  const reading = Promise.allSettled([readGuidance(), readContact(), readAlerts(), readMedications(), readWatch()]);
  if (!state.guidance || !state.contact) await reading;
  if (!state.guidance) return fill(place, el("p", { class: "wait" }, t("problem.offline")), el("button", { class: "button", onclick: () => location.reload() }, t("word.retry")));
  drawTop();
  // Before the first screen has read its days: a tab that is tapped meanwhile must open.
  addEventListener("hashchange", () => { if (!bringsCode()) void show(false); });
  await show(true);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) void refresh(); });
  setInterval(() => { if (!document.hidden) void refresh(); }, REFRESH_MS);
  await reading;
  drawTop();
  screen?.refresh();
}

/** @param {any | null} answer */
function received(answer) {
  if (answer) {
    receive(answer);
    receiveAlerts(answer.alerts);
  }
  drawTop();
  screen?.refresh();
}

const bringsCode = () => location.hash.startsWith("#enrol");

async function start() {
  // A link that is opened in a tab of the diary only changes the fragment.
  addEventListener("hashchange", () => { if (bringsCode()) location.reload(); });
  const me = await whoAmI();
  if (me && codeFromLink === null) return openDiary(me);
  fill(place);
  const enrolment = new Enrol(place, { code: codeFromLink ?? "", me, ondone: (enrolled) => void openDiary(enrolled) });
  document.title = `${enrolment.title} · ${t("app.name")}`;
  await enrolment.open();
}

void start();
