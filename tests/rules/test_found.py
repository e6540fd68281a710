"""An example as a diary, and what its rule finds in it."""

from dataclasses import replace
from datetime import date

import pytest

from api.rules.diary import NO_BASELINE, Baseline, Diary, Taking
from api.rules.examples import Found, diary_of, found_in, is_right
from api.rules.pack import Example
from api.rules.vocabulary import Level
from tests.rules.histories import TODAY, days_ago
from tests.rules.small_packs import a_pack
from tests.rules.whole import pack, rule

STOOLS = '{ reading = "diarrhea.count", at_least = 4, unit = "loose_stools_per_day" }'
BAD = ({"diarrhea": {"count": 9}},)


def test_the_last_day_of_an_example_is_today_and_nothing_written_is_no_day() -> None:
    everything = rule("stools").examples[0]

    assert diary_of(everything, today=TODAY) == Diary(
        days={
            days_ago(3): ({"diarrhea": {"count": 6}},),
            days_ago(1): ({"diarrhea": {"count": 1}}, {"diarrhea": {"count": 7}}),
            TODAY: ({"diarrhea": {"count": 8}},),
        },
        taking=(Taking("herb", "herb", None, days_ago(3)), Taking("ginger", "ginger", None, days_ago(3))),
        baseline=Baseline(1.5, 45.359237, has_ostomy=True),
    )


def test_what_was_not_stopped_is_still_taken() -> None:
    example = Example(days=(BAD,), finding=None, taking=("herb",))

    assert diary_of(example, today=TODAY) == Diary({TODAY: BAD}, (Taking("herb", "herb"),), NO_BASELINE)


def test_an_example_that_names_no_day_is_about_any() -> None:
    assert list(diary_of(Example(days=(BAD,), finding=None)).days) == [date(2026, 6, 15)]


def test_what_is_found_is_told_in_the_words_of_the_example() -> None:
    guidance = a_pack(
        STOOLS, 'days = [4], finding = "call"', days_in_a_row=2, bridged_days=1, document_days=3
    )
    days = (BAD, (), BAD, ({"diarrhea": {"count": 0}},), BAD, (), BAD, BAD)

    found = found_in(Example(days=days, finding=Level.CALL), guidance.rules[0], guidance, today=TODAY)

    assert found == Found(
        levels=(Level.CALL, Level.CALL), missing_days=2, past_document_limit=True, progress=3
    )


def test_a_rule_is_found_alone_and_symptoms_together_with_the_others() -> None:
    days = ([{"diarrhea": {"count": 9}, "weight": [{"value": 80, "unit": "kg"}]}],)
    example = Example(
        days=tuple(map(tuple, days * 2)),
        finding=None,
        taking=("herb",),
        baseline=Baseline(usual_stools=1, weight_kg=100),
    )

    assert found_in(example, rule("stools"), pack(), today=TODAY).levels == (Level.CALL,)
    assert found_in(example, rule("two"), pack(), today=TODAY) == Found((Level.EMERGENCY,), 0, False, 2)


EXAMPLE = Example(days=(BAD,), finding=Level.CALL, missing_days=1, past_document_limit=True, progress=2)
FOUND = Found((Level.CALL,), missing_days=1, past_document_limit=True, progress=2)


def test_an_example_is_right_when_all_of_it_was_found() -> None:
    assert is_right(EXAMPLE, FOUND)
    assert is_right(replace(EXAMPLE, progress=None), FOUND)
    assert is_right(replace(EXAMPLE, finding=None), replace(FOUND, levels=()))


@pytest.mark.parametrize(
    "found",
    [
        replace(FOUND, levels=()),
        replace(FOUND, levels=(Level.URGENT,)),
        replace(FOUND, levels=(Level.CALL, Level.CALL)),
        replace(FOUND, missing_days=0),
        replace(FOUND, past_document_limit=False),
        replace(FOUND, progress=1),
    ],
)
def test_an_example_is_wrong_when_any_of_it_was_not_found(found: Found) -> None:
    assert not is_right(EXAMPLE, found)
