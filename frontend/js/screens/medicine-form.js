import { Offline, Problem, request } from "../api.js";
import { announce, el, fill, focusOn } from "../dom.js";
import { today } from "../format.js";
import { confirmed } from "../parts/dialog.js";
import { icon } from "../parts/icons.js";
import { aboutMedicine, noticeOf, unwatchedNotice, withdrawnNotice } from "../parts/medicine.js";
import { textField } from "../parts/notes.js";
import { readMedications, state } from "../state.js";
import { t } from "../texts/index.js";
import { MedicineSearch } from "./medicine-search.js";

/** @typedef {import("../types.js").Medicine} Medicine @typedef {import("../types.js").Medication} Medication */
const TEXTS = /** @type {const} */ (["dose", "form", "schedule", "test_result", "notes"]);

/** A medicine to add, or one of the list to correct. */
export class MedicineForm {
  /** @param {HTMLElement} place @param {string} parameter "add" or the id of one on the list */
  constructor(place, parameter) {
    this.id = parameter === "add" ? null : parameter;
    this.title = this.id ? t("medicines.change") : t("medicines.add");
    this.body = el("div", { class: "stack" });
    fill(place, el("a", { class: "link", href: "#medicines" }, icon("left"), t("medicines.title")), this.body);
  }

  async open() {
    if (!this.id) return this.search();
    await readMedications().catch(() => undefined);
    const medication = state.medications.find(({ id }) => id === this.id);
    if (medication) this.edit(medication);
    else fill(this.body, el("h1", { tabindex: "-1" }, t("medicines.gone")));
  }

  refresh() { /* What is being typed stays. */ }

  search() {
    const search = new MedicineSearch((chosen) => this.add(chosen));
    fill(this.body, el("h1", { tabindex: "-1" }, t("medicines.add")), search.element);
    void search.open();
  }

  /** @param {import("./medicine-search.js").Chosen} chosen */
  add({ medicine, name, isWatched }) {
    const title = el("h1", { tabindex: "-1" }, name);
    const { form, values } = this.fields(null, medicine);
    const save = () => this.send("POST", "/patients/me/medications", { ...(medicine ? { catalogue_id: medicine.id } : { name }), ...values() }, null, t("medicines.added", { name }));
    fill(this.body, title, withdrawnNotice(medicine?.withdrawn ?? null), isWatched ? null : unwatchedNotice(t("medicine.unwatched")), medicine ? el("section", { class: "card" }, aboutMedicine(medicine, true)) : null,
      form(t("medicines.add_one", { name }), save));
    focusOn(title);
    scrollTo({ top: 0 });
  }

  /** @param {Medication} medication */
  edit(medication) {
    const known = state.guidance.medicines.find(({ id }) => id === medication.catalogue_id) ?? null;
    const { form, values } = this.fields(medication, known);
    /** @param {object} body @param {string} said */
    const change = (body, said) => this.send("PATCH", `/patients/me/medications/${medication.id}`, body, `"${medication.version}"`, said);
    const said = t("medicines.changed", { name: medication.name });
    fill(this.body, el("h1", { tabindex: "-1" }, medication.name), noticeOf(medication), form(t("word.save"), () => change(values(), said)),
      this.stopping(medication, change), el("button", { type: "button", class: "button danger", onclick: async () => {
        if (await confirmed({ title: t("medicines.mistake"), explain: t("medicines.mistake_explain", { name: medication.name }), yes: t("medicines.mistake_yes") })) await change({ is_mistake: true }, said);
      } }, t("medicines.mistake")));
  }

  /** @param {Medication | null} medication @param {Medicine | null} medicine */
  fields(medication, medicine) {
    const made = TEXTS.map((name) => [name, textField(t(`field.${name}`), {
      value: medication?.[name] ?? "", list: name === "form" ? medicine?.forms : undefined, multiline: name === "notes",
      hint: name === "dose" ? t("field.dose_hint") : name === "schedule" ? t("field.schedule_hint") : undefined,
    })]);
    const texts = /** @type {Record<typeof TEXTS[number], ReturnType<typeof textField>>} */ (Object.fromEntries(made));
    const started = textField(t("field.started_on"), { type: "date", value: medication?.started_on ?? "" });
    this.error = el("p", { class: "error", role: "alert", hidden: true });
    const values = () => ({ ...Object.fromEntries(TEXTS.map((name) => [name, texts[name].control.value])), started_on: started.control.value || null });
    /** @param {string} label @param {() => Promise<void>} save */
    const form = (label, save) => el("form", { class: "card stack", novalidate: true, onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); void save(); } },
      texts.dose.field, texts.form.field, texts.schedule.field, started.field, texts.test_result.field, texts.notes.field,
      this.error ?? null, el("button", { class: "button wide" }, label));
    return { form, values };
  }

  /** @param {Medication} medication @param {(body: object, said: string) => Promise<void>} change */
  stopping(medication, change) {
    if (medication.stopped_on !== null) {
      return el("button", { type: "button", class: "button plain", onclick: () => void change({ stopped_on: null, stop_reason: "" }, t("medicines.again")) }, t("medicines.again"));
    }
    const day = textField(t("field.stopped_on"), { type: "date", value: today(), max: today() });
    const reason = textField(t("field.stop_reason"), {});
    return el("details", { class: "card fold" }, el("summary", {}, t("medicines.stop")), el("div", { class: "stack" }, el("p", {}, t("medicines.stop_explain")), day.field, reason.field,
      el("button", { type: "button", class: "button plain", onclick: () => void change({ stopped_on: day.control.value || today(), stop_reason: reason.control.value },
        t("medicines.has_stopped", { name: medication.name })) }, t("medicines.stop_yes"))));
  }

  /** @param {string} method @param {string} path @param {object} body @param {string | null} etag @param {string} said */
  async send(method, path, body, etag, said) {
    try {
      await request(method, path, { body, etag });
      await readMedications().catch(() => undefined);
      location.hash = "#medicines";
      announce(said);
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 412) await readMedications().catch(() => undefined);
      const words = problem instanceof Problem ? [problem.detail || t("problem.unknown"), ...problem.errors.map((one) => one.problem)].join(" ") : problem instanceof Offline ? t("medicines.offline") : t("problem.unknown");
      if (!this.error) return;
      this.error.hidden = false;
      fill(this.error, words);
      this.error.scrollIntoView({ block: "center" });
    }
  }
}
