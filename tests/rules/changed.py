"""A rule with one of its numbers changed, for each of them."""

from collections.abc import Iterator
from dataclasses import replace

from api.rules.condition import Against, AllOf, AnyOf, Compare, Condition, Silent, Together
from api.rules.pack import Rule


def with_another_number(rule: Rule) -> Iterator[Rule]:
    """The rule once for each number that it has, that one changed. A yes has none."""
    for condition in _others(rule.condition):
        yield replace(rule, condition=condition)
    run = rule.run
    yield replace(rule, run=replace(run, days_in_a_row=run.days_in_a_row + 1))
    if run.days_in_a_row > 1:
        yield replace(rule, run=replace(run, bridged_days=run.bridged_days + 1))
    if run.document_days is not None:
        yield replace(rule, run=replace(run, document_days=run.document_days + 1))
    if rule.while_taking is not None:
        after = rule.while_taking.days_after + 1
        yield replace(rule, while_taking=replace(rule.while_taking, days_after=after))


def _others(condition: Condition) -> Iterator[Condition]:
    match condition:
        case Compare(unit="yes_or_no"):
            return
        case Compare():
            yield replace(condition, number=condition.number + 1)
            if condition.against is Against.LAST_DAYS:
                yield replace(condition, last_days=condition.last_days + 1)
                yield replace(condition, known_days=condition.known_days + 1)
        case AllOf() | AnyOf():
            for at, part in enumerate(condition.of):
                for other in _others(part):
                    yield type(condition)((*condition.of[:at], other, *condition.of[at + 1 :]))
        case Silent():
            yield Silent(condition.days + 1)
        case Together():
            yield Together(condition.level, condition.symptoms + 1)
