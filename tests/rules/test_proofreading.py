"""A pack is proof-read whole: each fault is named with its line."""

from importlib import resources

import pytest

from api.rules.guidance import DOCUMENT, published
from api.rules.proofreading import problems_in
from tests.rules.small_packs import pack_text
from tests.rules.written import PACK

STOOLS = '{ reading = "diarrhea.count", at_least = 4, unit = "loose_stools_per_day" }'
ROWS = ('days = [3], finding = "none"', 'days = [4], finding = "call"', 'days = [5], finding = "call"')
LINE = 11


def whats(text: str) -> list[str]:
    return [problem.what for problem in problems_in(text)]


def test_a_good_pack_has_no_problems() -> None:
    assert problems_in(pack_text(STOOLS, *ROWS)) == ()
    assert problems_in(PACK) == ()
    assert published()[DOCUMENT].rules


def test_every_rule_that_does_not_load_is_named_and_not_only_the_first() -> None:
    rule = pack_text(STOOLS, *ROWS).partition("[[rules]]")[2]
    text = pack_text(STOOLS, *ROWS).replace('source = "book"\n', "") + (
        f"[[rules]]{rule}".replace("the-rule", "another").replace(', unit = "loose_stools_per_day"', "")
    )

    problems = problems_in(text)

    assert [(one.where, one.what) for one in problems] == [
        ("rule the-rule", "has no source"),
        ("rule another", "has no unit"),
    ]
    assert problems[0].line == LINE


@pytest.mark.parametrize(
    ("when", "rows", "lines", "what"),
    [
        (STOOLS, ('days = [4], finding = "none"',), {}, "example 1 expects none, and the rule says call"),
        (STOOLS, (*ROWS, 'days = [3], finding = "call"'), {}, "examples 1 and 4 contradict each other"),
        (STOOLS, ROWS[1:], {}, "no example in which it is not met"),
        (STOOLS, ROWS[:1], {}, "no example in which it is met"),
        (STOOLS, ROWS[:2], {}, "diarrhea.count at_least 4: no example just above it"),
        (
            '{ reading = "sad.severity", above = 4, unit = "points" }',
            ('days = [4], finding = "none"',),
            {},
            "no diary can ever meet it",
        ),
        (
            '{ reading = "temperature.value", below = 25, unit = "°C" }',
            ('days = [25], finding = "none"',),
            {},
            "no diary can ever meet it",
        ),
        (
            STOOLS,
            ROWS,
            {"while_taking": '{ medicines = ["aspirin"] }'},
            "no pack knows the medicine aspirin",
        ),
    ],
)
def test_a_fault_is_told_in_plain_words(
    when: str, rows: tuple[str, ...], lines: dict[str, object], what: str
) -> None:
    assert any(said.startswith(what) for said in whats(pack_text(when, *rows, **lines)))


def test_what_is_not_toml_is_named_with_its_line() -> None:
    (problem,) = problems_in('id = "a"\nversion = \n')

    assert problem.line == 2


@pytest.mark.parametrize("name", published())
def test_every_pack_that_ships_is_without_problems(name: str) -> None:
    text = (resources.files("api.rules") / "packs" / f"{name}.toml").read_text("utf-8")

    assert problems_in(text) == ()
