"""A clinic's hours as one writes them: `mon-fri 08:00-12:00 13:00-17:00, sat 09:00-12:00`."""

import re

from api.clinics.opening import WEEKDAYS

Hours = dict[str, list[dict[str, str]]]
SHORT = {day[:3]: day for day in WEEKDAYS}
SPAN = re.compile(r"(\d\d?:\d\d)-(\d\d?:\d\d)")
HOW = "Write hours such as: mon-fri 08:00-17:00, sat 09:00-12:00 (or: always, or: never)"


def hours_from(text: str) -> Hours:
    """Weekdays with their spans; what is not named is closed. Raises: ValueError with how to write them."""
    written = text.strip().lower()
    if written == "never":
        return {}
    if written == "always":
        written = "mon-sun 00:00-24:00"
    hours: Hours = {}
    for part in written.split(","):
        days, *spans = part.split() or [""]
        if not spans:
            raise ValueError(HOW)
        for day in _days_from(days):
            hours.setdefault(day, []).extend(map(_span_from, spans))
    return hours


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
