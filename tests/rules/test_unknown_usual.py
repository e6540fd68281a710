"""A rule that is unknown says whether an answer is missing or what is usual for her."""

from datetime import timedelta
from typing import Any

import pytest

from api.rules.condition import Against, AllOf, AnyOf, Compare, Condition, Has, How, Run
from api.rules.diary import NO_BASELINE, Baseline
from api.rules.finding import Answer
from tests.rules.histories import TODAY
from tests.rules.judging import HOT, OSTOMY, degrees, kilograms, nausea, stools, verdict, written
from tests.rules.made_up_rules import ONCE, STOOLS, at_least

OVER = Compare("diarrhea.count", How.AT_LEAST, 4, STOOLS, Against.USUAL_STOOLS)
GAIN = Compare("weight.value", How.AT_LEAST, 5, "percent", Against.WEIGHT_GAIN)
LOSS = Compare("weight.value", How.AT_LEAST, 5, "percent", Against.WEIGHT_LOSS)
RISE = Compare("*.severity", How.AT_LEAST, 2, "points", Against.LAST_DAYS, 7, 2)
NAUSEA_RISE = Compare("nausea.severity", How.AT_LEAST, 2, "points", Against.LAST_DAYS, 7, 2)
SEVERE = at_least("nausea.severity", 3)
NO_STOMA = Baseline(has_ostomy=False)


@pytest.mark.parametrize(
    ("condition", "days", "baseline", "unknown", "usual"),
    [
        (OVER, (stools(12),), NO_BASELINE, (), ("usual_stools",)),
        (OVER, (stools(0),), NO_BASELINE, (), ("usual_stools",)),
        (OVER, (nausea(1),), NO_BASELINE, (0,), ()),
        (OVER, (None,), NO_BASELINE, (0,), ()),
        (OVER, (nausea(1),), Baseline(usual_stools=2), (0,), ()),
        (GAIN, (kilograms(80),), NO_BASELINE, (), ("weight",)),
        (LOSS, (kilograms(80),), NO_BASELINE, (), ("weight",)),
        (AnyOf((GAIN, LOSS)), (kilograms(80),), NO_BASELINE, (), ("weight",)),
        (RISE, (nausea(1), nausea(4)), NO_BASELINE, (), ("last_days",)),
        (RISE, (nausea(1), stools(1)), NO_BASELINE, (0,), ()),
        (NAUSEA_RISE, (nausea(0), nausea(0), stools(1)), NO_BASELINE, (0,), ()),
        (AllOf((OSTOMY, OVER)), (stools(9),), NO_BASELINE, (), ("ostomy", "usual_stools")),
        (AllOf((OSTOMY, OVER)), (stools(9),), Baseline(2, None, None), (), ("ostomy",)),
        (AllOf((OSTOMY, OVER)), (nausea(1),), NO_BASELINE, (0,), ("ostomy",)),
        (AllOf((OSTOMY, OVER)), (None,), NO_STOMA, (0,), ()),
        (AnyOf((OVER, GAIN)), (stools(9) | kilograms(80),), NO_BASELINE, (), ("usual_stools", "weight")),
        (AnyOf((OVER, HOT)), (stools(9),), NO_BASELINE, (0,), ("usual_stools",)),
        (AnyOf((OVER, HOT)), (stools(9) | degrees(37),), NO_BASELINE, (), ("usual_stools",)),
        (AllOf((SEVERE, AnyOf((OVER, HOT)))), (stools(9) | nausea(3),), NO_BASELINE, (0,), ("usual_stools",)),
        (AllOf((Has("something"), HOT)), (degrees(39),), NO_BASELINE, (), ("something",)),
    ],
)
def test_an_unknown_rule_names_the_days_without_an_answer_and_what_of_hers_is_not_known(
    condition: Condition,
    days: tuple[Any, ...],
    baseline: Baseline,
    unknown: tuple[int, ...],
    usual: tuple[str, ...],
) -> None:
    said = verdict(condition, written(*days, baseline=baseline))

    assert said.verdict is Answer.UNKNOWN
    assert (said.unknown_days, said.unknown_usual) == (_days(unknown), usual)


@pytest.mark.parametrize(
    ("days", "run", "unknown"),
    [
        ((stools(9), stools(9)), Run(2), ()),
        ((stools(9), None), Run(2), (0,)),
        ((None, stools(9)), Run(2), (1,)),
        ((stools(9), nausea(1), stools(9)), Run(3), (1,)),
        ((stools(9), stools(9)), Run(2, 1), (2,)),
    ],
)
def test_of_several_days_only_those_without_an_answer_are_named(
    days: tuple[Any, ...], run: Run, unknown: tuple[int, ...]
) -> None:
    said = verdict(OVER, written(*days), run)

    assert (said.unknown_days, said.unknown_usual) == (_days(unknown), ("usual_stools",))


@pytest.mark.parametrize(
    ("condition", "day", "answer"),
    [
        (OVER, stools(12), Answer.MET),
        (OVER, stools(3), Answer.NOT_MET),
        (AllOf((OVER, GAIN, HOT)), stools(12) | kilograms(80) | degrees(37), Answer.NOT_MET),
        (AnyOf((GAIN, HOT)), kilograms(80) | degrees(39), Answer.MET),
    ],
)
def test_nothing_is_named_of_a_rule_that_is_known(
    condition: Condition, day: dict[str, Any], answer: Answer
) -> None:
    said = verdict(condition, written(day, baseline=Baseline(usual_stools=2)), ONCE)

    assert (said.verdict, said.unknown_days, said.unknown_usual) == (answer, (), ())


def _days(unknown: tuple[int, ...]) -> tuple[Any, ...]:
    return tuple(TODAY - timedelta(days=back) for back in unknown)
