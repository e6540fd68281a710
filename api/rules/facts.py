"""What a diary says, by reading and day, read in one pass over its days."""

import math
from collections.abc import Iterator, Mapping
from datetime import date
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


class Facts:
    """Answers what is known of a reading. Days are ordinals (`date.toordinal`)."""

    def __init__(self, diary: Diary) -> None:
        self.days = sorted(day.toordinal() for day in diary.days)
        self._answers: dict[str, dict[str, dict[int, list[float]]]] = {}
        self._measured: dict[str, list[tuple[int, list[object]]]] = {}
        self._known: dict[tuple[str, str, str], ByDay] = {}
        self._highest: dict[tuple[str, str], float | None] = {}
        self._ranges: dict[tuple[str, str, str], tuple[float, float]] = {}
        for day, heads in diary.days.items():
            self._read(day, heads)

    def symptoms_with(self, attribute: str) -> list[str]:
        """The symptoms of which anything is known in this respect, by name."""
        return sorted(name for name, answers in self._answers.items() if attribute in answers)

    def subjects(self, subject: str, attribute: str) -> list[str]:
        """The symptoms or the one measurement that a comparison is about."""
        return self.symptoms_with(attribute) if subject == ANY_SYMPTOM else [subject]

    def highest(self, subject: str, attribute: str) -> float | None:
        """The highest answer about a symptom, or about any, on any day; None when there is none."""
        key = (subject, attribute)
        if key not in self._highest:
            self._highest[key] = self._highest_of(subject, attribute)
        return self._highest[key]

    def _highest_of(self, subject: str, attribute: str) -> float | None:
        if subject == ANY_SYMPTOM:
            found = [self.highest(one, attribute) for one in self.symptoms_with(attribute)]
            return max((one for one in found if one is not None), default=None)
        answers = self._answers.get(subject, {}).get(attribute)
        return max(map(max, answers.values())) if answers else None

    def has_measured(self, kind: str) -> bool:
        return kind in self._measured

    def known(self, subject: str, attribute: str, unit: str) -> ByDay:
        """What is known of a reading, by day, in a unit; a day that says nothing of it is not there."""
        key = (subject, attribute, unit)
        if key not in self._known:
            is_measured = subject in MEASUREMENTS
            found = (
                self._measurements(subject, attribute, unit)
                if is_measured
                else self._graded(subject, attribute)
            )
            self._known[key] = dict(found)
        return self._known[key]

    def range(self, subject: str, attribute: str, unit: str) -> tuple[float, float]:
        """The lowest and the highest value known on any day; the other way round where none is."""
        key = (subject, attribute, unit)
        if key not in self._ranges:
            known = self.known(*key).values()
            lowest = min((one.values[0] for one in known), default=math.inf)
            self._ranges[key] = lowest, max((one.values[-1] for one in known), default=-math.inf)
        return self._ranges[key]

    def _read(self, day: date, heads: tuple[Mapping[str, object], ...]) -> None:
        at = day.toordinal()
        for head in heads:
            for name, answer in head.items():
                if isinstance(answer, dict):
                    self._read_answer(at, name, answer)
                elif isinstance(answer, list):
                    self._measured.setdefault(name, []).append((at, answer))

    def _read_answer(self, at: int, name: str, answer: Mapping[str, object]) -> None:
        answers = self._answers.get(name)
        if answers is None:
            answers = self._answers[name] = {}
        for attribute, value in answer.items():
            number = _number(value, attribute)
            if number is None:
                continue
            days = answers.get(attribute)
            if days is None:
                days = answers[attribute] = {}
            if at in days:
                days[at].append(number)
            else:
                days[at] = [number]

    def _graded(self, symptom: str, attribute: str) -> Iterator[tuple[int, Known]]:
        for day, values in self._answers.get(symptom, {}).get(attribute, {}).items():
            yield day, Known((values[0],) if len(values) == 1 else tuple(sorted(set(values))))

    def _measurements(self, kind: str, field: str, unit: str) -> Iterator[tuple[int, Known]]:
        by_day: dict[int, list[tuple[float, str]]] = {}
        for day, rows in self._measured.get(kind, ()):
            by_day.setdefault(day, []).extend(_measured(rows, field, unit))
        for day, found in by_day.items():
            if len(found) == 1:
                value, text = found[0]
                yield day, Known((value,), (text,) if text else ())
            elif found:
                written = dict.fromkeys(text for _, text in sorted(found) if text)
                yield day, Known(tuple(sorted({value for value, _ in found})), tuple(written))


def _number(value: object, attribute: str) -> float | None:
    """An answer as a number (yes is 1), or None for what is not written or is no answer to this question."""
    if type(value) is int:
        return None if attribute == _PRESENCE else value
    if value is True or value is False:
        return int(value) if attribute == _PRESENCE else None
    if not isinstance(value, int | float) or value != value or attribute == _PRESENCE:
        return None
    return value


def _measured(rows: list[object], field: str, unit: str) -> Iterator[tuple[float, str]]:
    """Each value in `unit`, and what was written where that was in another one."""
    for row in rows:
        if not isinstance(row, dict):
            continue
        number, written_in = _number(row.get(field), field), row.get("unit")
        if number is None or not isinstance(written_in, str):
            continue
        if written_in == unit:
            yield rounded(number), ""
        else:
            yield converted(number, written_in, unit), f"{number:g} {written_in}"
