"""Within which bounds a pack may let a clinic set a number."""

import json
from dataclasses import replace

import pytest

from api.rules.condition import comparisons
from api.rules.guidance import load
from api.rules.rulebook import numbers_of
from tests.rules.small_packs import a_pack
from tests.rules.whole import FILE, STOOLS, with_line


@pytest.mark.parametrize(("lowest", "highest"), [(1, 2), (2, 2), (2, 9)])
def test_the_bounds_of_a_number_may_be_the_number_itself(lowest: int, highest: int) -> None:
    run = with_line("adjust_days = [1, 4]", f"adjust_days = [{lowest}, {highest}]").run
    condition = with_line("adjust = [2, 6]", f"adjust = [{2 + lowest}, {2 + highest}]").condition

    assert (run.lowest_days, run.highest_days) == (lowest, highest)
    assert condition == replace(STOOLS, lowest=2 + lowest, highest=2 + highest)


@pytest.mark.parametrize(
    ("right", "adjust"),
    [
        ('at_least = 4, unit = "loose_stools_per_day", against = "usual_stools", adjust = [2, 6]', "[1, 99]"),
        ('below = 36, unit = "°C"', "[25.1, 45]"),
        ('above = 1.5, unit = "points"', "[0.5, 3.9]"),
        ('at_least = 5, unit = "percent"', "[0.1, 100]"),
    ],
)
def test_the_bounds_of_a_number_may_be_all_that_a_diary_can_hold(right: str, adjust: str) -> None:
    text = FILE.read_text("utf-8")
    assert right in text

    rules = load(text.replace(right, f"{right.partition(', adjust')[0]}, adjust = {adjust}")).rules

    nodes = [node for one in rules for node in comparisons(one.condition)]
    assert json.loads(adjust) in [[node.lowest, node.highest] for node in nodes]


def test_a_rise_of_what_is_measured_is_less_than_what_can_be_measured() -> None:
    warmer = (
        '{ reading = "temperature.value", at_least = 1, unit = "°C", against = "last_days",'
        " last_days = 3, known_days = 2, adjust = [0.5, 1] }"
    )

    (rule,) = a_pack(warmer, 'days = ["-"], finding = "none"').rules

    assert [(one.lowest, one.highest) for one in numbers_of(rule)] == [(0.5, 1)]


def test_a_clinic_may_be_let_to_ask_for_as_many_days_as_are_read() -> None:
    assert with_line("adjust_days = [1, 4]", "adjust_days = [1, 21]").run.highest_days == 21
