"""Whether a condition is so on a day: yes, no, or unknown; and what was written that makes it so."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date

from api.rules.condition import Against, AllOf, AnyOf, Compare, Condition, Has, WhileTaking
from api.rules.diary import Diary
from api.rules.facts import ByDay, Facts, Known
from api.rules.quick_look import Bar, bar_of
from api.rules.units import rounded

OSTOMY = "ostomy"
# What a day lacks that says nothing about a reading.
ANSWER = "answer"
_USUAL = {
    Against.USUAL_STOOLS: "usual_stools",
    Against.WEIGHT_GAIN: "weight",
    Against.WEIGHT_LOSS: "weight",
    Against.LAST_DAYS: "last_days",
}


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


MetDays = Mapping[int, tuple[Evidence, ...]]


class Judge:
    """Judges the days of one diary; what a comparison finds is worked out once for all its days.

    `ungraded` answers, by day, symptom and attribute, are not there for it but as what was usual before.
    """

    def __init__(self, diary: Diary, facts: Facts, ungraded: Set[tuple[int, str, str]] = frozenset()) -> None:
        self._diary = diary
        self._facts = facts
        self._ungraded = ungraded
        self._met: dict[int, MetDays] = {}
        self._known: dict[int, Set[int]] = {}

    def is_so(self, condition: Condition, day: int) -> bool | None:
        """Three-valued: None where what is not known could make it so."""
        match condition:
            case Compare():
                if day in self._met_days(condition):
                    return True
                return False if self._is_known(condition, day) else None
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
            yield from self._met_days(condition).get(day, ())
        elif isinstance(condition, AllOf | AnyOf):
            for part in condition.of:
                if self.is_so(part, day):
                    yield from self.evidence(part, day)

    def lacking(self, condition: Condition, day: int) -> Iterator[str]:
        """Where a condition is unknown on that day: `ANSWER`, or by name what is not known to be usual."""
        if isinstance(condition, Has):
            yield condition.what
        elif isinstance(condition, AllOf | AnyOf):
            for part in condition.of:
                if self.is_so(part, day) is None:
                    yield from self.lacking(part, day)
        elif isinstance(condition, Compare) and day in self._answered_days(condition):
            yield _USUAL[condition.against]
        else:
            yield ANSWER

    def is_taken(self, wanted: WhileTaking | None, day: int) -> bool:
        if wanted is None:
            return True
        on = date.fromordinal(day)
        return any(taking.counts_for(wanted, on) for taking in self._diary.taking)

    def may_count(self, wanted: WhileTaking | None) -> bool:
        """False only where none of the medicines was ever taken."""
        return wanted is None or any(taking.is_one_of(wanted) for taking in self._diary.taking)

    def may_be_met(self, condition: Condition) -> bool:
        """False only where no day can meet it; one comparison at a time, so that most rules end here."""
        if isinstance(condition, Compare):
            return bool(self._met_days(condition))
        if isinstance(condition, AnyOf):
            return any(map(self.may_be_met, condition.of))
        return all(map(self.may_be_met, condition.of)) if isinstance(condition, AllOf) else True

    def _met_days(self, node: Compare) -> MetDays:
        # Nodes outlive the judge, so that their ids stay theirs.
        if id(node) not in self._met:
            self._met[id(node)] = self._meet(node)
        return self._met[id(node)]

    def _meet(self, node: Compare) -> MetDays:
        attribute, unit = node.attribute, node.read_in
        met: dict[int, tuple[Evidence, ...]] = {}
        for subject in self._facts.subjects(node.subject, attribute):
            lowest, highest = self._facts.range(subject, attribute, unit)
            bar = _bar_after(node, lowest)
            if not bar.is_reached_by(lowest, highest):
                continue
            by_day = self._facts.known(subject, attribute, unit)
            for day, known in by_day.items():
                if not bar.is_reached_by(known.values[0], known.values[-1]):
                    continue
                if (day, subject, attribute) in self._ungraded:
                    continue
                usual = self._usual(node, by_day, day)
                if node.against is not Against.NOTHING and usual is None:
                    continue
                if any(node.is_met_by(quantity(node, value, usual)) for value in known.values):
                    on = date.fromordinal(day)
                    evidence = Evidence(on, subject, attribute, known.values, unit, usual, known.as_written)
                    met[day] = (*met.get(day, ()), evidence)
        return met

    def _is_known(self, node: Compare, day: int) -> bool:
        """Whether a day that does not meet a comparison can be said not to."""
        if id(node) not in self._known:
            self._known[id(node)] = frozenset(self._known_days(node))
        return day in self._known[id(node)]

    def _known_days(self, node: Compare) -> Iterator[int]:
        for by_day, day in self._answered(node):
            if node.against is Against.NOTHING or self._usual(node, by_day, day) is not None:
                yield day

    def _answered_days(self, node: Compare) -> Set[int]:
        return {day for _, day in self._answered(node)}

    def _answered(self, node: Compare) -> Iterator[tuple[ByDay, int]]:
        for subject in self._facts.subjects(node.subject, node.attribute):
            by_day = self._facts.known(subject, node.attribute, node.read_in)
            for day in by_day:
                if (day, subject, node.attribute) not in self._ungraded:
                    yield by_day, day

    def _usual(self, node: Compare, by_day: ByDay, day: int) -> float | None:
        baseline = self._diary.baseline
        match node.against:
            case Against.USUAL_STOOLS:
                return baseline.usual_stools
            case Against.WEIGHT_GAIN | Against.WEIGHT_LOSS:
                return baseline.weight_kg
            case Against.LAST_DAYS:
                return _usual_of_last_days(node, by_day, day)
        return None


def _bar_after(node: Compare, lowest: float) -> Bar:
    """The bar of a comparison in a diary whose days hold nothing below `lowest`."""
    bar = bar_of(node)
    if node.against is Against.LAST_DAYS:
        # Nothing lower can be usual. A hundredth is left for rounding.
        return bar._replace(at_least=bar.at_least + lowest - 0.01)
    return bar


def _usual_of_last_days(node: Compare, by_day: Mapping[int, Known], day: int) -> float | None:
    """The median of the recorded days before, each with its lowest value, so that no rise is hidden."""
    before = sorted(by_day[one].values[0] for one in range(day - node.last_days, day) if one in by_day)
    if len(before) < node.known_days:
        return None
    middle = len(before) // 2
    return before[middle] if len(before) % 2 else (before[middle - 1] + before[middle]) / 2


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
