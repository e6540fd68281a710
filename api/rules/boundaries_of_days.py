"""Which numbers of days the examples of a rule leave unproven: none turns with a day more or fewer."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from api.rules.condition import Against, AllOf, AnyOf, Compare, Condition, Run, WhileTaking, comparisons
from api.rules.examples import found_in, is_right
from api.rules.pack import Guidance, Rule

# The rule with that many days in the place of its own.
_With = Callable[[int], Rule]


def lacking_days(rule: Rule, guidance: Guidance) -> Iterator[str]:
    """What no example shows of the days that a rule compares with, bridges, or counts after a medicine."""
    for node in comparisons(rule.condition):
        if node.against is Against.LAST_DAYS:
            yield from _of_known_days(rule, node, guidance)
            yield from _of_last_days(rule, node, guidance)
    yield from _of_bridged_days(rule, guidance)
    yield from _of_document_days(rule, guidance)
    if rule.while_taking is not None:
        yield from _of_medicine(rule, rule.while_taking, guidance)


def _turned(rule: Rule, other: Rule, guidance: Guidance) -> frozenset[int]:
    """The examples that are right of the rule, and would be wrong of the other one."""
    changed = replace(guidance, rules=tuple(other if one.id == rule.id else one for one in guidance.rules))
    return frozenset(
        number
        for number, example in enumerate(rule.examples)
        if is_right(example, found_in(example, rule, guidance))
        and not is_right(example, found_in(example, other, changed))
    )


def _shows_one_more(rule: Rule, number: int, changed: _With, guidance: Guidance) -> bool:
    """Whether an example has exactly one day more than the number needs."""
    return bool(_turned(rule, changed(number + 2), guidance) - _turned(rule, changed(number + 1), guidance))


def _of_known_days(rule: Rule, node: Compare, guidance: Guidance) -> Iterator[str]:
    known, name = node.known_days, f"known_days {node.known_days}"

    def changed(days: int) -> Rule:
        # Compared with no day at all, a first day stands for itself.
        other = replace(node, known_days=days) if days else replace(node, against=Against.NOTHING)
        return replace(rule, condition=_instead(rule.condition, node, other))

    if not _turned(rule, changed(known - 1), guidance):
        yield f"{name}: no example that would be met, were not only {known - 1} of the days before written"
    if not _turned(rule, changed(known + 1), guidance):
        yield f"{name}: no example that is met with just {known} of the days before written"
    if known < node.last_days and not _shows_one_more(rule, known, changed, guidance):
        yield f"{name}: no example that is met with just {known + 1} of the days before written"


def _of_last_days(rule: Rule, node: Compare, guidance: Guidance) -> Iterator[str]:
    last, name = node.last_days, f"last_days {node.last_days}"

    def changed(days: int) -> Rule:
        other = replace(node, last_days=days)
        return replace(rule, condition=_instead(rule.condition, node, other))

    hangs = f"{name}: no example that would come out otherwise"
    if not _turned(rule, changed(last - 1), guidance):
        yield f"{hangs} if what was written {_days(last)} before did not count"
    if not _turned(rule, changed(last + 1), guidance):
        yield f"{hangs} if what was written {_days(last + 1)} before still counted"


def _of_bridged_days(rule: Rule, guidance: Guidance) -> Iterator[str]:
    bridged, name = rule.run.bridged_days, f"bridged_days {rule.run.bridged_days}"
    if not bridged and rule.run.days_in_a_row == 1:
        return

    def changed(days: int) -> Rule:
        return _with_run(rule, replace(rule.run, bridged_days=days))

    if bridged and not _turned(rule, changed(bridged - 1), guidance):
        yield f"{name}: no example with a gap of {_days(bridged)}, which does not end the run"
    if not _turned(rule, changed(bridged + 1), guidance):
        yield f"{name}: no example with a gap of {_days(bridged + 1)}, which ends the run"


def _of_document_days(rule: Rule, guidance: Guidance) -> Iterator[str]:
    limit, name = rule.run.document_days, f"document_days {rule.run.document_days}"
    if limit is None:
        return

    def changed(days: int) -> Rule:
        return _with_run(rule, replace(rule.run, document_days=days))

    # A run that is too short for a finding is past no limit.
    if limit > rule.run.days_in_a_row and not _turned(rule, changed(limit - 1), guidance):
        yield f"{name}: no example with {limit - 1} qualifying days, which is within the document's limit"
    if not _turned(rule, changed(limit + 1), guidance):
        yield f"{name}: no example with {limit} qualifying days, which is past the document's limit"
    if not _shows_one_more(rule, limit, changed, guidance):
        yield f"{name}: no example with {limit + 1} qualifying days, which is past the document's limit"


def _of_medicine(rule: Rule, wanted: WhileTaking, guidance: Guidance) -> Iterator[str]:
    after, name = wanted.days_after, f"days_after {wanted.days_after}"
    if not _turned(rule, replace(rule, while_taking=None), guidance):
        yield "while_taking: no example that would be met if one of the medicines were taken"
    if not after:
        return

    def changed(days: int) -> Rule:
        return replace(rule, while_taking=replace(wanted, days_after=days))

    # The day of stopping, 0 days ago, counts before these days do.
    if not _turned(rule, changed(after - 1), guidance):
        yield f"{name}: no example with stopped_days_ago = {after}, the last day that still counts"
    if not _turned(rule, changed(after + 1), guidance):
        yield f"{name}: no example with stopped_days_ago = {after + 1}, the first day that no longer counts"


def _with_run(rule: Rule, run: Run) -> Rule:
    return replace(rule, run=run)


def _instead(condition: Condition, node: Compare, other: Compare) -> Condition:
    if isinstance(condition, AllOf | AnyOf):
        return type(condition)(tuple(_instead(part, node, other) for part in condition.of))
    return other if condition == node else condition


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
