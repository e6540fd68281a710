"""What a diary says, by reading and day, read in one pass over its days."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from api.rules.condition import ANY_SYMPTOM
from api.rules.diary import Diary
from api.rules.units import converted
from api.rules.vocabulary import MEASUREMENTS, Attribute

_PRESENCE = Attribute.PRESENCE.value


# All values known of one reading, by day; those of a day ascend.
ByDay = Mapping[int, tuple[float, ...]]
# The lowest and the highest value, the other way round where there is none.
Range = tuple[float, float]
_EMPTY: Range = (math.inf, -math.inf)


class _Said:
    """What was said of one reading: `numbers[n]` on `days[n]`, and as `written[n]` if in another unit."""

    def __init__(self) -> None:
        self.days: list[int] = []
        self.numbers: list[float] = []
        self.written: dict[int, str] = {}
        self._range: Range | None = None
        self._by_day: ByDay | None = None

    @property
    def range(self) -> Range:
        if self._range is None:
            self._range = (min(self.numbers), max(self.numbers)) if self.numbers else _EMPTY
        return self._range

    @property
    def by_day(self) -> ByDay:
        if self._by_day is None:
            self._by_day = self._grouped()
        return self._by_day

    @property
    def written_by_day(self) -> Mapping[int, tuple[str, ...]]:
        if not self.written:
            return {}
        texts: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for n, text in self.written.items():
            texts[self.days[n]].append((self.numbers[n], text))
        return {day: tuple(dict.fromkeys(text for _, text in sorted(some))) for day, some in texts.items()}

    def _grouped(self) -> ByDay:
        single = dict(zip(self.days, zip(self.numbers, strict=True), strict=True))
        if len(single) == len(self.days):
            return single
        several: dict[int, set[float]] = defaultdict(set)
        for place, day in enumerate(self.days):
            several[day].add(self.numbers[place])
        return {day: tuple(sorted(numbers)) for day, numbers in several.items()}


_NOTHING = _Said()


class Facts:
    """Answers what is known of a reading. Days are ordinals (`date.toordinal`)."""

    def __init__(self, diary: Diary) -> None:
        self.days = sorted(day.toordinal() for day in diary.days)
        self._answers: dict[str, dict[str, _Said]] = defaultdict(lambda: defaultdict(_Said))
        self._measured: dict[str, list[tuple[int, list[object]]]] = defaultdict(list)
        self._said: dict[tuple[str, str, str], _Said] = {}
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

    def is_measured(self, subject: str) -> bool:
        return subject in self._measured

    def range(self, subject: str, attribute: str, unit: str) -> Range:
        """The extremes of what is known of a reading on any day."""
        return self._said_of(subject, attribute, unit).range

    def known(self, subject: str, attribute: str, unit: str) -> ByDay:
        """What is known of a reading, by day, in a unit; a day that says nothing of it is not there."""
        return self._said_of(subject, attribute, unit).by_day

    def as_written(self, subject: str, attribute: str, unit: str) -> Mapping[int, tuple[str, ...]]:
        """What was typed for a reading where it was in another unit, by day, that of a day by its value."""
        return self._said_of(subject, attribute, unit).written_by_day

    def _said_of(self, subject: str, attribute: str, unit: str) -> _Said:
        if subject not in MEASUREMENTS:
            answers = self._answers.get(subject)
            return answers.get(attribute, _NOTHING) if answers is not None else _NOTHING
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
                        number = _number(value, attribute)
                        if number is not None:
                            said = answers[attribute]
                            said.days.append(at)
                            said.numbers.append(number)
                elif isinstance(answer, list):
                    self._measured[name].append((at, answer))


def _in_unit(measured: Iterable[tuple[int, list[object]]], field: str, unit: str) -> _Said:
    said = _Said()
    for day, rows in measured:
        for row in rows:
            if not isinstance(row, dict):
                continue
            number, written_in = _number(row.get(field), field), row.get("unit")
            if number is None or not isinstance(written_in, str):
                continue
            if written_in != unit:
                said.written[len(said.days)] = f"{number:g} {written_in}"
            said.days.append(day)
            said.numbers.append(converted(number, written_in, unit))
    return said


def _number(value: object, attribute: str) -> float | None:
    """An answer as a number (yes is 1), or None for what is not written or is no answer to this question."""
    if type(value) is int:
        return None if attribute == _PRESENCE else value
    if value is True or value is False:
        return int(value) if attribute == _PRESENCE else None
    if not isinstance(value, int | float) or value != value or attribute == _PRESENCE:
        return None
    return value
