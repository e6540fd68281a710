"""Whether a condition is so on a day: yes, no, or unknown; and what was written that makes it so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from api.rules.condition import Against, AllOf, AnyOf, Compare, Condition, Has, How, WhileTaking
from api.rules.diary import Diary
from api.rules.facts import ByDay, Facts, Known
from api.rules.units import PERCENT, rounded
from api.rules.vocabulary import MEASUREMENTS

OSTOMY = "ostomy"
_KG = "kg"
_NEVER_MORE = frozenset({Against.NOTHING, Against.USUAL_STOOLS, Against.LAST_DAYS})


@dataclass(frozen=True)
class Evidence:
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


class _Compared(NamedTuple):
    is_met: bool
    evidence: tuple[Evidence, ...]


_NOT_MET = _Compared(False, ())


class Judge:
    """Judges the days of one diary; what a comparison finds is worked out once for all its days."""

    def __init__(self, diary: Diary, facts: Facts) -> None:
        self._diary = diary
        self._facts = facts
        self._compared: dict[int, Mapping[int, _Compared]] = {}

    def is_so(self, condition: Condition, day: int) -> bool | None:
        """Three-valued: None where what is not known could make it so."""
        match condition:
            case Compare():
                found = self._comparison(condition).get(day)
                return None if found is None else found.is_met
            case AllOf():
                answers = [self.is_so(part, day) for part in condition.of]
                return False if False in answers else None if None in answers else True
            case AnyOf():
                answers = [self.is_so(part, day) for part in condition.of]
                return True if True in answers else None if None in answers else False
            case Has():
                return self._diary.baseline.has_ostomy if condition.what == OSTOMY else None
            case _:
                raise TypeError(f"{type(condition).__name__} is not about one day")

    def evidence(self, condition: Condition, day: int) -> Iterator[Evidence]:
        """What was written that a condition rests on which is so on that day."""
        if isinstance(condition, Compare):
            found = self._comparison(condition).get(day)
            yield from found.evidence if found else ()
        elif isinstance(condition, AllOf | AnyOf):
            for part in condition.of:
                if self.is_so(part, day):
                    yield from self.evidence(part, day)

    def is_taken(self, wanted: WhileTaking | None, day: int) -> bool:
        on = date.fromordinal(day)
        return wanted is None or any(taking.counts_for(wanted, on) for taking in self._diary.taking)

    def may_count(self, wanted: WhileTaking | None) -> bool:
        """False only where none of the medicines was ever taken."""
        return wanted is None or any(taking.is_one_of(wanted) for taking in self._diary.taking)

    def may_be_met(self, condition: Condition) -> bool:
        """False only where no day can meet it: a quick look before the days are judged one by one."""
        if isinstance(condition, Compare):
            return self._may_compare(condition)
        if isinstance(condition, AnyOf):
            return any(map(self.may_be_met, condition.of))
        return all(map(self.may_be_met, condition.of)) if isinstance(condition, AllOf) else True

    def _may_compare(self, node: Compare) -> bool:
        if node.subject in MEASUREMENTS:
            return self._may_measure(node)
        if node.how is How.BELOW:
            return bool(self._facts.subjects(node.subject, node.attribute))
        highest = self._facts.highest(node.subject, node.attribute)
        return highest is not None and highest >= node.number

    def _may_measure(self, node: Compare) -> bool:
        if not self._facts.has_measured(node.subject):
            return False
        if node.against in (Against.WEIGHT_GAIN, Against.WEIGHT_LOSS):
            return self._diary.baseline.weight_kg is not None
        if node.against is not Against.NOTHING:
            return True
        lowest, highest = self._facts.range(node.subject, node.attribute, node.unit)
        return node.is_met_by(lowest if node.how is How.BELOW else highest)

    def _comparison(self, node: Compare) -> Mapping[int, _Compared]:
        # Nodes outlive the judge, so that their ids stay theirs.
        if id(node) not in self._compared:
            self._compared[id(node)] = self._compare(node)
        return self._compared[id(node)]

    def _compare(self, node: Compare) -> Mapping[int, _Compared]:
        unit = _unit_of(node)
        compared: dict[int, _Compared] = {}
        looks_back = node.against is Against.LAST_DAYS
        for subject in self._facts.subjects(node.subject, node.attribute):
            by_day = self._facts.known(subject, node.attribute, unit)
            for day, known in by_day.items():
                if looks_back and node.how is not How.BELOW and known.values[-1] < node.number:
                    # What is usual is never below 0: to know that there is something usual is enough.
                    if _days_before(node, by_day, day) >= node.known_days:
                        compared.setdefault(day, _NOT_MET)
                    continue
                usual = self._usual(node, by_day, day)
                if node.against is not Against.NOTHING and usual is None:
                    continue
                if not _meets(node, known.values, usual):
                    compared.setdefault(day, _NOT_MET)
                    continue
                on = date.fromordinal(day)
                evidence = Evidence(on, subject, node.attribute, known.values, unit, usual, known.as_written)
                compared[day] = _Compared(True, (*compared.get(day, _NOT_MET).evidence, evidence))
        return compared

    def _usual(self, node: Compare, by_day: ByDay, day: int) -> float | None:
        baseline = self._diary.baseline
        match node.against:
            case Against.USUAL_STOOLS:
                return baseline.usual_stools
            case Against.WEIGHT_GAIN | Against.WEIGHT_LOSS:
                return baseline.weight_kg
            case Against.LAST_DAYS:
                return _usual_of_last_days(node, by_day, day)
            case _:
                return None


def _unit_of(node: Compare) -> str:
    """The unit in which values are read; a percentage is of kilograms."""
    return _KG if node.unit == PERCENT else node.unit


def _days_before(node: Compare, by_day: Mapping[int, Known], day: int) -> int:
    """How many of the days before are recorded."""
    return sum(one in by_day for one in range(day - node.last_days, day))


def _usual_of_last_days(node: Compare, by_day: Mapping[int, Known], day: int) -> float | None:
    """The median of the recorded days before, each with its lowest value, so that no rise is hidden."""
    before = [by_day[one].values[0] for one in range(day - node.last_days, day) if one in by_day]
    if len(before) < node.known_days:
        return None
    before.sort()
    middle = len(before) // 2
    return before[middle] if len(before) % 2 else (before[middle - 1] + before[middle]) / 2


def _meets(node: Compare, values: tuple[float, ...], usual: float | None) -> bool:
    # The usual is never below 0, so that most days of most diaries need no arithmetic.
    if node.against in _NEVER_MORE and node.how is not How.BELOW and values[-1] < node.number:
        return False
    return any(node.is_met_by(quantity(node, value, usual)) for value in values)


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
