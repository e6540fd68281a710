"""Conditions about any symptom, and conditions made of others."""

from typing import Any

import pytest

from api.rules.condition import AllOf, AnyOf, Condition, Has, Silent
from api.rules.diary import Baseline
from api.rules.finding import Answer
from tests.rules.judging import (
    COLD,
    HOT,
    MANY_STOOLS,
    NO,
    OSTOMY,
    RASH,
    YES,
    degrees,
    found,
    judged,
    nausea,
    stools,
    verdict,
    written,
)
from tests.rules.made_up_rules import at_least


def test_any_symptom_is_each_of_them_by_name() -> None:
    diary = written(
        {"sad": {"severity": 3}, "cough": {"severity": 4}, "nausea": {"severity": 2, "frequency": 4}}
    )

    assert [(one.symptom, one.values) for one in found(at_least("*.severity", 3), diary)] == [
        ("cough", (4,)),
        ("sad", (3,)),
    ]
    assert verdict(at_least("*.severity", 4), written({"rash": {"presence": True}})).verdict is Answer.UNKNOWN
    assert verdict(at_least("*.severity", 4), written(nausea(3))).verdict is Answer.NOT_MET


UNHEARD = Has("wings")


@pytest.mark.parametrize(
    ("condition", "head", "has_ostomy", "answer"),
    [
        (AllOf((RASH, MANY_STOOLS)), YES | stools(4), None, Answer.MET),
        (AllOf((RASH, MANY_STOOLS)), YES | stools(3), None, Answer.NOT_MET),
        (AllOf((RASH, MANY_STOOLS)), NO, None, Answer.NOT_MET),
        (AllOf((RASH, MANY_STOOLS)), YES, None, Answer.UNKNOWN),
        (AnyOf((RASH, MANY_STOOLS)), NO | stools(3), None, Answer.NOT_MET),
        (AnyOf((RASH, MANY_STOOLS)), YES, None, Answer.MET),
        (AnyOf((RASH, MANY_STOOLS)), NO, None, Answer.UNKNOWN),
        (AllOf((OSTOMY, RASH)), YES, True, Answer.MET),
        (AllOf((OSTOMY, RASH)), YES, False, Answer.NOT_MET),
        (AllOf((OSTOMY, RASH)), YES, None, Answer.UNKNOWN),
        (AllOf((UNHEARD, RASH)), YES, True, Answer.UNKNOWN),
    ],
)
def test_conditions_join_what_is_so_what_is_not_and_what_nobody_knows(
    condition: Condition, head: dict[str, Any], has_ostomy: bool | None, answer: Answer
) -> None:
    assert verdict(condition, written(head, baseline=Baseline(has_ostomy=has_ostomy))).verdict is answer


def test_only_what_is_so_is_evidence_and_each_reading_once() -> None:
    either = AnyOf((HOT, COLD, AllOf((RASH, MANY_STOOLS)), at_least("temperature.value", 37, "°C")))

    evidence = found(either, written(degrees(38.5) | YES | stools(3)))

    assert [(one.symptom, one.attribute) for one in evidence] == [("temperature", "value")]


def test_a_condition_of_no_day_is_refused_inside_another() -> None:
    with pytest.raises(TypeError, match=r"^Silent is not about one day$"):
        judged(AllOf((Silent(3), RASH)), written(YES))
