"""Yes, no and unknown of a day, put together: `and` is no sooner known than its parts allow, nor is `or`."""

from typing import Any

import pytest

from api.rules.condition import AllOf, AnyOf, Condition, Has, Silent, Together
from api.rules.diary import Baseline
from api.rules.facts import Facts
from api.rules.judge import Judge
from api.rules.vocabulary import Level
from tests.rules.histories import TODAY
from tests.rules.judging import HOT, MANY_STOOLS, OSTOMY, RASH, stools, written

# On a day that says only how often there were loose stools.
YES, UNKNOWN = MANY_STOOLS, RASH
NO = Has("ostomy")
DAY: dict[str, Any] = stools(4)
NO_STOMA = Baseline(has_ostomy=False)


def is_so(condition: Condition, *, days_ago: int = 0, baseline: Baseline = NO_STOMA) -> bool | None:
    diary = written(DAY, baseline=baseline)
    return Judge(diary, Facts(diary)).is_so(condition, TODAY.toordinal() - days_ago)


@pytest.mark.parametrize(
    ("parts", "both", "either"),
    [
        ((YES, YES), True, True),
        ((YES, NO), False, True),
        ((YES, UNKNOWN), None, True),
        ((NO, NO), False, False),
        ((NO, UNKNOWN), False, None),
        ((UNKNOWN, HOT), None, None),
    ],
)
def test_two_parts_are_as_sure_as_the_surer_of_them_makes_them(
    parts: tuple[Condition, Condition], both: bool | None, either: bool | None
) -> None:
    for of in (parts, parts[::-1]):
        assert is_so(AllOf(of)) is both
        assert is_so(AnyOf(of)) is either


@pytest.mark.parametrize("has_ostomy", [True, False, None])
def test_what_is_usual_is_so_on_days_without_an_entry_too(has_ostomy: bool | None) -> None:
    baseline = Baseline(has_ostomy=has_ostomy)

    assert is_so(OSTOMY, days_ago=1, baseline=baseline) is has_ostomy
    assert is_so(AllOf((OSTOMY, YES)), days_ago=1, baseline=baseline) is (has_ostomy and None)


@pytest.mark.parametrize("condition", [Silent(3), Together(Level.CALL, 2)])
def test_silence_and_symptoms_together_are_not_about_one_day(condition: Condition) -> None:
    with pytest.raises(TypeError, match=f"^{type(condition).__name__} is not about one day$"):
        is_so(condition)
