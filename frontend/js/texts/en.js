/** What both pages say. Each page and screen adds its own wording with `learn`. */
export const en = {
  "trend.highest": "Highest: {value}",
  "trend.nothing": "Nothing written",
  "trend.known": { one: "Written on {count} of {days} days", other: "Written on {count} of {days} days" },
  "trend.gap": "nothing written",
  "trend.or": " or ",
  "trend.measured": "{label} ({unit})",
  "trend.measured_part": "{label}, {part} ({unit})",
  "trend.table": "Show as a table",
  "trend.day": "Day",

  "word.today": "Today",
  "word.yesterday": "Yesterday",
  "word.cancel": "Cancel",
  "word.close": "Close",
  "word.save": "Save",
  "word.back": "Back",
  "word.retry": "Try again",
  "word.loading": "One moment…",

  "call.number": "Call {number}",
  "call.until": "{name}, open until {time}",
  "call.emergency": "Emergency",

  "medicine.unwatched": "No rule about single medicines will watch this one, because the diary does not know this name. All other rules count as before. Check the spelling, and add each medicine on its own.",

  "problem.offline": "No connection to the diary just now. Check your signal, then try again.",
  "problem.unknown": "That did not work. Please try again.",

  "since.minute": { one: "{count} min", other: "{count} min" },
  "since.hour": { one: "{count} hour", other: "{count} hours" },
  "since.day": { one: "{count} day", other: "{count} days" },
};
