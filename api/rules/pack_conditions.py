"""What stands under `when`: one node of the language of rules, read strictly."""

from collections.abc import Mapping
from dataclasses import replace

from api.rules.condition import (
    ANY_SYMPTOM,
    NUMBER,
    Against,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Has,
    How,
    Silent,
    Together,
    comparisons,
    rests_on_readings,
)
from api.rules.judge import OSTOMY
from api.rules.pack_table import Table
from api.rules.reachable import can_be_met, range_of
from api.rules.units import PERCENT, highest_of, units_of
from api.rules.vocabulary import SYMPTOMS, UNITS, Attribute, Level

COUNTS = UNITS[Attribute.COUNT]

_COMPARE_KEYS = {
    "reading", *How, "unit", "against", "last_days", "known_days", "name", "adjust",
}  # fmt: skip
_AGAINST: Mapping[str, Against] = {one.value: one for one in Against}
_OF_WEIGHT = (Against.WEIGHT_GAIN, Against.WEIGHT_LOSS)
_ALONE = ("silent_days", "together")


def read_condition(rule: Table) -> Condition:
    """The condition of a rule. Raises: GuidanceError naming rule and line."""
    table = rule.inner("when")
    if "silent_days" in table.values:
        table.refuse_others(("silent_days",))
        return Silent(table.days("silent_days", lowest=1))
    if "together" in table.values:
        table.refuse_others(("together", "symptoms"))
        level = table.choice("together", {level.value: level for level in Level})
        return Together(level, table.days("symptoms", lowest=2))
    condition = _node(table)
    names = [node.name for node in comparisons(condition) if node.lowest is not None]
    if len(set(names)) < len(names):
        table.refuse("two adjustable numbers have the same name")
    if not rests_on_readings(condition):
        table.refuse("can be met by a baseline alone, with nothing written")
    return condition


def _node(table: Table) -> Condition:
    if "all" in table.values:
        return AllOf(_parts(table, "all"))
    if "any" in table.values:
        return AnyOf(_parts(table, "any"))
    if "yes" in table.values:
        return _yes(table)
    if "has" in table.values:
        table.refuse_others(("has",))
        return Has(table.choice("has", {OSTOMY: OSTOMY}))
    if alone := [key for key in _ALONE if key in table.values]:
        table.refuse(f"{alone[0]} stands alone in a rule")
    return _compare(table)


def _parts(table: Table, key: str) -> tuple[Condition, ...]:
    table.refuse_others((key,))
    parts = table.inners(key)
    if len(parts) < 2:
        table.refuse(f"{key} needs two conditions or more")
    return tuple(map(_node, parts))


def _yes(table: Table) -> Compare:
    table.refuse_others(("yes",))
    asked = {name: name for name, symptom in SYMPTOMS.items() if Attribute.PRESENCE in symptom.attributes}
    return Compare(f"{table.choice('yes', asked)}.{Attribute.PRESENCE.value}", How.AT_LEAST, 1, "yes_or_no")


def _compare(table: Table) -> Compare:
    table.refuse_others(_COMPARE_KEYS)
    reading = table.word("reading")
    subject, _, attribute = reading.partition(".")
    subjects = list(SYMPTOMS) if subject == ANY_SYMPTOM else [subject]
    units = {unit: unit for one in subjects for unit in units_of(one, attribute)}
    if not units:
        table.refuse(f"reading {reading!r} is not known")
    hows = [how for how in How if how in table.values]
    if len(hows) != 1:
        table.refuse("has not exactly one of at_least, above and below")
    against = table.choice("against", _AGAINST) if "against" in table.values else Against.NOTHING
    unit = _unit(table, reading, units, against)
    highest = 100.0 if unit == PERCENT else highest_of(subject, attribute, unit)
    last_days, known_days = _last_days(table, against)
    number = table.number(hows[0], highest=highest)
    name = table.word("name") if "name" in table.values else NUMBER
    node = Compare(reading, hows[0], number, unit, against, last_days, known_days, name)
    if unit in COUNTS and number != int(number):
        table.refuse(f"{hows[0]} {number:g} is no whole number, and a count is one")
    return _with_bounds(node, table) if "adjust" in table.values else node


def _with_bounds(node: Compare, table: Table) -> Compare:
    low, high = table.bounds("adjust")
    lowest, highest = range_of(node)
    if not low <= node.number <= high:
        table.refuse("adjust does not hold the rule's own number")
    if low <= 0 or low < lowest or high > highest:
        table.refuse(f"adjust is not between {lowest:g} and {highest:g}, and no diary can hold more or less")
    if node.unit in COUNTS and (low != int(low) or high != int(high)):
        table.refuse("adjust is not two whole numbers, and a count is one")
    for bound in (low, high):
        if not can_be_met(replace(node, number=bound)):
            table.refuse(f"adjust lets a clinic set {bound:g}, which no diary can ever meet")
    return replace(node, lowest=low, highest=high)


def _unit(table: Table, reading: str, units: Mapping[str, str], against: Against) -> str:
    if against is Against.USUAL_STOOLS and reading != "diarrhea.count":
        table.refuse("only diarrhea.count can be compared with usual_stools")
    if against in _OF_WEIGHT:
        if reading != "weight.value":
            table.refuse("only weight.value can be compared with the usual weight")
        return table.choice("unit", {PERCENT: PERCENT})
    return table.choice("unit", units)


def _last_days(table: Table, against: Against) -> tuple[int, int]:
    if against is not Against.LAST_DAYS:
        for key in ("last_days", "known_days"):
            if key in table.values:
                table.refuse(f'{key} goes with against = "last_days"')
        return 0, 0
    last = table.days("last_days", lowest=1)
    known = table.days("known_days", lowest=1)
    if known > last:
        table.refuse("known_days is more than last_days")
    return last, known
