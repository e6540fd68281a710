import { el, fill, whenChanged } from "../dom.js";
import { dateOfBirth, daysBetween, today } from "../format.js";
import { icon } from "../parts/icons.js";
import { aboutMedicine, noticeOf } from "../parts/medicine.js";
import { readMedications, state } from "../state.js";
import { t } from "../texts/index.js";

/** @typedef {import("../types.js").Medication} Medication */

/** What she takes, and what she took. */
export class Medicines {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.title = t("tab.medicines");
    this.body = el("div", { class: "stack" });
    this.onChange = whenChanged();
    fill(place, el("h1", { tabindex: "-1" }, t("medicines.title")), this.body);
  }

  async open() {
    this.refresh();
    await readMedications().catch(() => undefined);
    this.refresh();
  }

  refresh() { this.onChange(state.medications, () => this.draw()); }

  draw() {
    const right = state.medications.filter((one) => !one.is_mistake);
    const stopped = right.filter((one) => isStopped(one));
    const taken = right.filter((one) => !isStopped(one));
    fill(this.body, taken.length ? null : el("p", { class: "soft-text" }, t("medicines.none")), taken.map(card),
      el("a", { class: "button wide with-icon", href: "#medicines/add" }, icon("plus"), t("medicines.add")),
      el("p", { class: "hint" }, t("medicines.as_written")),
      stopped.length ? [el("h2", {}, t("medicines.stopped")), el("p", { class: "soft-text" }, t("medicines.after")), ...stopped.map(card)] : null);
  }
}

/** @param {Medication} medication */
const isStopped = (medication) => medication.stopped_on !== null && medication.stopped_on <= today();

/** @param {Medication} one */
function card(one) {
  const known = state.guidance.medicines.find(({ id }) => id === one.catalogue_id);
  const taken = [one.dose, one.form, one.schedule].filter(Boolean).join(" · ");
  return el("article", { class: "card stack medicine" }, el("div", { class: "medicine-head" }, icon("pill"), el("div", {}, el("h2", {}, one.name), taken ? el("p", {}, taken) : null,
    el("p", { class: "soft-text" }, since(one)))), noticeOf(one), one.notes ? el("p", {}, el("q", {}, one.notes)) : null,
  known ? aboutMedicine(known) : null,
  el("a", { class: "link", href: `#medicines/${one.id}`, "aria-label": t("medicines.change_one", { name: one.name }) }, icon("pen"), t("medicines.change")));
}

/** @param {Medication} one */
function since(one) {
  if (one.stopped_on !== null && isStopped(one)) {
    const stopped = t("medicines.stopped_ago", { count: daysBetween(one.stopped_on, today()) });
    return one.stop_reason ? `${stopped}: ${one.stop_reason}` : stopped;
  }
  if (one.stopped_on !== null) return t("medicines.stops_on", { date: dateOfBirth(one.stopped_on) });
  if (one.started_on === null) return t("medicines.start_unknown");
  const day = daysBetween(one.started_on, today()) + 1;
  return day > 0 ? t("medicines.since", { date: dateOfBirth(one.started_on), day }) : t("medicines.starts_on", { date: dateOfBirth(one.started_on) });
}
