import { svg } from "../dom.js";

/** Every icon is drawn on 24 × 24 with a stroke of the text's own colour. @type {Record<string, string>} */
const PATHS = {
  phone: "M5 3h4l2 5-3 2a12 12 0 0 0 6 6l2-3 5 2v4a2 2 0 0 1-2 2A17 17 0 0 1 3 5a2 2 0 0 1 2-2",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4",
  trend: "M4 18l5-6 4 3 7-9",
  pill: "M7 8h10a4 4 0 0 1 0 8H7a4 4 0 0 1 0-8M12 8v8",
  sheet: "M6 3h9l4 4v14H6zM9 12h6M9 16h6",
  eye: "M2.5 12s3.5-6.5 9.5-6.5 9.5 6.5 9.5 6.5-3.5 6.5-9.5 6.5S2.5 12 2.5 12M12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2",
  alarm: "M12 3 2.5 20h19zM12 10v4.5M12 17.3v.2",
  tick: "M4.5 12.5l5 5 10-11",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  cross: "M6 6l12 12M18 6 6 18",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  undo: "M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-3",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 21 21",
  cloud: "M7 18a4 4 0 0 1-.5-7.97A6 6 0 0 1 18 9.5a4.3 4.3 0 0 1-.5 8.5z",
  waiting: "M6 3h12M6 21h12M7.5 3c0 5 9 6 9 9s-9 4-9 9M16.5 3c0 5-9 6-9 9s9 4 9 9",
  pen: "M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20.5a7.5 7.5 0 0 1 15 0",
  heart: "M12 20S3.5 15 3.5 9a4.5 4.5 0 0 1 8.5-2 4.5 4.5 0 0 1 8.5 2c0 6-8.5 11-8.5 11",
};

/** A decorative icon; the words stand beside it. @param {string} name */
export function icon(name) {
  const path = PATHS[name];
  if (path === undefined) throw new RangeError(`No icon ${name}`);
  return svg("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" }, svg("path", { d: path }));
}

/** The shape of a level. @type {Record<string, string>} */
const LEVEL_ICONS = { watch: "eye", call: "phone", urgent: "clock", emergency: "alarm", crisis: "heart" };

/** @param {string} level */
export const levelIcon = (level) => icon(LEVEL_ICONS[level] ?? "eye");
