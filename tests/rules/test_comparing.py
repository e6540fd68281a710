"""Two versions of a pack, compared."""

from dataclasses import replace

import pytest

from api.rules.comparing import Change, compared
from api.rules.guidance import Guidance, load, published
from tests.rules.refusals import WHOLE
from tests.rules.small_packs import a_pack, pack_text
from tests.rules.written import PACK, with_rule_line

DOCUMENT = load(PACK)
SMALL_PACK = pack_text('{ yes = "rash" }', 'days = [{ rash = true }], finding = "call"')
SMALL = replace(DOCUMENT, rules=())
STRICTER = load(with_rule_line("days_in_a_row", "days_in_a_row = 1"))


def test_a_pack_compared_with_itself_has_no_changes() -> None:
    assert all(compared(pack, pack).is_empty for pack in published().values())


@pytest.mark.parametrize(
    ("key", "line", "change"),
    [
        ("days_in_a_row", "days_in_a_row = 1", Change("days_in_a_row", 2, 1)),
        ("bridged_days", "bridged_days = 2", Change("bridged_days", 1, 2)),
        ("level", 'level = "urgent"', Change("level", "call", "urgent")),
        ("mark", 'mark = "U"', Change("mark", "F", "U")),
    ],
)
def test_what_changed_in_a_rule_is_named_with_both_values(key: str, line: str, change: Change) -> None:
    found = compared(DOCUMENT, load(with_rule_line(key, line)))

    assert found.changed == {"loose-stools": (change,)}
    assert not found.is_empty


def changes(right: str, wrong: str) -> dict[str, list[Change]]:
    assert right in WHOLE
    found = compared(load(WHOLE), load(WHOLE.replace(right, wrong, 1)))
    return {rule: list(changed) for rule, changed in found.changed.items()}


NOT_TAKEN = 'while_taking = { classes = ["herb"], medicines = ["ginger"], days_after = 14 }\n'


@pytest.mark.parametrize(
    ("right", "wrong", "rule", "change"),
    [
        ("optional = true", "optional = false", "rise", Change("optional", True, False)),
        ("document_days = 3\n", "", "stools", Change("document_days", 3, None)),
        ("[1, 4]", "[1, 5]", "stools", Change("highest_days", 4, 5)),
        ("[1, 4]", "[2, 4]", "stools", Change("lowest_days", 1, 2)),
        (
            "days_after = 14",
            "days_after = 7",
            "stools",
            Change(
                "while_taking",
                {"classes": ("herb",), "medicines": ("ginger",), "days_after": 14},
                {"classes": ("herb",), "medicines": ("ginger",), "days_after": 7},
            ),
        ),
        (
            NOT_TAKEN,
            "",
            "stools",
            Change("while_taking", {"classes": ("herb",), "medicines": ("ginger",), "days_after": 14}, None),
        ),
        ('advice = "rest"', 'advice = "call"', "rise", Change("advice", "rest", "call")),
        ('source = "label"', 'source = "book"', "rise", Change("source", "A label, Two", "A book, Two")),
        ('section = "Two"', 'section = "2"', "rise", Change("source", "A label, Two", "A label, 2")),
        ('basis = "A guess"', 'basis = "A fact"', "rise", Change("basis", "A guess", "A fact")),
        (
            "in_force_since = 2026-01-03",
            "in_force_since = 2026-02-03",
            "rise",
            Change("in_force_since", "2026-01-03", "2026-02-03"),
        ),
        ("silent_days = 3", "silent_days = 4", "silence", Change("silent_days", 3, 4)),
        ("symptoms = 2", "symptoms = 3", "two", Change("symptoms", 2, 3)),
        (
            "above = 1.5",
            "above = 2",
            "rise",
            Change("*.severity above", "1.5 points", "2 points"),
        ),
        (
            "adjust = [2, 6], ",
            "",
            "stools",
            Change("diarrhea.count at_least, adjustable", "2 to 6", None),
        ),
        (
            'below = 36, unit = "°C"',
            'below = 96.8, unit = "°F"',
            "rise",
            Change("temperature.value below", "36 °C", "96.8 °F"),
        ),
    ],
)
def test_everything_that_decides_what_a_rule_does_is_told_by_its_name(
    right: str, wrong: str, rule: str, change: Change
) -> None:
    assert changes(right, wrong) == {rule: [change]}


def test_another_kind_of_condition_is_a_change_of_what_the_rule_is_about() -> None:
    either, both = (f'{kind} = [{{ yes = "rash" }}, {{ yes = "bruising" }}]' for kind in ("any", "all"))
    small = SMALL_PACK.replace('yes = "rash"', either)
    yes = {"kind": "compare", "how": "at_least", "against": "nothing", "last_days": 0, "known_days": 0}
    parts = [yes | {"reading": f"{sign}.presence", "name": "number"} for sign in ("rash", "bruising")]

    (level,) = changes('{ together = "call"', '{ together = "urgent"')["two"]
    days = changes("known_days = 3", "known_days = 4")["rise"]
    joined = compared(load(small), load(small.replace(either, both))).changed["the-rule"]

    assert level == Change(
        "condition", {"kind": "together", "level": "call"}, {"kind": "together", "level": "urgent"}
    )
    assert [change.name for change in days] == ["condition"]
    assert joined == (Change("condition", {"kind": "any", "of": parts}, {"kind": "all", "of": parts}),)


def test_two_comparisons_of_one_reading_are_counted() -> None:
    twice = '{{ any = [{0}, {{ all = [{0}, {{ yes = "rash" }}] }}, {1}] }}'
    low, high = (f'{{ reading = "sad.severity", at_least = {number}, unit = "points" }}' for number in (1, 4))
    row = 'days = [{ "sad.severity" = 4 }], finding = "call"'

    before = a_pack(twice.format(low, low), row)
    third = compared(before, a_pack(twice.format(low, high), row))
    all_three = compared(before, a_pack(twice.format(high, high), row))

    assert third.changed["the-rule"] == (Change("sad.severity at_least (3)", "1 points", "4 points"),)
    assert [change.name for change in all_three.changed["the-rule"]] == [
        f"sad.severity at_least{count}" for count in ("", " (2)", " (3)")
    ]


def test_rules_that_came_and_went_are_named() -> None:
    small = a_pack('{ yes = "rash" }', 'days = [true], finding = "call"')

    found = compared(DOCUMENT, small)

    assert (found.added, found.removed, found.changed) == (("the-rule",), ("loose-stools",), {})


@pytest.mark.parametrize(("before", "after"), [(DOCUMENT, SMALL), (SMALL, DOCUMENT), (DOCUMENT, STRICTER)])
def test_a_comparison_is_empty_only_if_nothing_came_went_or_changed(
    before: Guidance, after: Guidance
) -> None:
    assert not compared(before, after).is_empty
    assert compared(before, before).is_empty
