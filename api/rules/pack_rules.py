"""The rules of a pack, each with its numbers, unit, source and examples, or refused."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from api.rules.pack import Condition, Example, Rule, Source
from api.rules.pack_table import Table
from api.rules.vocabulary import SYMPTOMS, UNITS, Attribute, Level

_KEYS = (
    "id", "symptom", "attribute", "at_least", "unit", "days_in_a_row", "bridged_days", "document_days",
    "level", "advice", "source", "section", "in_force_since", "examples",
)  # fmt: skip
_EXAMPLE_KEYS = {"days", "finding", "missing_days", "past_document_limit", "progress", "because"}
_LEVELS: Mapping[str, Level | None] = {level.value: level for level in Level} | {"none": None}
_NOTHING_WRITTEN = "-"


def read_rules(pack: Table, sources: Mapping[str, Source], *, advice: Collection[str]) -> tuple[Rule, ...]:
    """The pack's rules in the order of the file.

    Raises: GuidanceError naming rule and line.
    """
    rules: list[Rule] = []
    for table in pack.tables("rules"):
        rule = _rule(table, sources, advice=advice)
        if any(rule.id == other.id for other in rules):
            table.refuse("this id is taken by an earlier rule", key="id")
        rules.append(rule)
    return tuple(rules)


def _rule(table: Table, sources: Mapping[str, Source], *, advice: Collection[str]) -> Rule:
    table.refuse_others(_KEYS)
    symptom = table.choice("symptom", SYMPTOMS)
    attribute = table.choice("attribute", {name.value: name for name in symptom.attributes})
    return Rule(
        id=table.word("id"),
        symptom=symptom.id,
        attribute=attribute,
        condition=_condition(table, attribute),
        level=table.choice("level", {level.value: level for level in Level}),
        advice=table.choice("advice", {key: key for key in advice}),
        source=replace(table.choice("source", sources), section=table.word("section")),
        in_force_since=table.day("in_force_since"),
        examples=_examples(table, attribute),
    )


def _condition(table: Table, attribute: Attribute) -> Condition:
    days_in_a_row = table.days("days_in_a_row", lowest=1)
    return Condition(
        at_least=table.number("at_least", highest=attribute.highest),
        unit=table.choice("unit", {unit: unit for unit in UNITS[attribute]}),
        days_in_a_row=days_in_a_row,
        bridged_days=table.days("bridged_days", lowest=0),
        document_days=table.days("document_days", lowest=days_in_a_row),
    )


def _examples(table: Table, attribute: Attribute) -> tuple[Example, ...]:
    examples = table.values.get("examples")
    if not isinstance(examples, list) or not examples:
        table.refuse("has no examples", key="examples")
    return tuple(_example(table, written, attribute, number=n) for n, written in enumerate(examples, start=1))


def _example(table: Table, written: object, attribute: Attribute, *, number: int) -> Example:
    if not isinstance(written, dict) or not {"days", "finding"} <= written.keys() <= _EXAMPLE_KEYS:
        table.refuse(f"example {number} needs days and finding, and no unknown words", key="examples")
    days, finding, progress = written["days"], written["finding"], written.get("progress")
    if finding not in _LEVELS:
        table.refuse(f"example {number} expects the finding {finding!r}, which is not known", key="examples")
    if not isinstance(days, list) or not days:
        table.refuse(f"example {number} has no days", key="examples")
    return Example(
        days=tuple(_values_of_day(table, day, attribute, number=number) for day in days),
        finding=_LEVELS[finding],
        missing_days=int(written.get("missing_days", 0)),
        past_document_limit=bool(written.get("past_document_limit", False)),
        progress=None if progress is None else int(progress),
        because=str(written.get("because", "")),
    )


def _values_of_day(table: Table, day: object, attribute: Attribute, *, number: int) -> tuple[float, ...]:
    """A number, "-" for nothing written, or a list of the numbers that disagree about the day."""
    written = day if isinstance(day, list) else [] if day == _NOTHING_WRITTEN else [day]
    values = [value for value in written if isinstance(value, (int, float)) and not isinstance(value, bool)]
    if len(values) < len(written) or not all(0 <= value <= attribute.highest for value in values):
        table.refuse(f"example {number} has a day that no diary can hold: {day!r}", key="examples")
    return tuple(values)
