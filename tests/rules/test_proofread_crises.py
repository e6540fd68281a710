"""An answer on which a crisis rests is graded by no other rule, so that no example may say it is."""

import pytest

from api.rules.pack_lines import Problem
from api.rules.proofreading import problems_in
from tests.rules.small_packs import pack_text
from tests.rules.test_proofreading import LINE, reading

CRISIS = """[[rules]]
id = "a-crisis"
mark = "F"
level = "crisis"
advice = "loose-stools"
source = "book"
section = "Two"
basis = "The book says so"
in_force_since = 2026-01-01
when = {when}
examples = [
  {{ days = [3], finding = "none" }},
  {{ days = [4], finding = "crisis" }},
]
"""
HOT = reading("temperature.value", "above = 40", "°C")
RISE = ', against = "last_days", last_days = 7, known_days = 1'
ROWS = ('days = [2], finding = "none"', 'days = [3], finding = "call"', 'days = [4], finding = "call"')
TAKEN = "example {} expects call, and beside the crisis rules of the pack the rule says none: what a crisis "
TAKEN += "rests on is graded by no other rule"
NEVER = "the crisis rules of the pack take away whatever could meet it"


def sad(compared: str, *, subject: str = "sad") -> str:
    return reading(f"{subject}.severity", compared, "points")


def beside_a_crisis(when: str, *rows: str, crisis: str = sad("at_least = 4")) -> tuple[Problem, ...]:
    return problems_in(pack_text(when, *rows) + CRISIS.format(when=crisis))


def test_an_example_whose_answer_a_crisis_takes_away_is_named_and_so_is_a_rule_that_is_left_none() -> None:
    rows = ('days = [3], finding = "none"', 'days = [4], finding = "call"')

    found = beside_a_crisis(sad("at_least = 4"), *rows)

    example = next(one for one in found if one.what == TAKEN.format(2))
    assert Problem(LINE, "rule the-rule", NEVER) in found
    assert (example.line, example.where) == (LINE + 13, "rule the-rule")
    assert len(found) == 2


def test_a_rule_that_grades_milder_answers_too_has_only_the_example_named() -> None:
    found = beside_a_crisis(sad("at_least = 3"), *ROWS)

    assert [one.what for one in found] == [TAKEN.format(3)]


def test_what_is_left_of_an_example_beside_a_crisis_is_told() -> None:
    row = 'days = [3, 3, 4], finding = "call", progress = 3'
    text = pack_text(sad("at_least = 3"), row, days_in_a_row=2) + CRISIS.format(when=sad("at_least = 4"))

    told = [one.what for one in problems_in(text)]
    assert any("beside the crisis rules of the pack the rule says call: what a crisis" in one for one in told)


@pytest.mark.parametrize(
    ("when", "crisis", "never"),
    [
        (sad("above = 3"), sad("at_least = 4"), True),
        (sad("at_least = 4"), sad("at_least = 3"), True),
        (sad("at_least = 3"), sad("at_least = 4"), False),
        (sad("at_least = 4"), sad("at_least = 4", subject="*"), True),
        (sad("at_least = 4", subject="*"), sad("at_least = 4"), False),
        (sad("at_least = 4"), sad("at_least = 4", subject="anxious"), False),
        (sad("at_least = 4"), reading("sad.interference", "at_least = 4", "points"), False),
        (sad("at_least = 4"), f'{{ any = [{{ yes = "rash" }}, {sad("at_least = 4")}] }}', True),
        (sad("at_least = 4"), f'{{ all = [{{ yes = "rash" }}, {sad("at_least = 4")}] }}', False),
        (f'{{ all = [{sad("at_least = 4")}, {{ yes = "rash" }}] }}', sad("at_least = 4"), True),
        (f'{{ any = [{sad("at_least = 4")}, {{ yes = "rash" }}] }}', sad("at_least = 4"), False),
        (f'{{ any = [{sad("at_least = 4")}, {sad("above = 3")}] }}', sad("at_least = 4"), True),
        ('{ yes = "rash" }', '{ yes = "rash" }', True),
        (HOT, HOT, False),
        (reading("sad.severity", "at_least = 4", "points", RISE), sad("at_least = 4"), False),
        (sad("at_least = 4"), reading("sad.severity", "at_least = 4", "points", RISE), False),
        (sad("above = 4"), sad("at_least = 4"), False),
        ("{ silent_days = 2 }", sad("at_least = 4"), False),
    ],
)  # fmt: skip
def test_a_rule_is_never_met_only_if_a_crisis_rests_on_each_answer_that_could_meet_it(
    when: str, crisis: str, never: bool
) -> None:
    level = '"watch"' if "silent" in when else '"call"'
    row = 'days = [{ "sad.severity" = 0 }], finding = "none"'
    alone = pack_text(when, row, level=level) + CRISIS.format(when=crisis).replace(
        "days = [3]", row.partition(", finding")[0]
    )
    text = alone.replace("days = [4]", row.partition(", finding")[0])

    assert (NEVER in {one.what for one in problems_in(text) if one.where == "rule the-rule"}) is never


@pytest.mark.parametrize("more", ["days_in_a_row = 2", 'while_taking = { medicines = ["imatinib"] }'])
def test_a_crisis_of_several_days_or_of_a_medicine_leaves_answers_to_others(more: str) -> None:
    text = pack_text(sad("at_least = 4"), 'days = [4], finding = "call"')

    found = problems_in(text + CRISIS.format(when=sad("at_least = 4")).replace("when", f"{more}\nwhen"))

    assert not {NEVER, TAKEN.format(1)} & {one.what for one in found}


def test_a_crisis_takes_nothing_away_from_another_crisis() -> None:
    rows = ('days = [3], finding = "none"', 'days = [4], finding = "crisis"')
    text = pack_text(sad("at_least = 4"), *rows, level='"crisis"') + CRISIS.format(when=sad("at_least = 4"))

    assert problems_in(text) == ()
