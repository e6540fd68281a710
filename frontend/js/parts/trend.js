import { el, svg } from "../dom.js";
import { addDays, daysBetween, daysFrom, number, shortDay, weekdayAndDay } from "../format.js";
import { t } from "../texts/index.js";
import { axes, bars, limitLine, measure } from "./trend-frame.js";

/**
 * One question over time. What is not written is a gap in the line, never a zero.
 * @typedef {{day: string, values: number[]}} Point values several where it was measured again, or two versions of a day disagree
 * @typedef {{name: string, started_on: string | null, stopped_on: string | null}} Bar
 * @typedef {object} Series
 * @property {string} title
 * @property {string} from first day
 * @property {string} to last day
 * @property {Point[]} points days that are not named are unknown
 * @property {{value: number, label: string} | null} [limit]
 * @property {string[]} [words] the scale's words from 0 up; counts have none
 * @property {string} [unit] what a measurement is in
 * @property {number} [lowest] the smallest value, where the drawing does not begin at zero
 * @property {Bar[]} [medicines]
 * @property {number} [width] units: CSS pixels at full size; 358 suits a phone, 720 the desk
 * @property {number} [height]
 * @property {(day: string) => string} [hrefOf] where a day of the table leads
 */

/** A figure with the drawing and, folded, the same as a table. @param {Series} series */
export function trend(series) {
  return el("figure", { class: "trend stack" }, drawing(series), tableOf(series));
}

/** @param {Series} series */
function drawing(series) {
  const frame = measure(series);
  const root = svg("svg", { viewBox: `0 0 ${frame.width} ${frame.height}`, role: "img", "aria-label": summary(series) });
  root.append(...gaps(series, frame), ...axes(series, frame), ...limitLine(series, frame), ...lines(series, frame),
    ...dots(series, frame), ...bars(series, frame));
  return root;
}

/** @param {Series} series */
function summary(series) {
  const known = series.points.length;
  const highest = Math.max(...series.points.flatMap((point) => point.values));
  const said = known ? t("trend.highest", { value: words(series, highest) }) : t("trend.nothing");
  const days = t("trend.known", { count: known, days: daysBetween(series.from, series.to) + 1 });
  return [series.title, `${shortDay(series.from)} – ${shortDay(series.to)}`, days, said].join(". ");
}

/** @param {Series} series @param {number} value */
const words = (series, value) => series.words?.[value] ?? (series.unit ? `${number(value)} ${series.unit}` : number(value));

/** Runs of days that follow each other. @param {string[]} days */
function runsOf(days) {
  /** @type {string[][]} */
  const runs = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last && addDays(/** @type {string} */ (last.at(-1)), 1) === day) last.push(day);
    else runs.push([day]);
  }
  return runs;
}

/** @param {Series} series @param {import("./trend-frame.js").Frame} frame */
function gaps(series, frame) {
  const known = new Set(series.points.map((point) => point.day));
  const runs = runsOf(daysFrom(series.from, series.to).filter((day) => !known.has(day)));
  const half = frame.step / 2;
  return runs.flatMap((run) => {
    const left = Math.max(frame.left, frame.x(run[0]) - half);
    const right = Math.min(frame.right, frame.x(/** @type {string} */ (run.at(-1))) + half);
    const band = svg("rect", { class: "gap", x: left, y: frame.top, width: Math.max(2, right - left), height: frame.bottom - frame.top });
    const word = t("trend.gap");
    if (right - left < frame.em * word.length * 0.55) return [band];
    return [band, svg("text", { x: (left + right) / 2, y: frame.bottom - frame.em, "text-anchor": "middle" }, word)];
  });
}

/** @param {Series} series @param {import("./trend-frame.js").Frame} frame */
function lines(series, frame) {
  const highest = new Map(series.points.map((point) => [point.day, Math.max(...point.values)]));
  return runsOf([...highest.keys()].sort()).filter((run) => run.length > 1).map((run) => {
    const d = run.map((day, i) => `${i ? "L" : "M"}${frame.x(day)} ${frame.y(/** @type {number} */ (highest.get(day)))}`).join("");
    return svg("path", { class: "run", d });
  });
}

/** Diamonds stand at or over the limit, circles under it: the shape says it too. @param {Series} series @param {import("./trend-frame.js").Frame} frame */
function dots(series, frame) {
  const size = Math.max(3, Math.min(6, frame.step * 0.45));
  return series.points.flatMap(({ day, values }) => {
    const x = frame.x(day);
    const between = values.length > 1
      ? [svg("line", { class: "between", x1: x, x2: x, y1: frame.y(Math.min(...values)), y2: frame.y(Math.max(...values)) })] : [];
    return [...between, ...values.map((value) => {
      const y = frame.y(value);
      if (!series.limit || value < series.limit.value) return svg("circle", { class: "point", cx: x, cy: y, r: size });
      const r = size * 1.5;
      return svg("path", { class: "point over", d: `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z` });
    })];
  });
}

/** @param {Series} series */
function tableOf(series) {
  const known = new Map(series.points.map((point) => [point.day, point.values]));
  const rows = daysFrom(series.from, series.to).reverse().map((day) => {
    const values = known.get(day);
    const said = values ? series.unit ? values.map(number).join(" · ") : values.map((value) => words(series, value)).join(t("trend.or")) : t("trend.gap");
    const name = series.hrefOf ? el("a", { href: series.hrefOf(day) }, weekdayAndDay(day)) : weekdayAndDay(day);
    return el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, said));
  });
  return el("details", { class: "trend-table" }, el("summary", {}, t("trend.table")), el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": series.title }, el("table", {},
    el("caption", { class: "visually-hidden" }, series.title),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("trend.day")), el("th", { scope: "col" }, series.title))),
    el("tbody", {}, rows))));
}
