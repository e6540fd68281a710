"""A pack on paper, to be proof-read: every rule with its sentence, its bounds and its examples day by day."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from api.commands.counting import counted
from api.rules.condition import comparisons
from api.rules.diary import Baseline, Readings
from api.rules.guidance import Example, Guidance, Rule
from api.rules.vocabulary import MEASUREMENTS
from api.texts.sentences import (
    advice_lines,
    condition_words,
    has_own_title,
    level_words,
    rule_sentence,
    rule_title,
    value_words,
)

LANGUAGE = "en"
MARKS = {"F": "read in the source", "S": "read in a secondary source only", "U": "not verified"}
NOTHING = "nothing written"
OR_ELSE = " – and in another entry: "


def sheet(guidance: Guidance) -> Iterator[str]:
    """The lines of the sheet."""
    yield f"{guidance.source.title} ({guidance.source.publisher})"
    yield f"{guidance.id}, version {guidance.version}, hash {guidance.hash[:12]}"
    for rule in guidance.rules:
        yield ""
        yield from _rule(rule)
    examples = sum(len(rule.examples) for rule in guidance.rules)
    yield ""
    found = f"{counted(len(guidance.rules), 'rule')}, {counted(examples, 'example')}"
    yield f"{found}: every example comes out as it says."


def _rule(rule: Rule) -> Iterator[str]:
    tick = ", in force only where it was ticked" if rule.needs_own_tick else ""
    yield f"{rule_title(rule.id, rule.condition, LANGUAGE)} [{rule.id}]"
    if not has_own_title(rule.id, rule.condition):
        yield f"  Title:   no words of its own (title.rule.{rule.id}), so it is called by what it asks first"
    yield f"  Says:    {level_words(rule.level, LANGUAGE)}"
    yield f"  When:    {rule_sentence(rule, LANGUAGE)}"
    if rule.while_taking is not None and not rule.while_taking.days_after:
        yield "  Stopped: It counts on the day on which the medicine is stopped, and on no day after."
    yield from (f"  Bounds:  {line}" for line in _bounds(rule))
    yield from (f"  Advice:  {line}" for line in advice_lines(rule.advice, LANGUAGE))
    yield f"  Source:  {rule.source.title}, {rule.source.section}"
    yield f"  Basis:   {rule.basis}"
    yield f"  Mark:    {rule.mark.value}, {MARKS[rule.mark.value]}{tick}"
    for number, example in enumerate(rule.examples, 1):
        yield f"  Example {number}: {_days(example)}"
        if who := "; ".join(_who(example, rule)):
            yield f"    Who:   {who}"
        yield f"    Finds: {_expected(example)}: {example.because or 'no reason given'}"


def _bounds(rule: Rule) -> Iterator[str]:
    """What a clinic may set instead of the rule's own numbers."""
    for node in comparisons(rule.condition):
        if node.lowest is not None and node.highest is not None:
            low, high = (value_words(one, node.unit, LANGUAGE) for one in (node.lowest, node.highest))
            yield f"For “{condition_words(node, LANGUAGE)}” a clinic may set {low} to {high}."
    run = rule.run
    if run.lowest_days is not None:
        own = counted(run.days_in_a_row, "day")
        yield f"For “{own} in a row” a clinic may set {run.lowest_days} to {run.highest_days} days."


def _days(example: Example) -> str:
    """Each day with what is written on it; neighbours that say the same stand together."""
    said = [(number, _day(heads)) for number, heads in enumerate(example.days, 1)]
    parts = []
    for words, same in groupby(said, key=lambda one: one[1]):
        numbers = [number for number, _ in same]
        parts.append(f"{_span(numbers[0], numbers[-1])}: {words}")
    return "; ".join(parts)


def _span(first: int, last: int) -> str:
    if first == last:
        return f"day {first}"
    return f"days {first} {'and' if last == first + 1 else 'to'} {last}"


def _day(heads: tuple[Readings, ...]) -> str:
    return OR_ELSE.join(map(_head, heads)) or NOTHING


def _head(readings: Readings) -> str:
    return ", ".join(part for name, answer in readings.items() for part in _reading(name, answer))


def _reading(name: str, answer: object) -> Iterator[str]:
    if isinstance(answer, list):
        yield f"{name} {' and '.join(_measured(name, row) for row in answer)}"
    elif isinstance(answer, dict):
        for attribute, value in answer.items():
            is_yes_or_no = isinstance(value, bool)
            yield f"{name} {'yes' if value else 'no'}" if is_yes_or_no else f"{name}.{attribute} {value}"


def _measured(name: str, row: Mapping[str, object]) -> str:
    return f"{'/'.join(f'{row[field]:g}' for field in MEASUREMENTS[name].fields)} {row['unit']}"


def _who(example: Example, rule: Rule) -> Iterator[str]:
    """Whose days they are, where that matters: her medicines, and what is usual for her."""
    if example.taking:
        stopped = example.stopped_days_ago
        ago = "" if stopped is None else f", stopped {counted(stopped, 'day')} ago"
        yield f"takes {', '.join(example.taking)}{ago}"
    elif rule.while_taking is not None:
        yield "takes none of the medicines"
    yield from _usual(example.baseline)


def _usual(baseline: Baseline) -> Iterator[str]:
    if baseline.usual_stools is not None:
        yield f"usual stools {baseline.usual_stools:g} a day"
    if baseline.weight_kg is not None:
        yield f"usual weight {round(baseline.weight_kg, 2):g} kg"
    if baseline.has_ostomy is not None:
        yield "an ostomy" if baseline.has_ostomy else "no ostomy"


def _expected(example: Example) -> str:
    said = [level_words(example.finding, LANGUAGE) if example.finding else "nothing"]
    if example.missing_days:
        said.append(f"across {counted(example.missing_days, 'day')} with nothing written")
    if example.past_document_limit:
        said.append("past the document's limit")
    if example.progress is not None:
        said.append(f"{example.progress} counted on the last day")
    return ", ".join(said)
