/** The frame of the desk: head, list, person. */
import { el, fill } from "../dom.js";
import { icon } from "../parts/icons.js";
import { time } from "../format.js";
import { t } from "../texts/index.js";
import { askForNewPatient } from "./enrol.js";
import { askForPassword, showShortcuts, signOut } from "./own.js";
import { guidanceAddress } from "./selection.js";
import { change, desk, follow } from "./state.js";
import { readList } from "./refresh.js";

/** @param {HTMLElement} body @returns {{list: HTMLElement, person: HTMLElement, find: HTMLInputElement}} */
export function buildShell(body) {
  const list = el("nav", { id: "list", "aria-label": t("nurse.list.name"), tabindex: "-1" });
  const person = el("main", { id: "person", tabindex: "-1" });
  const find = el("input", { type: "search", id: "find", placeholder: t("nurse.find.placeholder"), autocomplete: "off",
    "aria-label": t("nurse.find.label"), "aria-keyshortcuts": "/", oninput: () => change({ find: find.value }) });
  const status = el("div", { class: "status" });
  const guidance = el("a", { class: "link", href: guidanceAddress(), "aria-keyshortcuts": "g" }, icon("sheet"), t("guidance.title"));
  body.append(
    el("a", { class: "skip button", href: "#person", onclick: skipTo(person) }, t("nurse.skip")),
    el("header", { class: "top" },
      el("h1", {}, t("nurse.title")), status,
      el("div", { class: "find" }, icon("search"), find, el("kbd", { "aria-hidden": "true" }, "/")),
      guidance,
      el("button", { type: "button", class: "button small with-icon", onclick: askForNewPatient }, icon("plus"), t("nurse.new_patient")),
      ownMenu()),
    el("div", { class: "said", role: "status" }),
    el("div", { class: "split" }, list, person),
  );
  drawStatus(status);
  follow(() => drawStatus(status));
  follow((changed) => changed.has("selection") && guidance.toggleAttribute("aria-current", Boolean(desk.selection.guidance)));
  setInterval(() => drawStatus(status), 30_000);
  return { list, person, find };
}

/** The address holds the selection, so the skip link only moves the focus. @param {HTMLElement} place */
const skipTo = (place) => (/** @type {Event} */ event) => {
  event.preventDefault();
  place.focus();
};

function ownMenu() {
  const menu = el("details", { class: "own" },
    el("summary", {}, el("span", { class: "own-name" }, desk.me.name)),
    el("div", { class: "own-sheet" },
      el("p", { class: "hint" }, desk.me.clinic.name),
      choice(t("nurse.own.password"), askForPassword),
      choice(t("nurse.own.shortcuts"), showShortcuts),
      choice(t("nurse.own.sign_out"), signOut)));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
  });
  return menu;

  /** @param {string} words @param {() => void} act */
  function choice(words, act) {
    return el("button", { type: "button", class: "link", onclick: () => { menu.open = false; act(); } }, words);
  }
}

/** @param {HTMLElement} status */
function drawStatus(status) {
  const open = desk.cards.filter((card) => card.status === "open").length;
  const silent = desk.patients.filter((patient) => patient.is_silent).length;
  document.title = open ? `(${open}) ${t("nurse.title")}` : t("nurse.title");
  const counts = desk.asOf
    ? [t("nurse.status.open", { count: open }), t("nurse.status.taken", { count: desk.cards.length - open }),
      t("nurse.status.silent", { count: silent })].join(" · ")
    : null;
  fill(status, counts && el("p", {}, counts), connection());
}

function connection() {
  const at = desk.asOf ? time(desk.asOf.toISOString()) : null;
  if (desk.connection === "starting") return el("p", {}, t("word.loading"));
  if (desk.connection === "live" && at) {
    return el("p", { class: "live" }, t("nurse.status.as_of", { time: at }));
  }
  return el("p", { class: "lost", role: "alert" }, icon("alarm"),
    el("span", {}, at ? t("nurse.status.lost", { time: at }) : t("nurse.status.never")),
    el("button", { type: "button", class: "link", onclick: () => readList() }, t("word.retry")));
}
