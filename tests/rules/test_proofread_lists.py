"""What stands in the lists with which a pack begins is proof-read too."""

import pytest

from api.rules.proofreading import Problem, problems_in, word_line
from tests.rules.small_packs import pack_text
from tests.rules.test_proofreading import ROWS, STOOLS, UNREACHABLE, whats

ADVICE = 'advice = ["loose-stools"]'


@pytest.mark.parametrize(
    ("advice", "line"),
    [
        ('advice = ["loose-stools", "tea"]', 5),
        ("advice = [\n  'loose-stools',\n  'tea',\n]", 7),
        ('  advice=["tea",\n"loose-stools"]', 5),
    ],
)
def test_advice_that_no_rule_gives_is_told_with_its_line(advice: str, line: int) -> None:
    text = pack_text(STOOLS, *ROWS).replace(ADVICE, advice).replace('version = "1"', 'version = "tea"')

    assert problems_in(text) == (Problem(line, "The pack", "advice tea is used by no rule"),)


def test_a_word_of_two_lists_stands_in_the_one_that_is_asked_about() -> None:
    text = 'core = ["plan"]\ngeneral = ["plan"]\nquestions = [\n  "plan.b",\n  "plan",\n]\n'

    assert word_line(text, "questions", "plan") == 5
    assert word_line(text, "general", "plan") == 2
    assert word_line(text, "core", "plan") == 1
    assert word_line(text, "core", "plan.b") == 4


def test_a_word_that_is_spelled_in_another_way_is_told_with_the_first_line() -> None:
    assert word_line('id = "a"\nadvice = ["te\\u0061"]', "advice", "tea") == 1
    assert word_line('id = "a"\n"advice" = ["tea"]', "advice", "tea") == 2
    assert word_line('core = ["tea"]\n"advice" = ["tea"]', "advice", "tea") == 1


@pytest.mark.parametrize(("days", "unreachable"), [(21, False), (22, True)])
def test_more_days_in_a_row_than_are_read_are_never_met(days: int, unreachable: bool) -> None:
    text = pack_text(STOOLS, *ROWS, days_in_a_row=days)

    assert (UNREACHABLE in whats(text)) is unreachable
