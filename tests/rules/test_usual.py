"""What is compared with what is usual for this person."""

import pytest

from api.rules.condition import Against, Compare, How
from api.rules.diary import Baseline
from api.rules.evaluate import Evidence
from api.rules.finding import Answer
from tests.rules.histories import TODAY
from tests.rules.judging import found, kilograms, nausea, stools, verdict, written
from tests.rules.made_up_rules import STOOLS


@pytest.mark.parametrize(
    ("count", "usual", "is_met"), [(5, 1, True), (4, 1, False), (4, 0, True), (9, None, None), (1, 2, False)]
)
def test_stools_are_counted_over_what_is_usual(count: int, usual: float | None, is_met: bool | None) -> None:
    over = Compare("diarrhea.count", How.AT_LEAST, 4, STOOLS, Against.USUAL_STOOLS)
    diary = written(stools(count), baseline=Baseline(usual_stools=usual))

    answer = {True: Answer.MET, False: Answer.NOT_MET, None: Answer.UNKNOWN}[is_met]
    assert verdict(over, diary).verdict is answer
    assert [one.usual for one in found(over, diary)] == ([usual] if is_met else [])


@pytest.mark.parametrize(
    ("against", "weight", "is_met"),
    [
        (Against.WEIGHT_GAIN, 84, True),
        (Against.WEIGHT_GAIN, 83.9, False),
        (Against.WEIGHT_GAIN, 70, False),
        (Against.WEIGHT_LOSS, 76, True),
        (Against.WEIGHT_LOSS, 76.1, False),
        (Against.WEIGHT_LOSS, 90, False),
    ],
)
def test_a_weight_is_compared_in_percent_of_the_usual_one(
    against: Against, weight: float, is_met: bool
) -> None:
    change = Compare("weight.value", How.AT_LEAST, 5, "percent", against)

    diary = written(kilograms(weight), baseline=Baseline(weight_kg=80))
    unknown = written(kilograms(weight))

    assert found(change, diary) == (
        [Evidence(TODAY, "weight", "value", (weight,), "kg", 80)] if is_met else []
    )
    assert verdict(change, diary).verdict is (Answer.MET if is_met else Answer.NOT_MET)
    assert verdict(change, unknown).verdict is Answer.UNKNOWN


RISE = Compare("nausea.severity", How.AT_LEAST, 2, "points", Against.LAST_DAYS, last_days=4, known_days=2)


@pytest.mark.parametrize(
    ("days", "usual"),
    [
        ((0, 1, 2, 3), 1),
        ((0, 1, 3), 0.5),
        ((1, 1, 3), 1),
        ((4, 0, 0, 0, 0, 2), 0),
        ((0, 3, 3, 3, 3, 3), None),
        ((3, 0, 0, 4), 0),
        ((1, None, None, 1, 3), 1),
        ((1, 1, None, None, None, 3), None),
        ((1, 3), None),
        ((1, 1, 2), None),
        ((2, 1, 0), None),
    ],
)
def test_a_rise_is_over_the_median_of_the_last_days(
    days: tuple[int | None, ...], usual: float | None
) -> None:
    diary = written(*(None if one is None else nausea(one) for one in days))

    assert [(one.day, one.usual) for one in found(RISE, diary) if one.day == TODAY] == (
        [] if usual is None else [(TODAY, usual)]
    )


def test_a_day_of_entries_that_disagree_is_usual_by_the_lower_one() -> None:
    diary = written((nausea(1), nausea(0)), (nausea(0), nausea(4)), nausea(2))

    assert [(one.day, one.values, one.usual) for one in found(RISE, diary)] == [(TODAY, (2,), 0)]


@pytest.mark.parametrize(
    ("days", "answer"), [((0, 0, 1), Answer.NOT_MET), ((0, 1), Answer.UNKNOWN), ((0, 3), Answer.UNKNOWN)]
)
def test_a_rise_is_unknown_until_enough_days_are_known(days: tuple[int, ...], answer: Answer) -> None:
    assert verdict(RISE, written(*map(nausea, days))).verdict is answer


def test_a_fall_is_a_rise_below_nothing() -> None:
    fall = Compare("nausea.severity", How.BELOW, 1, "points", Against.LAST_DAYS, last_days=2, known_days=1)

    assert [one.usual for one in found(fall, written(nausea(3), nausea(3)))] == [3]
    assert found(fall, written(nausea(3), nausea(4))) == []
