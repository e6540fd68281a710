/**
 * What a diary says, by reading and day, read in one pass. Days are whole days since 1970.
 * @typedef {{values: number[], as_written: string[]}} Known all values of a reading on a day, ascending
 * @typedef {Map<number, Known>} ByDay
 * @typedef {{value: number, written: string}} Measured
 */

export const MEASUREMENTS = new Set(["blood_pressure", "temperature", "weight", "heart_rate", "glucose"]);

const DAY_MS = 86_400_000;
/** @param {string} day */
export const ordinal = (day) => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
/** @param {number} at */
export const dayAt = (at) => new Date(at * DAY_MS).toISOString().slice(0, 10);

/** @type {Record<string, {first: string, less: number, factor: number}>} into the first unit of each measurement */
const INTO_FIRST = {
  "°F": { first: "°C", less: 32, factor: 5 / 9 },
  lb: { first: "kg", less: 0, factor: 0.45359237 },
  "mmol/L": { first: "mg/dL", less: 0, factor: 18.016 },
};

/** To two decimals, halves upwards, as the server rounds. @param {number} value */
export const rounded = (value) => Math.floor(value * 100 + 0.5) / 100;

/** To two decimals, pounds as kilograms exactly. @param {number} value @param {string} unit @param {string} wanted @throws {RangeError} for a unit of another measurement */
export function converted(value, unit, wanted) {
  if (unit === wanted) return rounded(value);
  const from = INTO_FIRST[unit];
  if (from?.first === wanted) {
    const exact = (value - from.less) * from.factor;
    return wanted === "kg" ? exact : rounded(exact);
  }
  const into = INTO_FIRST[wanted];
  if (into?.first !== unit) throw new RangeError(`${unit} is no ${wanted}`);
  return rounded(value / into.factor + into.less);
}

export class Facts {
  /** @param {import("./types.js").Diary} diary */
  constructor({ days }) {
    /** @type {Map<string, Map<string, Map<number, number[]>>>} by symptom and attribute */
    this.answers = new Map();
    /** @type {Map<string, [number, any[]][]>} by measurement */
    this.measured = new Map();
    /** @type {Map<string, ByDay>} */
    this.found = new Map();
    const written = Object.entries(days).map(([day, heads]) => /** @type {const} */ ([ordinal(day), heads]));
    this.days = written.map(([at]) => at).sort((a, b) => a - b);
    for (const [at, heads] of written) for (const head of heads) this.read(at, head);
  }

  /** @param {number} at @param {import("./types.js").Readings} head */
  read(at, head) {
    for (const [name, answer] of Object.entries(head)) {
      if (Array.isArray(answer)) inside(this.measured, name, () => []).push([at, answer]);
      else if (answer !== null && typeof answer === "object") this.readAnswer(at, name, answer);
    }
  }

  /** @param {number} at @param {string} name @param {Record<string, unknown>} answer */
  readAnswer(at, name, answer) {
    /** @type {Map<string, Map<number, number[]>>} */
    const answers = inside(this.answers, name, () => new Map());
    for (const [attribute, value] of Object.entries(answer)) {
      const number = asNumber(value, attribute);
      if (number === null) continue;
      /** @type {Map<number, number[]>} */
      const byDay = inside(answers, attribute, () => new Map());
      inside(byDay, at, () => /** @type {number[]} */ ([])).push(number);
    }
  }

  /** The symptoms, or the one measurement, that a comparison is about. @param {string} subject @param {string} attribute */
  subjects(subject, attribute) {
    if (subject !== "*") return [subject];
    return [...this.answers].filter(([, answers]) => answers.has(attribute)).map(([name]) => name).sort();
  }

  /** By day; a day that says nothing of it is not there. @param {string} subject @param {string} attribute @param {string} unit */
  known(subject, attribute, unit) {
    return inside(this.found, `${subject} ${attribute} ${unit}`, () =>
      (MEASUREMENTS.has(subject) ? this.measurements(subject, attribute, unit) : this.graded(subject, attribute)));
  }

  /** @param {string} symptom @param {string} attribute @returns {ByDay} */
  graded(symptom, attribute) {
    /** @type {Map<number, number[]>} */
    const byDay = this.answers.get(symptom)?.get(attribute) ?? new Map();
    return new Map([...byDay].map(([at, values]) => [at, { values: ascending(values), as_written: [] }]));
  }

  /** @param {string} kind @param {string} field @param {string} unit @returns {ByDay} */
  measurements(kind, field, unit) {
    /** @type {Map<number, Measured[]>} */
    const byDay = new Map();
    for (const [at, rows] of this.measured.get(kind) ?? []) inside(byDay, at, () => []).push(...measuredIn(rows, field, unit));
    return new Map([...byDay].filter(([, found]) => found.length > 0).map(([at, found]) => [at, together(found)]));
  }
}

/** @param {Measured[]} found @returns {Known} */
function together(found) {
  const inOrder = [...found].sort((a, b) => a.value - b.value || (a.written < b.written ? -1 : Number(a.written > b.written)));
  const written = new Set(inOrder.map((one) => one.written).filter(Boolean));
  return { values: ascending(found.map(({ value }) => value)), as_written: [...written] };
}

/** An answer as a number (yes is 1); null for what is no answer to this question. @param {unknown} value @param {string} attribute */
function asNumber(value, attribute) {
  if (typeof value === "boolean") return attribute === "presence" ? Number(value) : null;
  return typeof value === "number" && !Number.isNaN(value) && attribute !== "presence" ? value : null;
}

/** @param {any[]} rows @param {string} field @param {string} unit @returns {Measured[]} */
function measuredIn(rows, field, unit) {
  return rows.flatMap((row) => {
    const number = row !== null && typeof row === "object" ? asNumber(row[field], field) : null;
    if (number === null || typeof row.unit !== "string") return [];
    if (row.unit === unit) return [{ value: rounded(number), written: "" }];
    return [{ value: converted(number, row.unit, unit), written: `${Number(number.toPrecision(6))} ${row.unit}` }];
  });
}

/** Each value once. @param {number[]} values */
const ascending = (values) => [...new Set(values)].sort((a, b) => a - b);

/** What stands under a key, made when it is not there. @template K, V @param {Map<K, V>} map @param {K} key @param {() => V} make @returns {V} */
export function inside(map, key, make) {
  const there = map.get(key);
  if (there !== undefined) return there;
  const made = make();
  map.set(key, made);
  return made;
}
