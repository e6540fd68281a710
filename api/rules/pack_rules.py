"""The rules of a pack, each with its numbers, unit, source and examples, or refused."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from api.rules.condition import Run, Silent, Together, WhileTaking
from api.rules.pack import Mark, Rule, Source
from api.rules.pack_conditions import read_condition
from api.rules.pack_examples import read_examples
from api.rules.pack_table import Table
from api.rules.reachable import DAYS_READ
from api.rules.vocabulary import Level

_KEYS = (
    "id", "level", "mark", "optional", "when", "days_in_a_row", "bridged_days", "document_days",
    "adjust_days", "while_taking", "advice", "source", "section", "basis", "in_force_since", "examples",
)  # fmt: skip


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
    condition = read_condition(table)
    level = table.choice("level", {level.value: level for level in Level})
    if isinstance(condition, Silent) and level is not Level.WATCH:
        table.refuse("a rule about silent days has the level watch: a nurse calls her", key="level")
    if isinstance(condition, Together) and level.rank <= condition.level.rank:
        table.refuse("symptoms together must be worse than each alone", key="level")
    return Rule(
        id=table.word("id"),
        level=level,
        mark=table.choice("mark", {mark.value: mark for mark in Mark}),
        optional=table.flag("optional"),
        condition=condition,
        run=_run(table),
        while_taking=_while_taking(table),
        advice=table.choice("advice", {key: key for key in advice}),
        source=replace(table.choice("source", sources), section=table.word("section")),
        basis=table.word("basis"),
        in_force_since=table.day("in_force_since"),
        examples=read_examples(table, condition),
    )


def _run(table: Table) -> Run:
    days = table.days("days_in_a_row", lowest=1, missing=1)
    limit = table.days("document_days", lowest=days) if "document_days" in table.values else None
    lowest, highest = _bounds_of_days(table, days) if "adjust_days" in table.values else (None, None)
    return Run(
        days_in_a_row=days,
        bridged_days=table.days("bridged_days", lowest=0, missing=0),
        document_days=limit,
        lowest_days=lowest,
        highest_days=highest,
    )


def _bounds_of_days(table: Table, days: int) -> tuple[int, int]:
    low, high = table.bounds("adjust_days")
    if low != int(low) or high != int(high):
        table.refuse("adjust_days is not two whole numbers of days", key="adjust_days")
    if not 1 <= low <= days <= high:
        table.refuse("adjust_days must hold days_in_a_row, and begin at 1 or later", key="adjust_days")
    if high > DAYS_READ:
        table.refuse(f"adjust_days is more than {DAYS_READ}, and no more days are read", key="adjust_days")
    return int(low), int(high)


def _while_taking(table: Table) -> WhileTaking | None:
    if "while_taking" not in table.values:
        return None
    inner = table.inner("while_taking")
    inner.refuse_others(("classes", "medicines", "days_after"))
    wanted = WhileTaking(
        inner.words("classes"), inner.words("medicines"), inner.days("days_after", lowest=0, missing=0)
    )
    if not wanted.classes and not wanted.medicines:
        inner.refuse("names neither classes nor medicines")
    return wanted
