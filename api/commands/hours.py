"""A clinic's hours as one writes them: `mon-fri 08:00-12:00 13:00-17:00, sat 09:00-12:00`."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from api.clinics.opening import WEEKDAYS

Hours = dict[str, list[dict[str, str]]]
SHORT = {day[:3]: day for day in WEEKDAYS}
SPAN = re.compile(r"(\d\d?:\d\d)-(\d\d?:\d\d)")
ALWAYS = "mon-sun 00:00-24:00"
HOW_DATES = "Write dates such as: 2026-12-25, 2026-12-26 (or: none)"
HOW = "Write hours such as: mon-fri 08:00-17:00, sat 09:00-12:00 (or: always, or: never)"


def hours_from(text: str) -> Hours:
    """Weekdays with their spans; what is not named is closed. Raises: ValueError with how to write them."""
    written = text.strip().lower()
    if written == "never":
        return {}
    if written == "always":
        written = ALWAYS
    hours: Hours = {}
    for part in written.split(","):
        days, *spans = part.split() or [""]
        if not spans:
            raise ValueError(HOW)
        for day in _days_from(days):
            hours.setdefault(day, []).extend(map(_span_from, spans))
    return hours


def hours_in_words(hours: Mapping[str, Sequence[Mapping[str, str]]]) -> str:
    """Hours as `hours_from` reads them."""
    runs: list[tuple[str, str, str]] = []
    for day in WEEKDAYS:
        spans = " ".join(f"{span['opens']}-{_end_of(span)}" for span in hours.get(day, ()))
        if runs and runs[-1][2] == spans:
            runs[-1] = (runs[-1][0], day[:3], spans)
        else:
            runs.append((day[:3], day[:3], spans))
    open_runs = [run for run in runs if run[2]]
    words = ", ".join(f"{a if a == b else f'{a}-{b}'} {spans}" for a, b, spans in open_runs)
    return "always" if words == ALWAYS else words or "never"


def _end_of(span: Mapping[str, str]) -> str:
    return "24:00" if span["closes"] == "00:00" else span["closes"]


def holidays_from(text: str) -> list[date]:
    """Local dates. Raises: ValueError with how to write them."""
    if text.strip().lower() == "none":
        return []
    try:
        return [date.fromisoformat(part.strip()) for part in text.split(",")]
    except ValueError:
        raise ValueError(HOW_DATES) from None


def _days_from(text: str) -> list[str]:
    first, _, last = text.partition("-")
    if first not in SHORT or (last or first) not in SHORT:
        raise ValueError(HOW)
    begin, end = WEEKDAYS.index(SHORT[first]), WEEKDAYS.index(SHORT[last or first])
    if end < begin:
        end += len(WEEKDAYS)
    return [WEEKDAYS[number % len(WEEKDAYS)] for number in range(begin, end + 1)]


def _span_from(text: str) -> dict[str, str]:
    found = SPAN.fullmatch(text)
    if found is None:
        raise ValueError(HOW)
    opens, closes = (time.zfill(5) for time in found.groups())
    return {"opens": opens, "closes": "00:00" if closes == "24:00" else closes}
