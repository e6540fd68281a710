"""Whether a condition is so on a day: yes, no, or unknown; and what was written that makes it so."""

from collections.abc import Iterable, Iterator, Set
from datetime import date
from operator import itemgetter

from api.rules.compared import AnswerKey, Compared, Evidence
from api.rules.condition import Against, AllOf, AnyOf, Compare, Condition, Has, WhileTaking
from api.rules.diary import Diary
from api.rules.facts import Facts

OSTOMY = "ostomy"
# What a day lacks that says nothing about a reading.
ANSWER = "answer"
_USUAL = {
    Against.USUAL_STOOLS: "usual_stools",
    Against.WEIGHT_GAIN: "weight",
    Against.WEIGHT_LOSS: "weight",
    Against.LAST_DAYS: "last_days",
}
_NO_DAYS: frozenset[int] = frozenset()
_by_day = itemgetter(Evidence._fields.index("day"))


class Judge:
    """Judges the days of one diary, given as ordinals.

    `ungraded` answers are not there for it but as what was usual before.
    """

    def __init__(self, diary: Diary, facts: Facts, ungraded: Set[AnswerKey] = frozenset()) -> None:
        self._diary = diary
        self._facts = facts
        self._ungraded = ungraded
        self.recorded = frozenset(facts.days)
        # By the id of a node: nodes outlive the judge, so that their ids stay theirs.
        self._compared: dict[int, Compared] = {}

    def is_so(self, condition: Condition, day: int) -> bool | None:
        """Three-valued: None where what is not known could make it so."""
        match condition:
            case Compare():
                held = self._held(condition)
                return True if day in held.days_met else False if day in held.days_not_met else None
            case AllOf():
                answers = [self.is_so(part, day) for part in condition.of]
                return False if False in answers else None if None in answers else True
            case AnyOf():
                answers = [self.is_so(part, day) for part in condition.of]
                return True if True in answers else None if None in answers else False
            case Has():
                return self._has(condition)
            case _:
                raise TypeError(f"{type(condition).__name__} is not about one day")

    def days_so(self, condition: Condition) -> Set[int]:
        """The recorded days on which a condition is so, all at once; no more is looked at than settles it."""
        match condition:
            case Compare():
                return self._held(condition).days_met
            case AllOf():
                found: Set[int] = self.recorded
                for part in condition.of:
                    found &= self.days_so(part)
                    if not found:
                        break
                return found
            case AnyOf():
                return _NO_DAYS.union(*map(self.days_so, condition.of))
            case Has():
                return self.recorded if self._has(condition) else _NO_DAYS
            case _:
                raise TypeError(f"{type(condition).__name__} is not about one day")

    def evidence(self, condition: Condition, days: Set[int]) -> list[Evidence]:
        """What was written on these days that a condition rests on which is so on them, by day."""
        return sorted(self._evidence(condition, days), key=_by_day)

    def lacking(self, condition: Condition, day: int) -> Iterator[str]:
        """Where a condition is unknown on that day: `ANSWER`, or by name what is not known to be usual."""
        if isinstance(condition, Has):
            yield condition.what
        elif isinstance(condition, AllOf | AnyOf):
            for part in condition.of:
                if self.is_so(part, day) is None:
                    yield from self.lacking(part, day)
        elif isinstance(condition, Compare) and day in self._held(condition).days_answered:
            yield _USUAL[condition.against]
        else:
            yield ANSWER

    def days_taken(self, wanted: WhileTaking | None, days: Iterable[int]) -> list[int]:
        """Those of the days on which one of the medicines was taken, or stopped recently enough."""
        if wanted is None:
            return list(days)
        taking = [one for one in self._diary.taking if one.is_one_of(wanted)]
        if any(one.started is None and one.stopped is None for one in taking):
            return list(days)
        return [day for day in days if any(one.counts_for(wanted, date.fromordinal(day)) for one in taking)]

    def may_count(self, wanted: WhileTaking | None) -> bool:
        """False only where none of the medicines was ever taken."""
        return wanted is None or any(taking.is_one_of(wanted) for taking in self._diary.taking)

    def _held(self, node: Compare) -> Compared:
        found = self._compared.get(id(node))
        if found is None:
            found = Compared(node, self._facts, self._diary.baseline, self._ungraded)
            self._compared[id(node)] = found
        return found

    def _has(self, condition: Has) -> bool | None:
        return self._diary.baseline.has_ostomy if condition.what == OSTOMY else None

    def _evidence(self, condition: Condition, days: Set[int]) -> Iterator[Evidence]:
        if isinstance(condition, Compare):
            yield from self._held(condition).evidence(days)
        elif isinstance(condition, AllOf | AnyOf):
            on = days & self.days_so(condition)
            for part in condition.of:
                yield from self._evidence(part, on)
