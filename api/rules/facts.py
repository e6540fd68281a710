"""What a diary says, by reading and day, read in one pass over its days."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import repeat
from typing import NamedTuple

from api.rules.condition import ANY_SYMPTOM
from api.rules.diary import Diary
from api.rules.units import converted, rounded
from api.rules.vocabulary import MEASUREMENTS, Attribute

_PRESENCE = Attribute.PRESENCE.value


class Known(NamedTuple):
    """All values known of one reading on one day, ascending; `as_written` where another unit was typed."""

    values: tuple[float, ...]
    as_written: tuple[str, ...] = ()


ByDay = Mapping[int, Known]
# The lowest and the highest value, the other way round where there is none.
Range = tuple[float, float]
_EMPTY: Range = (math.inf, -math.inf)


class _Said(NamedTuple):
    """What was said of one reading: `numbers[n]` on `days[n]`, and for a measurement `as_written[n]`."""

    days: list[int]
    numbers: list[float]
    as_written: list[str]

    @property
    def range(self) -> Range:
        return (min(self.numbers), max(self.numbers)) if self.numbers else _EMPTY


def _nothing() -> _Said:
    return _Said([], [], [])


class Facts:
    """Answers what is known of a reading. Days are ordinals (`date.toordinal`)."""

    def __init__(self, diary: Diary) -> None:
        self.days = sorted(day.toordinal() for day in diary.days)
        self._answers: dict[str, dict[str, _Said]] = defaultdict(lambda: defaultdict(_nothing))
        self._measured: dict[str, list[tuple[int, list[object]]]] = defaultdict(list)
        self._said: dict[tuple[str, str, str], _Said] = {}
        self._known: dict[tuple[str, str, str], ByDay] = {}
        for day, heads in diary.days.items():
            self._read(day, heads)

    def answered(self) -> Iterator[tuple[str, str, Range]]:
        """Each question about a symptom that was answered, with the extremes of its answers."""
        for symptom, answers in self._answers.items():
            for attribute, said in answers.items():
                yield symptom, attribute, said.range

    def subjects(self, subject: str, attribute: str) -> list[str]:
        """The symptoms that a comparison is about, by name, or its one measurement."""
        if subject != ANY_SYMPTOM:
            return [subject]
        return sorted(name for name, answers in self._answers.items() if attribute in answers)

    def range(self, subject: str, attribute: str, unit: str) -> Range:
        """The extremes of what is known of a reading on any day."""
        return self._said_of(subject, attribute, unit).range

    def known(self, subject: str, attribute: str, unit: str) -> ByDay:
        """What is known of a reading, by day, in a unit; a day that says nothing of it is not there."""
        key = (subject, attribute, unit)
        if key not in self._known:
            self._known[key] = _by_day(self._said_of(*key))
        return self._known[key]

    def _said_of(self, subject: str, attribute: str, unit: str) -> _Said:
        if subject not in MEASUREMENTS:
            return self._answers.get(subject, {}).get(attribute, _nothing())
        key = (subject, attribute, unit)
        if key not in self._said:
            self._said[key] = _in_unit(self._measured.get(subject, []), attribute, unit)
        return self._said[key]

    def _read(self, day: date, heads: tuple[Mapping[str, object], ...]) -> None:
        at = day.toordinal()
        for head in heads:
            for name, answer in head.items():
                if isinstance(answer, dict):
                    answers = self._answers[name]
                    for attribute, value in answer.items():
                        if (number := _number(value, attribute)) is not None:
                            days, numbers, _ = answers[attribute]
                            days.append(at)
                            numbers.append(number)
                elif isinstance(answer, list):
                    self._measured[name].append((at, answer))


def _in_unit(measured: Iterable[tuple[int, list[object]]], field: str, unit: str) -> _Said:
    said = _nothing()
    for day, rows in measured:
        for row in rows:
            found = _measured(row, field, unit)
            if found is not None:
                said.days.append(day)
                said.numbers.append(found[0])
                said.as_written.append(found[1])
    return said


def _by_day(said: _Said) -> ByDay:
    by_day: dict[int, list[tuple[float, str]]] = {}
    for day, number, text in zip(said.days, said.numbers, said.as_written or repeat(""), strict=False):
        by_day.setdefault(day, []).append((number, text))
    return {day: _known(found) for day, found in by_day.items()}


def _known(found: list[tuple[float, str]]) -> Known:
    if len(found) == 1:
        value, text = found[0]
        return Known((value,), (text,) if text else ())
    written = dict.fromkeys(text for _, text in sorted(found) if text)
    return Known(tuple(sorted({value for value, _ in found})), tuple(written))


def _number(value: object, attribute: str) -> float | None:
    """An answer as a number (yes is 1), or None for what is not written or is no answer to this question."""
    if type(value) is int:
        return None if attribute == _PRESENCE else value
    if value is True or value is False:
        return int(value) if attribute == _PRESENCE else None
    if not isinstance(value, int | float) or value != value or attribute == _PRESENCE:
        return None
    return value


def _measured(row: object, field: str, unit: str) -> tuple[float, str] | None:
    """A value in `unit`, and what was written where that was in another one; None where there is none."""
    if not isinstance(row, dict):
        return None
    number, written_in = _number(row.get(field), field), row.get("unit")
    if number is None or not isinstance(written_in, str):
        return None
    if written_in == unit:
        return rounded(number), ""
    return converted(number, written_in, unit), f"{number:g} {written_in}"
