"""Which numbers of a rule its examples leave unproven: just below, exactly at, and just above each."""

from collections.abc import Iterator
from dataclasses import replace

from api.rules.boundaries_of_days import lacking_days
from api.rules.compared import quantity
from api.rules.condition import Compare, Condition, How, Silent, Together, comparisons
from api.rules.diary import Diary
from api.rules.examples import diary_of, found_in
from api.rules.facts import Facts
from api.rules.judge import Judge
from api.rules.pack import Guidance, Rule
from api.rules.runs import runs_of
from api.rules.units import PERCENT, highest_of, rounded, step_of

_YES_OR_NO = "yes_or_no"
_ANYTHING = float("-inf")


def lacking(rule: Rule, guidance: Guidance) -> tuple[str, ...]:
    """What no example of the rule shows, in words; empty when every number has its three rows."""
    if isinstance(rule.condition, Silent | Together):
        return tuple(_of_count(rule, rule.condition, guidance))
    diaries = [diary_of(example) for example in rule.examples]
    said = [one for node in comparisons(rule.condition) for one in _of_comparison(node, diaries)]
    return tuple(dict.fromkeys([*said, *_of_run(rule, diaries), *lacking_days(rule, guidance)]))


def _of_comparison(node: Compare, diaries: list[Diary]) -> Iterator[str]:
    seen = {value for diary in diaries for value in _quantities(node, diary)}
    if node.unit == _YES_OR_NO:
        yield from (f"{node.subject}: no example with no" for _ in range(0 not in seen))
        yield from (f"{node.subject}: no example with yes" for _ in range(1 not in seen))
        return
    step, name = step_of(node.unit), f"{node.reading} {node.how.value} {node.number:g}"
    apart = {rounded(value - node.number) for value in seen}
    if not any(-step <= one < 0 for one in apart):
        yield f"{name}: no example just below it"
    if 0 not in apart:
        yield f"{name}: no example exactly at it"
    if _can_be_above(node) and not any(0 < one <= step for one in apart):
        yield f"{name}: no example just above it"


def _quantities(node: Compare, diary: Diary) -> Iterator[float]:
    """Everything in a diary that is held against the number, after what is usual was taken off."""
    facts = Facts(diary)
    judge, any_value = Judge(diary, facts), replace(node, number=_ANYTHING, how=How.ABOVE)
    for one in judge.evidence(any_value, frozenset(facts.days)):
        yield from (rounded(quantity(node, value, one.usual)) for value in one.values)


def _can_be_above(node: Compare) -> bool:
    """False for the top of a scale: nobody can answer more."""
    return node.unit == PERCENT or node.number < highest_of(node.subject, node.attribute, node.unit)


def _of_run(rule: Rule, diaries: list[Diary]) -> Iterator[str]:
    days = rule.run.days_in_a_row
    if days == 1:
        return
    longest = {_longest_run(rule, rule.condition, diary) for diary in diaries}
    yield from (
        f"days_in_a_row {days}: no example with {count} qualifying days"
        for count in (days - 1, days, days + 1)
        if count not in longest
    )


def _longest_run(rule: Rule, condition: Condition, diary: Diary) -> int:
    judge = Judge(diary, Facts(diary))
    days = sorted(judge.days_so(condition))
    runs = runs_of(days, rule.run, lambda day: judge.is_so(condition, day) is False)
    return max([0, *map(len, runs)])


def _of_count(rule: Rule, condition: Silent | Together, guidance: Guidance) -> Iterator[str]:
    number = condition.days if isinstance(condition, Silent) else condition.symptoms
    what = "silent days" if isinstance(condition, Silent) else "symptoms"
    seen = {found_in(example, rule, guidance).progress for example in rule.examples}
    for count in (number - 1, number, number + 1):
        if count not in seen:
            yield f"{number} {what}: no example with {count}"
