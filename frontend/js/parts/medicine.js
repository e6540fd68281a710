import { el } from "../dom.js";
import { t } from "../texts/index.js";
import { icon } from "./icons.js";

/** What the guidance knows of a medicine: how it works, how it is taken, what to watch. @param {import("../types.js").Medicine} medicine @param {boolean} [isOpen] */
export function aboutMedicine(medicine, isOpen = false) {
  return el("details", { open: isOpen }, el("summary", {}, t("medicine.about", { name: medicine.name })), el("div", { class: "stack about" },
    el("p", { class: "hint" }, [medicine.class.name, ...medicine.brands].join(" · ")),
    part(t("medicine.how_it_works"), [medicine.how_it_works || medicine.class.how_it_works]),
    part(t("medicine.used_for"), [medicine.used_for]), part(t("medicine.how_taken"), [medicine.how_taken]),
    part(t("medicine.watch_for"), medicine.watch_for), part(t("medicine.side_effects"), medicine.side_effects),
    el("p", { class: "hint" }, t("medicine.ask"))));
}

/** @param {string} title @param {string[]} lines */
function part(title, lines) {
  const said = lines.filter(Boolean);
  if (!said.length) return null;
  return el("section", {}, el("h3", {}, title), said.length === 1 ? el("p", {}, said[0]) : el("ul", {}, said.map((line) => el("li", {}, line))));
}

/** @param {string | null} words */
export const withdrawnNotice = (words) => (words ? el("p", { class: "notice withdrawn" }, icon("alarm"), el("span", {}, words)) : null);

/** That no rule about single medicines watches a line. @param {string} words */
export const unwatchedNotice = (words) => el("p", { class: "notice" }, el("span", {}, words));

/** What must be known of a line of the list. @param {{notice: string | null, catalogue_id: string | null}} line */
export const noticeOf = ({ notice, catalogue_id: known }) => (notice && known === null ? unwatchedNotice(notice) : withdrawnNotice(notice));
