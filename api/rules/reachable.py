"""Which numbers a diary can hold, and which conditions any diary can meet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from api.rules.condition import ANY_SYMPTOM, Against, AllOf, AnyOf, Compare, Condition, How, Run
from api.rules.pack import Rule
from api.rules.units import PERCENT, highest_of
from api.rules.vocabulary import MEASUREMENTS, SYMPTOMS, Attribute

# As many days before a save are read again, and are kept on a phone.
DAYS_READ = 21
_WHOLE = 100.0
_HUNDREDTH = 0.01


def range_of(node: Compare) -> tuple[float, float]:
    """The lowest and the highest number that makes sense in a comparison, in its unit."""
    if node.unit == PERCENT:
        return 0, _WHOLE
    measured = MEASUREMENTS.get(node.subject)
    if measured is not None and node.against is Against.NOTHING:
        return measured.units[node.unit]
    return 0, highest_of(node.subject, node.attribute, node.unit)


def can_be_met(node: Compare) -> bool:
    """Whether anything that a diary can hold meets a comparison."""
    if node.unit == PERCENT:
        return True
    if node.how is How.BELOW:
        # A rule's number is more than 0, which every other question can be answered with.
        measured = MEASUREMENTS.get(node.subject)
        return measured is None or node.number > measured.units[node.unit][0]
    highest = highest_of(node.subject, node.attribute, node.unit)
    return node.number < highest or (node.how is How.AT_LEAST and node.number == highest)


def is_unreachable(condition: Condition, run: Run) -> bool:
    """Whether no diary can ever meet a condition on that many days."""
    return run.days_in_a_row > DAYS_READ or _is_never_so(condition)


def is_taken_away(condition: Condition, crises: Iterable[Rule]) -> bool:
    """Whether one of these crisis rules rests on whatever could meet a condition, and leaves it none."""
    always = [one for one in crises if one.run.days_in_a_row == 1 and one.while_taking is None]
    enough = [node for one in always for node in _each_enough(one.condition)]
    return _is_all_of(condition, enough)


def _is_all_of(condition: Condition, enough: Sequence[Compare]) -> bool:
    if isinstance(condition, AllOf):
        return any(_is_all_of(part, enough) for part in condition.of)
    if isinstance(condition, AnyOf):
        return all(_is_all_of(part, enough) for part in condition.of)
    return isinstance(condition, Compare) and any(_is_met_with(condition, one) for one in enough)


def _is_met_with(node: Compare, crisis: Compare) -> bool:
    """Whether every answer that meets a comparison meets that of a crisis too."""
    if node.subject not in SYMPTOMS or {node.against, crisis.against} != {Against.NOTHING}:
        return False
    if crisis.subject not in (node.subject, ANY_SYMPTOM) or crisis.attribute != node.attribute:
        return False
    return all(crisis.is_met_by(one) for one in _quantities([node]) if node.is_met_by(one))


def _each_enough(condition: Condition) -> Iterator[Compare]:
    """The comparisons of which each alone meets a condition."""
    if isinstance(condition, Compare):
        yield condition
    elif isinstance(condition, AnyOf):
        for part in condition.of:
            yield from _each_enough(part)


def _is_never_so(condition: Condition) -> bool:
    if isinstance(condition, AllOf):
        return any(map(_is_never_so, condition.of)) or _excludes_itself(condition)
    if isinstance(condition, AnyOf):
        return all(map(_is_never_so, condition.of))
    return isinstance(condition, Compare) and not can_be_met(condition)


def _excludes_itself(condition: AllOf) -> bool:
    """Whether some one answer would have to meet comparisons that exclude each other."""
    by_answer = defaultdict(list)
    for node in _needed(condition):
        # A day has one answer of a symptom, unless two saves disagree; it may hold several measurements.
        if node.subject in SYMPTOMS:
            by_answer[node.reading, node.against, node.last_days].append(node)
    return not all(map(_can_be_met_together, by_answer.values()))


def _needed(condition: Condition) -> Iterator[Compare]:
    if isinstance(condition, Compare):
        yield condition
    elif isinstance(condition, AllOf):
        for part in condition.of:
            yield from _needed(part)


def _can_be_met_together(nodes: Sequence[Compare]) -> bool:
    return any(all(node.is_met_by(one) for node in nodes) for one in _quantities(nodes))


def _quantities(nodes: Sequence[Compare]) -> Sequence[float]:
    """Every answer there is; over what is usual, which need not be whole, those next to the numbers."""
    first = nodes[0]
    if first.against is Against.NOTHING:
        return range(Attribute(first.attribute).highest + 1)
    return [node.number + apart for node in nodes for apart in (-_HUNDREDTH, 0, _HUNDREDTH)]
