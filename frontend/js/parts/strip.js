import { isWritten } from "../days.js";
import { el } from "../dom.js";
import { addDays, dayNumber, daysFrom, fullDay, today, weekdayShort } from "../format.js";
import { t } from "../texts/index.js";
import { icon } from "./icons.js";

/** Seven days to step between; a filled dot says that something is written. @param {string} chosen */
export function dayStrip(chosen) {
  const ahead = addDays(chosen, 2);
  const last = ahead > today() ? today() : ahead;
  const days = daysFrom(addDays(last, -6), last);
  return el("nav", { class: "strip", "aria-label": t("today.days") }, days.map((day) => dayLink(day, chosen)));
}

/** @param {string} day @param {string} chosen */
function dayLink(day, chosen) {
  const written = isWritten(day);
  const name = day === today() ? t("word.today") : day === addDays(today(), -1) ? t("word.yesterday") : null;
  const says = t(written ? "today.day_written" : "today.day_blank", { day: name ? `${name}, ${fullDay(day)}` : fullDay(day) });
  return el("a", { href: `#today/${day}`, "aria-label": says, "aria-current": day === chosen ? "date" : null, class: day === today() ? "is-today" : "" },
    el("span", { class: "weekday" }, weekdayShort(day)), el("span", { class: "date" }, dayNumber(day)),
    el("span", { class: written ? "mark is-written" : "mark" }, written ? icon("tick") : null));
}
