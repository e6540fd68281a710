"""Which rules a diary may meet at all: a look at the extremes of each reading before any day is judged."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from api.rules.condition import (
    ANY_SYMPTOM,
    AllOf,
    AnyOf,
    Bar,
    Compare,
    Condition,
    Silent,
    Together,
)
from api.rules.facts import Facts, Range
from api.rules.vocabulary import MEASUREMENTS

# The rules behind each bar, by their place in the rulebook.
_Bars = dict[Bar, list[int]]


class QuickLook:
    """Made once for a rulebook, for all diaries. It may let a rule through, never leave out one that is met.

    Rules go by their place in the rulebook. Those about silence and about symptoms together are no concern.
    """

    def __init__(self, conditions: Sequence[Condition]) -> None:
        self._always: set[int] = set()
        self._asked: dict[tuple[str, str], _Bars] = defaultdict(_no_bars)
        self._measured: dict[tuple[str, str, str], _Bars] = defaultdict(_no_bars)
        for place, condition in enumerate(conditions):
            if not isinstance(condition, Silent | Together):
                self._place(place, needed_by(condition))

    def rules_for(self, facts: Facts) -> list[int]:
        """The rules that a diary may meet, in order."""
        found = set(self._always)
        for symptom, attribute, extremes in facts.answered():
            for subject in (symptom, ANY_SYMPTOM):
                if bars := self._asked.get((subject, attribute)):
                    found.update(_reached(bars, extremes))
        for reading, bars in self._measured.items():
            if facts.is_measured(reading[0]):
                found.update(_reached(bars, facts.range(*reading)))
        return sorted(found)

    def _place(self, rule: int, nodes: Sequence[Compare] | None) -> None:
        if nodes is None:
            self._always.add(rule)
            return
        for node in nodes:
            subject, attribute = node.subject, node.attribute
            bars = (
                self._measured[subject, attribute, node.read_in]
                if subject in MEASUREMENTS
                else self._asked[subject, attribute]
            )
            bars[node.bar].append(rule)


def needed_by(condition: Condition) -> tuple[Compare, ...] | None:
    """The fewest comparisons one of which is met wherever the condition is; None where none has to be."""
    if isinstance(condition, Compare):
        return (condition,)
    if not isinstance(condition, AllOf | AnyOf):
        return None
    parts = [needed_by(part) for part in condition.of]
    known = [nodes for nodes in parts if nodes is not None]
    if isinstance(condition, AllOf):
        return min(known, key=len, default=None)
    return tuple(chain.from_iterable(known)) if len(known) == len(parts) else None


def _no_bars() -> _Bars:
    return defaultdict(list)


def _reached(bars: _Bars, extremes: Range) -> Iterator[int]:
    lowest, highest = extremes
    for bar, rules in bars.items():
        if bar.is_reached_by(lowest, highest):
            yield from rules
