"""Every number of every rule has its examples: just below, at and just above."""

from dataclasses import replace

import pytest

from api.rules.boundaries import missing_boundaries
from api.rules.guidance import Rule, published
from tests.rules.histories import the_rule

RULES = [rule for pack in published().values() for rule in pack.rules]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_threshold_has_its_boundary_rows(rule: Rule) -> None:
    assert missing_boundaries(rule) == ()


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({3, 4}, [("diarrhea.count", "above")]),
        ({4, 5}, [("diarrhea.count", "below")]),
        ({3, 5}, [("diarrhea.count", "at")]),
        ({2, 4, 9}, [("diarrhea.count", "below"), ("diarrhea.count", "above")]),
        ({3, 4, 5}, []),
    ],
)
def test_a_number_whose_neighbours_are_not_tried_is_named(
    values: set[int], missing: list[tuple[str, str]]
) -> None:
    one = the_rule().examples[0]
    tried = tuple(
        replace(one, days=tuple(({"diarrhea": {"count": value}},) for _ in range(days)))
        for value in values
        for days in (1, 2, 3)
    )

    found = missing_boundaries(replace(the_rule(), examples=tried))

    assert [(one.reading, one.place) for one in found if one.reading != "days_in_a_row"] == missing


def test_a_run_is_tried_with_a_day_less_and_a_day_more() -> None:
    short = replace(the_rule(), examples=tuple(one for one in the_rule().examples if len(one.days) < 3))

    assert [(one.reading, one.place) for one in missing_boundaries(short)] == [("days_in_a_row", "above")]
