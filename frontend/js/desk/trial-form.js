/** Trying other numbers, or the draft of a text, on the diaries of the last weeks. */
import { Problem } from "../api.js";
import { el, fill, focusOn } from "../dom.js";
import { t } from "../texts/index.js";
import { amount, missesAWhole, ruleAndNumber } from "./amounts.js";
import { openDialog } from "./dialogs.js";
import { ask } from "./door.js";
import { fieldOf, formOf, numberIn } from "./forms.js";
import { refuse } from "./number-forms.js";
import { Explained } from "./problems.js";
import { guidanceAddress } from "./selection.js";

const DAYS = [30, 90, 180, 365];
const DAYS_FIRST = "90";

/** @param {any} pack */
export function startTrial(pack) {
  const days = fieldOf({ name: "since_days", label: t("trial.days"), type: "select", value: DAYS_FIRST,
    options: DAYS.map((count) => ({ value: String(count), label: t("trial.last_days", { count }) })) });
  const { element: kind, isDraft } = kindOf();
  const numbers = numberFields(pack);
  const draft = el("input", { type: "file", id: "draft", accept: ".toml", "aria-describedby": "draft-hint" });
  const draftPart = el("div", { class: "field" }, el("label", { for: "draft" }, t("trial.file")), draft, el("p", { class: "hint", id: "draft-hint" }, t("trial.file_hint")));
  const faults = el("div", { class: "faults", tabindex: "-1" });
  const show = () => {
    draftPart.hidden = !isDraft();
    numbers.element.hidden = isDraft();
    faults.replaceChildren();
  };
  kind.addEventListener("change", show);
  draft.addEventListener("change", () => faults.replaceChildren());
  show();
  openDialog({ title: t("trial.start", { pack: pack.title }), wide: true }, ({ close }) => [formOf({
    fields: [days, ...numbers.fields],
    body: [el("p", { class: "soft-text" }, t("trial.lead")), days.element, kind, numbers.element, draftPart, faults],
    submit: t("trial.submit"),
    cancel: close,
    send: async () => {
      const text = isDraft() ? await textOf(draft) : null;
      const body = { pack: idIn(text) ?? pack.pack, text, rules: null, numbers: isDraft() ? [] : numbers.read(), since_days: Number(days.read()) };
      const trial = await begin(body, faults);
      close();
      location.hash = guidanceAddress("trials", trial.id);
    },
  })]);
}

function kindOf() {
  const radio = (/** @type {string} */ value, /** @type {boolean} */ checked) => el("input", { type: "radio", name: "trial-kind", value, checked });
  const [own, other] = [radio("numbers", true), radio("draft", false)];
  const element = el("fieldset", {}, el("legend", {}, t("trial.what")),
    el("label", { class: "check" }, own, t("trial.what.numbers")), el("label", { class: "check" }, other, t("trial.what.draft")));
  return { element, isDraft: () => other.checked };
}

/** A field for each number that may be set, with what is in use now. @param {any} pack */
function numberFields(pack) {
  const rows = pack.rules.flatMap((/** @type {any} */ rule) => rule.numbers.map((/** @type {any} */ number) => ({ rule, number, field: fieldOf({
    name: "value", label: ruleAndNumber(rule.title, number), value: String(number.number), attributes: { inputmode: "decimal", maxlength: 10 },
    hint: t("trial.number_hint", { lowest: amount(number.lowest, number.unit), highest: amount(number.highest, number.unit), value: amount(number.number, number.unit) }) }) })));
  const element = el("fieldset", { class: "stack" }, el("legend", {}, t("trial.numbers_legend")),
    rows.length === 0 ? el("p", {}, t("trial.no_numbers")) : el("div", { class: "thirds" }, rows.map((/** @type {any} */ { field }) => field.element)));
  return { element, fields: rows.map((/** @type {any} */ { field }) => field), read: () => rows.flatMap(numberOf) };
}

/** A number that is sent counts before the clinic's own, also when it is the document's. @param {any} row */
function numberOf({ rule, number, field }) {
  const value = numberIn(field) ?? number.number;
  const { lowest, highest, unit } = number;
  const isWrong = value < lowest || value > highest || missesAWhole(value, unit);
  if (isWrong) {
    refuse(field, t(missesAWhole(value, unit) ? "guidance.number.whole" : "guidance.number.bounds", { lowest: amount(lowest, unit), highest: amount(highest, unit) }));
    throw new Explained(t("nurse.problem.fields"));
  }
  return value === number.number ? [] : [{ rule: rule.rule, name: number.name, value }];
}

/** A draft says itself which document it is of. @param {string|null} text */
const idIn = (text) => text?.match(/^id\s*=\s*"([^"]+)"/m)?.[1] ?? null;

/** The file is read here, in the browser. @param {HTMLInputElement} input */
async function textOf(input) {
  const file = input.files?.[0];
  if (file) return file.text();
  input.focus();
  throw new Explained(t("trial.file_missing"));
}

/** @param {unknown} body @param {HTMLElement} faults where a draft's are listed, each with its line */
async function begin(body, faults) {
  faults.replaceChildren();
  try {
    const { body: trial } = await ask("POST", "/clinic/guidance/trials", { body });
    return trial;
  } catch (problem) {
    const found = problem instanceof Problem && problem.status === 422 ? problem.errors : [];
    if (found.length === 0) throw problem;
    fill(faults, el("h3", {}, t("trial.faults", { count: found.length })), el("ul", {}, found.map((one) => el("li", {}, one.problem))));
    focusOn(faults);
    throw new Explained(t("trial.not_started"));
  }
}
