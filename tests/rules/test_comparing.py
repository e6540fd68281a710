"""Two versions of a pack, compared."""

import pytest

from api.rules.comparing import Change, compared
from api.rules.guidance import load, published
from tests.rules.small_packs import a_pack
from tests.rules.written import PACK, with_rule_line

DOCUMENT = load(PACK)


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


def test_a_bound_and_another_kind_of_condition_are_changes() -> None:
    bound = compared(DOCUMENT, load(PACK.replace("adjust = [1, 4]", "adjust = [2, 4]")))
    row = 'days = [true], finding = "call"'
    other = compared(a_pack('{ yes = "rash" }', row), a_pack('{ yes = "bruising" }', row))

    assert bound.changed["loose-stools"] == (
        Change("diarrhea.count at_least, adjustable", "1 to 4", "2 to 4"),
    )
    assert "condition" in {change.name for change in other.changed["the-rule"]}


def test_rules_that_came_and_went_are_named() -> None:
    small = a_pack('{ yes = "rash" }', 'days = [true], finding = "call"')

    found = compared(DOCUMENT, small)

    assert (found.added, found.removed, found.changed) == (("the-rule",), ("loose-stools",), {})
