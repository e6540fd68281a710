"""The list of equivalent mutants speaks about the rules as they are."""

from pathlib import Path

import pytest

from tests.mutants.equivalents import FILE, Change, Equivalent, as_entry, functions_of_the_rules, listed

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def entries() -> list[Equivalent]:
    return listed((ROOT / FILE).read_text("utf-8"))


def test_every_entry_names_a_function_and_lines_that_it_has(entries: list[Equivalent]) -> None:
    functions = functions_of_the_rules(ROOT / "api" / "rules")

    changes = [one.change for one in entries]
    gone = [one for one in changes if not set(one.was) <= functions.get(one.function, set())]

    assert "guidance.load" in functions and "diary.Taking.counts_for" in functions
    assert gone == []


def test_every_entry_changes_something_and_says_in_a_sentence_why_nobody_notices(
    entries: list[Equivalent],
) -> None:
    changes = [one.change for one in entries]
    reasons = [one.reason for one in entries]

    assert [one for one in changes if one.was == one.became or not one.was] == []
    assert [one for one in reasons if len(one.split()) < 5 or not one.endswith(".")] == []


def test_no_mutant_is_listed_twice(entries: list[Equivalent]) -> None:
    assert len({one.change for one in entries}) == len(entries)


@pytest.mark.parametrize(
    "change",
    [
        Change("units.rounded", ("return 1",), ("return 2",)),
        Change("judge.Judge.evidence", ("if a:", 'return "b"'), ()),
    ],
)
def test_a_mutant_that_the_long_run_prints_can_be_pasted_into_the_list(change: Change) -> None:
    printed = as_entry(change).replace('reason = ""', 'reason = "Nobody can tell the two apart."')

    assert listed(printed) == [Equivalent(change, "Nobody can tell the two apart.")]


def test_an_entry_without_its_reason_is_refused() -> None:
    with pytest.raises(KeyError):
        listed('[[mutants]]\nfunction = "units.rounded"\nwas = "1"\nbecame = "2"\n')
