/** What a nurse does for herself: her password, her shortcuts, going home. */
import { ask } from "./door.js";
import { request } from "../api.js";
import { el } from "../dom.js";
import { t } from "../texts/index.js";
import { openDialog } from "./dialogs.js";
import { fieldOf, formOf } from "./forms.js";
import { areKeysOn, switchKeys } from "./keys.js";
import { say } from "./said.js";

const SHORTEST_PASSWORD = 12;
const SHORTCUTS = ["/", "J", "K", "A", "C", "R", "E", "N", "G", "?"];

export function askForPassword() {
  const current = passwordField("current", t("nurse.password.current"), "current-password");
  const fresh = passwordField("new", t("nurse.password.new"), "new-password", t("nurse.password.hint"));
  const again = passwordField("again", t("nurse.password.again"), "new-password");
  openDialog({ title: t("nurse.own.password") }, ({ close }) => [formOf({
    fields: [current, fresh, again],
    submit: t("nurse.password.submit"),
    cancel: close,
    send: async () => {
      if (fresh.control.value.length < SHORTEST_PASSWORD) return complain(fresh, t("nurse.password.short"));
      if (fresh.control.value !== again.control.value) return complain(again, t("nurse.password.differs"));
      await ask("POST", "/auth/password", { body: { current: current.control.value, new: fresh.control.value } });
      close();
      say(t("nurse.password.done"));
    },
  })]);
}

/** @param {import("./forms.js").Field} field @param {string} why */
function complain(field, why) {
  field.fail(why);
  field.control.focus();
}

/** @param {string} name @param {string} label @param {string} autocomplete @param {string} [hint] */
function passwordField(name, label, autocomplete, hint) {
  return fieldOf({ name, label, hint, type: "password", attributes: { autocomplete } });
}

export function showShortcuts() {
  openDialog({ title: t("nurse.own.shortcuts") }, () => {
    const box = el("input", { type: "checkbox", checked: areKeysOn(), onchange: () => switchKeys(box.checked) });
    return [
      el("table", { class: "keys" },
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("nurse.keys.key")), el("th", { scope: "col" }, t("nurse.keys.does")))),
        el("tbody", {}, SHORTCUTS.map((key) => el("tr", {}, el("th", { scope: "row" }, el("kbd", {}, key)), el("td", {}, t(`nurse.keys.${key}`)))))),
      el("label", { class: "check" }, box, t("nurse.keys.switch")),
    ];
  });
}

export async function signOut() {
  try {
    await request("POST", "/auth/logout", {});
  } finally {
    location.replace(location.pathname);
  }
}
