import { svg } from "../dom.js";
import { addDays, daysBetween, number, shortDay } from "../format.js";

/** @typedef {import("./trend.js").Series} Series */
/** @typedef {{width: number, height: number, left: number, right: number, top: number, bottom: number, em: number, step: number,
 *   lowest: number, highest: number, every: number,
 *   x: (day: string) => number, y: (value: number) => number}} Frame */

/** Units: CSS pixels; what one rem is now, so that larger text gets larger margins. */
const rootSize = () => parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

/** @param {Series} series @returns {Frame} */
export function measure(series) {
  const em = rootSize();
  const width = series.width ?? 358;
  const { lowest, highest, every } = scaleOf(series);
  const longest = Math.max(2, ...(series.words ?? [lowest, highest - every].map(number)).map((word) => Math.min(word.length, 11)));
  const left = Math.min(width / 2.6, em * (0.55 * longest + 0.6));
  const right = width - em * 0.6;
  const top = em * 1.1;
  const bottom = top + (series.height ?? 170);
  const span = Math.max(1, daysBetween(series.from, series.to));
  const step = (right - left - em) / span;
  return {
    width, left, right, top, bottom, em, step, lowest, highest, every,
    height: bottom + em * 1.8 + barsShown(series).length * em * 1.9,
    x: (day) => round(left + em / 2 + daysBetween(series.from, day) * step),
    y: (value) => round(bottom - ((value - lowest) / (highest - lowest)) * (bottom - top)),
  };
}

/** Where the drawing begins and ends, and how far its lines are apart. @param {Series} series */
function scaleOf(series) {
  const { words, limit, points, lowest: begin = 0 } = series;
  const most = Math.max(begin, ...points.flatMap((point) => point.values), limit?.value ?? begin);
  if (words) return { lowest: 0, highest: words.length - 1, every: 1 };
  if (begin === 0) {
    const highest = Math.max(4, most, (limit?.value ?? 0) + 2);
    return { lowest: 0, highest, every: Math.max(1, Math.ceil(highest / 4)) };
  }
  const every = roundStep((most - begin) / 3);
  const lowest = Math.floor((begin - every / 4) / every) * every;
  return { lowest, highest: Math.ceil((most + every / 4) / every) * every, every };
}

/** The next of 0.5, 1, 2, 5, 10, 20 and so on. @param {number} least */
function roundStep(least) {
  const wanted = Math.max(least, 0.5);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return [1, 2, 5].map((one) => one * power).find((one) => one >= wanted) ?? 10 * power;
}

/** @param {number} n */
const round = (n) => Math.round(n * 10) / 10;

/** @param {Series} series @param {Frame} frame */
export function axes(series, frame) {
  const { lowest, highest, every } = frame;
  const values = Array.from({ length: Math.floor((highest - lowest) / every) + 1 }, (_, i) => lowest + i * every);
  const rows = values.flatMap((value) => {
    const y = frame.y(value);
    const label = series.words?.[value] ?? number(value);
    return [svg("line", { class: "grid", x1: frame.left, x2: frame.right, y1: y, y2: y }),
      svg("text", { x: frame.left - frame.em * 0.4, y: y + frame.em * 0.33, "text-anchor": "end" }, label)];
  });
  return [...rows, ...dates(series, frame)];
}

/** @param {Series} series @param {Frame} frame */
function dates(series, frame) {
  const room = (frame.right - frame.left) / (frame.em * 4.4);
  const y = frame.bottom + frame.em * 1.35;
  const first = svg("text", { x: frame.left, y }, shortDay(series.from));
  const last = svg("text", { x: frame.right, y, "text-anchor": "end" }, shortDay(series.to));
  if (room < 2) return [last];
  const middle = addDays(series.from, Math.round(daysBetween(series.from, series.to) / 2));
  return room < 3 ? [first, last] : [first, svg("text", { x: frame.x(middle), y, "text-anchor": "middle" }, shortDay(middle)), last];
}

/** @param {Series} series @param {Frame} frame */
export function limitLine(series, frame) {
  if (!series.limit || series.limit.value > frame.highest) return [];
  const y = frame.y(series.limit.value);
  return [svg("line", { class: "limit", x1: frame.left, x2: frame.right, y1: y, y2: y }),
    ...linesOf(series.limit.label, (frame.right - frame.left) / (frame.em * 0.6)).reverse().map((words, i) =>
      svg("text", { class: "limit-label", x: frame.left + 4, y: y - frame.em * (0.4 + i * 1.1) }, words))];
}

/** A label in as many lines as it needs. @param {string} label @param {number} room in letters */
function linesOf(label, room) {
  return label.split(" ").reduce((lines, word) => {
    const last = lines.at(-1);
    return last !== undefined && last.length + word.length < room ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
  }, /** @type {string[]} */ ([]));
}

/** Only what was taken in these days. @param {Series} series */
function barsShown(series) {
  return (series.medicines ?? []).filter((bar) => bar.started_on !== null && bar.started_on <= series.to && (bar.stopped_on ?? series.to) >= series.from);
}

/** Medicines run under the time line. @param {Series} series @param {Frame} frame */
export function bars(series, frame) {
  return barsShown(series).flatMap((bar, i) => {
    const start = bar.started_on !== null && bar.started_on > series.from ? frame.x(bar.started_on) : frame.left;
    const end = bar.stopped_on !== null && bar.stopped_on < series.to ? frame.x(bar.stopped_on) : frame.right;
    const top = frame.bottom + frame.em * (1.9 + i * 1.9);
    const wide = bar.name.length * frame.em * 0.66;
    const label = end - start > wide ? { x: start + frame.em * 0.6 } : start - frame.left > wide
      ? { x: start - frame.em * 0.4, "text-anchor": "end" } : frame.right - end > wide ? { x: end + frame.em * 0.4 } : { x: frame.right, "text-anchor": "end" };
    return [svg("rect", { class: "bar", x: start, y: top, width: Math.max(6, end - start), height: frame.em * 1.5, rx: frame.em * 0.7 }),
      svg("text", { class: "bar-name", y: top + frame.em * 1.08, ...label }, bar.name)];
  });
}
