/** Signing in. It lies over everything, so that nothing of a patient stays readable on a screen left alone. */
import { Problem, request } from "../api.js";
import { el, fill } from "../dom.js";
import { t } from "../texts/index.js";
import { unlock } from "./door.js";
import { fieldOf, formOf } from "./forms.js";
import { Explained, inWords } from "./problems.js";
import { desk } from "./state.js";

/** @type {HTMLDialogElement|null} */
let sheet = null;

/**
 * @param {string|null} who whose sign-in ran out; null at the start
 * @param {unknown} [problem] why we could not find out who is signed in
 */
export function askToSignIn(who, problem = null) {
  if (sheet) return;
  const dialog = el("dialog", { class: "sign-in", "aria-labelledby": "sign-in-title" });
  sheet = dialog;
  fill(dialog, el("div", { class: "stack" },
    el("h1", { id: "sign-in-title" }, t("nurse.sign_in.title")),
    el("p", { class: "soft-text" }, who ? t("nurse.sign_in.again", { name: who }) : t("nurse.sign_in.for")),
    problem ? el("p", { class: "notice" }, inWords(problem, { isReading: true })) : null,
    signInForm()));
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => { if (desk.isLocked) dialog.showModal(); });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("input")?.focus();
}

function signInForm() {
  const email = fieldOf({ name: "email", label: t("nurse.sign_in.email"), type: "email",
    attributes: { autocomplete: "username", maxlength: 254, autocapitalize: "none", spellcheck: "false" } });
  const password = fieldOf({ name: "password", label: t("nurse.sign_in.password"), type: "password",
    attributes: { autocomplete: "current-password" } });
  return formOf({
    fields: [email, password],
    submit: t("nurse.sign_in.submit"),
    send: async () => {
      if (!isComplete(email, password)) return;
      // A password may begin or end with a space: it is sent as typed.
      unlock(await logIn(email.read(), password.control.value));
      sheet?.remove();
      sheet = null;
    },
  });
}

/** @param {string} email @param {string} password */
async function logIn(email, password) {
  try {
    const { body } = await request("POST", "/auth/login", { body: { email, password } });
    return body;
  } catch (problem) {
    if (problem instanceof Problem && problem.slug === "wrong-credentials") throw new Explained(t("nurse.sign_in.wrong"));
    throw problem;
  }
}

/** @param {import("./forms.js").Field} email @param {import("./forms.js").Field} password */
function isComplete(email, password) {
  if (email.read() === "") email.fail(t("nurse.sign_in.email_missing"));
  if (password.control.value === "") password.fail(t("nurse.sign_in.password_missing"));
  const empty = [email, password].find((field) => field.control.value.trim() === "");
  empty?.control.focus();
  return empty === undefined;
}
