/** The code that opens the diary on one phone: to read out, to photograph, to print. */
import { announce, el, svg } from "../dom.js";
import { when } from "../format.js";
import { t } from "../texts/index.js";
import { openDialog } from "./dialogs.js";
import { ask } from "./door.js";
import { inWords } from "./problems.js";
import { say } from "./said.js";

/** Scanners need four light modules around the code. */
const QUIET_MODULES = 4;

/** @param {any} patient */
export async function giveCode(patient) {
  try {
    const { body: invite } = await ask("POST", `/patients/${patient.id}/invites`, { body: {} });
    showCode(patient, invite);
  } catch (problem) {
    say(inWords(problem), { isTrouble: true });
  }
}

/** @param {any} patient @param {{code: string, link: string, qr: string[], expires_at: string}} invite */
function showCode(patient, invite) {
  openDialog({ title: t("nurse.code.title", { name: patient.name }), kind: "code-sheet" }, ({ close }) => [
    el("div", { class: "code-body" },
      drawing(invite.qr),
      el("div", { class: "stack tight" },
        el("p", {}, t("nurse.code.scan")),
        el("p", { class: "code" }, invite.code),
        el("p", {}, t("nurse.code.once", { when: when(invite.expires_at) })),
        el("p", { class: "hint" }, t("nurse.code.safe")))),
    el("div", { class: "field link-field" }, el("label", { for: "code-link" }, t("nurse.code.link")),
      el("input", { id: "code-link", type: "text", readOnly: true, value: invite.link, onfocus: selectAll })),
    el("div", { class: "row end no-print" },
      el("button", { type: "button", class: "button plain", onclick: () => copy(invite.link) }, t("nurse.code.copy")),
      el("button", { type: "button", class: "button plain", onclick: () => print() }, t("nurse.code.print")),
      el("button", { type: "button", class: "button", onclick: close }, t("nurse.code.done"))),
  ]);
}

/** @param {Event} event */
function selectAll(event) {
  /** @type {HTMLInputElement} */ (event.target).select();
}

/** @param {string} link */
async function copy(link) {
  try {
    await navigator.clipboard.writeText(link);
    announce(t("nurse.code.copied"));
  } catch {
    document.getElementById("code-link")?.focus();
  }
}

/** Dark on light in both themes: many phones read no other. @param {string[]} rows of "0" and "1" */
function drawing(rows) {
  const size = rows.length + 2 * QUIET_MODULES;
  const dark = rows.flatMap((row, y) => [...row].map((module, x) => (module === "1" ? `M${x + QUIET_MODULES} ${y + QUIET_MODULES}h1v1h-1z` : "")));
  return svg("svg", { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": t("nurse.code.qr"), "shape-rendering": "crispEdges" },
    svg("rect", { class: "qr-light", width: size, height: size }), svg("path", { class: "qr-dark", d: dark.join("") }));
}
