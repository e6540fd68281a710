"""Whether the examples of a rule stand on both sides of each of its numbers, and on it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.rules.condition import DAYS_IN_A_ROW, Compare, Silent, Together, comparisons
from api.rules.evaluate import evaluate
from api.rules.examples import diary_of
from api.rules.facts import Facts
from api.rules.judge import Judge
from api.rules.pack import Example, Rule
from api.rules.rulebook import Rulebook, RuleInForce
from api.rules.units import PERCENT, step_of
from api.rules.vocabulary import MEASUREMENTS, Attribute

_YES_OR_NO = "yes_or_no"
_SLACK = 1e-6


@dataclass(frozen=True)
class MissingBoundary:
    """An example that a rule lacks: `place` is below, at or above its number."""

    reading: str
    number: float
    place: str


def missing_boundaries(rule: Rule) -> tuple[MissingBoundary, ...]:
    """The boundary examples that a rule lacks: just below, at and just above each of its numbers.

    A yes needs a yes and a no. Above the highest answer of a scale there is nothing.
    Units: within one step of the number's own unit.
    """
    return (*_of_comparisons(rule), *_of_days(rule))


def _of_comparisons(rule: Rule) -> Iterator[MissingBoundary]:
    for node in comparisons(rule.condition):
        seen = {
            round(one - node.number, 6) for example in rule.examples for one in _quantities(node, example)
        }
        step = step_of(node.unit) + _SLACK
        places = {
            "below": any(-step <= one < 0 for one in seen),
            "at": 0 in seen,
            "above": any(0 < one <= step for one in seen) or _is_highest(node),
        }
        for place, is_there in places.items():
            if not is_there:
                yield MissingBoundary(node.reading, node.number, place)


def _is_highest(node: Compare) -> bool:
    """Whether no answer lies above the number: a yes, or the end of a scale."""
    if node.unit in (PERCENT, _YES_OR_NO) or node.subject in MEASUREMENTS:
        return node.unit == _YES_OR_NO
    return node.number >= Attribute(node.attribute).highest


def _quantities(node: Compare, example: Example) -> Iterator[float]:
    """What the example's days hold against the number of this comparison."""
    diary = diary_of(example)
    judge = Judge(diary, Facts(diary))
    yield from (quantity for _, quantity in judge.quantities(node))


def _of_days(rule: Rule) -> Iterator[MissingBoundary]:
    need = rule.run.days_in_a_row
    if isinstance(rule.condition, Silent | Together) or need == 1:
        return
    any_run = replace(rule, run=replace(rule.run, days_in_a_row=1))
    book = Rulebook((RuleInForce(any_run, "", ""),))
    lengths = set()
    for example in rule.examples:
        diary = diary_of(example)
        found = evaluate(diary, book, max(diary.days)).findings if diary.days else ()
        lengths |= {len(finding.days) for finding in found}
    for place, days in (("below", need - 1), ("at", need), ("above", need + 1)):
        if days not in lengths:
            yield MissingBoundary(DAYS_IN_A_ROW, need, place)
