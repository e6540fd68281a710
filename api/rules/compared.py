"""What one comparison says of each day of a diary: met, not met or unknown, and what was written."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from functools import cached_property
from typing import NamedTuple

from api.rules.condition import HOLDS, Against, Bar, Compare, How
from api.rules.diary import Baseline
from api.rules.facts import ByDay, Facts
from api.rules.units import rounded


class Evidence(NamedTuple):
    """One reading of a qualifying day: every value known for it, ascending (several when heads disagree).

    `usual` is what it was compared with, where it was compared with anything. `as_written` is what was typed
    where that was in another unit.
    Units: `values` and `usual` in `unit`; those of a weight in kg.
    """

    day: date
    symptom: str
    attribute: str
    values: tuple[float, ...]
    unit: str
    usual: float | None = None
    as_written: tuple[str, ...] = ()


# The day, symptom and attribute of an answer.
AnswerKey = tuple[int, str, str]
_MetByDay = Mapping[int, Sequence[Evidence]]


class Compared:
    """A comparison held against all days of a diary, given as ordinals.

    `ungraded` answers are not there for it but as what was usual before.
    """

    def __init__(self, node: Compare, facts: Facts, baseline: Baseline, ungraded: Set[AnswerKey]) -> None:
        self._node = node
        self._facts = facts
        self._baseline = baseline
        self._ungraded = ungraded
        self._reading = node.attribute, node.read_in
        self._met = self._meet()

    @property
    def days_met(self) -> Set[int]:
        return self._met.keys()

    @cached_property
    def days_not_met(self) -> Set[int]:
        """The days that answer it, where what is usual is known if it asks for that, and do not meet it."""
        asks_for_usual = self._node.against is not Against.NOTHING
        return {
            day
            for subject, by_day in self._subjects()
            for day in self._graded(subject, by_day)
            if day not in self._met and not (asks_for_usual and self._usual(by_day, day) is None)
        }

    @cached_property
    def days_answered(self) -> Set[int]:
        return {day for subject, by_day in self._subjects() for day in self._graded(subject, by_day)}

    def evidence(self, days: Set[int]) -> Iterator[Evidence]:
        """What was written that meets it on those of the days on which it is met."""
        for day, readings in self._met.items():
            if day in days:
                yield from readings

    def _meet(self) -> _MetByDay:
        subjects = self._facts.subjects(self._node.subject, self._reading[0])
        found = [self._met_by(subject) for subject in subjects]
        if len(found) == 1:
            return found[0]
        met: dict[int, list[Evidence]] = {}
        for one in found:
            for day, readings in one.items():
                met.setdefault(day, []).extend(readings)
        return met

    def _met_by(self, subject: str) -> _MetByDay:
        node = self._node
        lowest, highest = self._facts.range(subject, *self._reading)
        bar = _bar_after(node, lowest)
        if not bar.is_reached_by(lowest, highest):
            return {}
        by_day = self._facts.known(subject, *self._reading)
        written = self._facts.as_written(subject, *self._reading)

        def evidence(day: int, values: tuple[float, ...], usual: float | None) -> tuple[Evidence]:
            on, typed = date.fromordinal(day), written.get(day, ())
            return (Evidence(on, subject, attribute, values, unit, usual, typed),)

        (attribute, unit), graded = self._reading, self._graded(subject, by_day)
        holds, number, telling = HOLDS[node.how], node.number, _telling(node)
        if node.against is Against.NOTHING:
            return {
                day: evidence(day, values, None)
                for day, values in graded.items()
                if holds(values[telling], number)
            }
        return {
            day: evidence(day, values, usual)
            for day, values in graded.items()
            if bar.is_reached_by(values[0], values[-1])
            and (usual := self._usual(by_day, day)) is not None
            and holds(quantity(node, values[telling], usual), number)
        }

    def _subjects(self) -> Iterator[tuple[str, ByDay]]:
        for subject in self._facts.subjects(self._node.subject, self._reading[0]):
            yield subject, self._facts.known(subject, *self._reading)

    def _graded(self, subject: str, by_day: ByDay) -> ByDay:
        if not self._ungraded:
            return by_day
        attribute, _ = self._reading
        return {
            day: values for day, values in by_day.items() if (day, subject, attribute) not in self._ungraded
        }

    def _usual(self, by_day: ByDay, day: int) -> float | None:
        match self._node.against:
            case Against.USUAL_STOOLS:
                return self._baseline.usual_stools
            case Against.WEIGHT_GAIN | Against.WEIGHT_LOSS:
                return self._baseline.weight_kg
            case Against.LAST_DAYS:
                return _usual_of_last_days(self._node, by_day, day)
        return None


def quantity(node: Compare, value: float, usual: float | None) -> float:
    """What is held against the rule's number."""
    if usual is None:
        return value
    match node.against:
        case Against.WEIGHT_GAIN:
            return rounded((value - usual) / usual * 100)
        case Against.WEIGHT_LOSS:
            return rounded((usual - value) / usual * 100)
        case _:
            return rounded(value - usual)


def _telling(node: Compare) -> int:
    """Which of a day's values, ascending, meets a comparison if any of them does: the first or the last."""
    is_low = (node.how is How.BELOW) is not (node.against is Against.WEIGHT_LOSS)
    return 0 if is_low else -1


def _bar_after(node: Compare, lowest: float) -> Bar:
    """The bar of a comparison in a diary whose days hold nothing below `lowest`."""
    if node.against is Against.LAST_DAYS:
        # Nothing lower can be usual. A hundredth is left for rounding.
        return node.bar._replace(at_least=node.bar.at_least + lowest - 0.01)
    return node.bar


def _usual_of_last_days(node: Compare, by_day: ByDay, day: int) -> float | None:
    """The median of the recorded days before, each with its lowest value, so that no rise is hidden."""
    before = sorted(by_day[one][0] for one in range(day - node.last_days, day) if one in by_day)
    if len(before) < node.known_days:
        return None
    middle = len(before) // 2
    return before[middle] if len(before) % 2 else (before[middle - 1] + before[middle]) / 2
