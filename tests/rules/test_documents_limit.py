"""The document's limit is counted over days as the document counts them, whatever number a clinic has set."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.rules.condition import AllOf, AnyOf, Compare, Condition, Run, comparisons
from api.rules.evaluate import findings_in
from api.rules.guidance import DOCUMENT, published
from api.rules.pack import Rule
from api.rules.rulebook import (
    Adjusted,
    Adjustment,
    PackInForce,
    Rulebook,
    RuleInForce,
    adjusted_rule,
    rulebook,
)
from api.rules.vocabulary import Level
from tests.rules.histories import Day, a_diary
from tests.rules.judging import RASH, nausea, stools, written
from tests.rules.language import a_rule, as_json, diary_as_json
from tests.rules.language_oracle import spells
from tests.rules.made_up_rules import STOOLS, at_least
from tests.rules.spelled import as_spell
from tests.rules.test_language import fairly

MANY = replace(at_least("diarrhea.count", 4, STOOLS), name="stools", lowest=1, highest=6)
SICK = replace(at_least("nausea.severity", 2), name="nausea", lowest=1, highest=4)
LIMIT = Run(days_in_a_row=2, bridged_days=1, document_days=3, lowest_days=1, highest_days=5)


def set_to(rule: Rule, **numbers: float) -> Rulebook:
    own = {node.name: node.number for node in (MANY, SICK)} | {"days_in_a_row": 2}
    adjusted = tuple(Adjusted(name, number, own[name], "clinic") for name, number in numbers.items())
    return Rulebook((RuleInForce(adjusted_rule(rule, numbers), "pack", "hash", None, adjusted),))


def settable(condition: Condition) -> list[Compare]:
    return [node for node in comparisons(condition) if node.lowest is not None]


def past(condition: Condition, *days: Any, **numbers: float) -> list[bool]:
    book = set_to(a_rule("rule", condition, Level.CALL, LIMIT, None), **numbers)
    return [one.past_document_limit for one in findings_in(written(*days), book)]


@pytest.mark.parametrize(
    ("number", "days", "is_past"),
    [
        (3, (3, 3, 3), False),
        (3, (3, 3, 3, 3, 3), False),
        (3, (3, 4, 4), False),
        (3, (4, 4, 4), True),
        (3, (3, 4, 4, 4, 3), True),
        (3, (4, 3, 4, 4), False),
        (3, (4, "-", 4, 4), True),
        (3, (4, "?", 4, 4), True),
        (3, ([1, 4], 4, 4), True),
        (1, (1, 1, 1), False),
        (1, (4, 4, 9, 1), True),
        (4, (4, 4, 4), True),
        (4, (4, 4), False),
    ],
)
def test_with_a_stricter_number_only_days_that_the_document_counts_pass_its_limit(
    number: int, days: tuple[Day, ...], is_past: bool
) -> None:
    stricter = [Adjustment("loose-stools", "number", number, "patient")]
    book = rulebook([PackInForce(published()[DOCUMENT])], stricter)

    assert [one.past_document_limit for one in findings_in(a_diary(*days), book)] == [is_past]


@pytest.mark.parametrize(("days", "is_past"), [((5, 5), []), ((6, 6), [False]), ((6, 6, 6), [True])])
def test_with_a_weaker_number_what_is_found_is_past_the_limit_after_as_many_days(
    days: tuple[int, ...], is_past: list[bool]
) -> None:
    assert past(MANY, *map(stools, days), stools=6) == is_past


@pytest.mark.parametrize(("count", "is_past"), [(3, False), (4, True)])
def test_a_limit_of_one_day_is_passed_by_a_day_that_the_document_counts(count: int, is_past: bool) -> None:
    one_day = a_rule("rule", MANY, Level.CALL, Run(document_days=1), None)

    (found,) = findings_in(written(stools(count)), set_to(one_day, stools=3))

    assert found.past_document_limit is is_past


def test_a_day_that_only_the_document_counts_is_not_one_of_the_finding() -> None:
    # Without an answer about nausea 4 stools are unknown to the clinic's rule, and enough for the document's.
    either = AnyOf((MANY, SICK))

    assert past(either, stools(6) | nausea(0), stools(4), stools(6) | nausea(0), stools=6) == [False]


def test_a_day_that_the_document_could_count_is_bridged_like_one_without_an_answer() -> None:
    either = AnyOf((MANY, RASH))
    well, unknown = stools(4), stools(3)

    assert past(either, well, unknown, well, well, stools=3) == [True]
    assert past(either, well, unknown | {"rash": {"presence": False}}, well, well, stools=3) == [False]
    assert past(either, well, unknown, unknown, well, well, stools=3) == [False]


def test_each_of_several_numbers_is_the_documents_own_for_its_limit() -> None:
    both = AllOf((MANY, SICK))
    bad, half = stools(4) | nausea(2), stools(4) | nausea(1)

    assert past(both, bad, bad, bad, stools=3, nausea=1) == [True]
    assert past(both, half, half, half, stools=3, nausea=1) == [False]


@pytest.mark.parametrize(("needed", "days", "is_past"), [(1, 2, [False]), (1, 3, [True]), (5, 5, [True])])
def test_the_days_that_a_clinic_sets_do_not_move_the_documents_limit(
    needed: int, days: int, is_past: list[bool]
) -> None:
    assert past(MANY, *[stools(4)] * days, days_in_a_row=needed) == is_past


_answers = st.fixed_dictionaries(
    {},
    optional={
        "diarrhea": st.fixed_dictionaries({"count": st.integers(3, 6)}),
        "nausea": st.fixed_dictionaries({"severity": st.integers(1, 3)}),
        "rash": st.fixed_dictionaries({"presence": st.just(False)}),
    },
)
_conditions: tuple[Condition, ...] = (MANY, AllOf((MANY, SICK)), AnyOf((MANY, SICK)), AnyOf((MANY, RASH)))


@fairly
@given(st.lists(_answers, max_size=9), st.sampled_from(_conditions), st.integers(3, 6), st.integers(1, 3))
def test_the_second_reading_counts_the_same_days_for_the_limit(
    days: list[dict[str, Any]], condition: Condition, stools: int, nausea: int
) -> None:
    numbers = {node.name: {"stools": stools, "nausea": nausea}[node.name] for node in settable(condition)}
    book, diary = set_to(a_rule("rule", condition, Level.CALL, LIMIT, None), **numbers), written(*days)

    found = [as_spell(finding) for finding in findings_in(diary, book)]

    assert found == spells(as_json(book), diary_as_json(diary))
