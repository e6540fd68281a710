"""What a finding rests on, value by value, in the unit of its rule and as it was typed."""

from typing import Any

import pytest

from api.rules.condition import AnyOf
from api.rules.evaluate import Evidence
from api.rules.finding import Answer
from tests.rules.histories import TODAY
from tests.rules.judging import (
    HOT,
    MANY_STOOLS,
    RASH,
    degrees,
    found,
    nausea,
    stools,
    verdict,
    written,
)
from tests.rules.made_up_rules import ONCE, at_least


@pytest.mark.parametrize(
    ("head", "values", "as_written"),
    [
        (degrees(38.5), (38.5,), ()),
        (degrees(38.5, 38.125, 38.5), (38.13, 38.5), ()),
        (degrees(101.3, unit="°F"), (38.5,), ("101.3 °F",)),
        (degrees(101.3, 100.4, unit="°F"), (38.0, 38.5), ("100.4 °F", "101.3 °F")),
        ((degrees(37), degrees(101.3, unit="°F"), degrees(38.5)), (37, 38.5), ("101.3 °F",)),
        (
            {"temperature": [{"value": "40", "unit": "°C"}, {"value": 40}, 41, {"value": 39, "unit": "°C"}]},
            (39,),
            (),
        ),
    ],
)
def test_a_measurement_is_shown_in_the_rules_unit_and_as_it_was_typed(
    head: Any, values: tuple[float, ...], as_written: tuple[str, ...]
) -> None:
    assert found(HOT, written(head)) == [
        Evidence(TODAY, "temperature", "value", values, "°C", None, as_written)
    ]


def test_a_reading_that_is_compared_in_two_units_is_shown_once_as_the_first_saw_it() -> None:
    either = AnyOf((at_least("temperature.value", 100.4, "°F"), HOT))

    assert found(either, written(degrees(39))) == [
        Evidence(TODAY, "temperature", "value", (102.2,), "°F", None, ("39 °C",))
    ]


def test_what_was_written_on_a_day_is_shown_in_the_order_in_which_the_rule_asks() -> None:
    either = AnyOf((at_least("nausea.severity", 3), MANY_STOOLS))

    shown = found(either, written(stools(4) | nausea(3), stools(5) | nausea(4)), ONCE)

    assert [(one.symptom, one.values) for one in shown] == [
        ("nausea", (3,)),
        ("diarrhea", (4,)),
        ("nausea", (4,)),
        ("diarrhea", (5,)),
    ]


def test_each_field_of_a_measurement_is_read_for_itself() -> None:
    diary = written({"blood_pressure": [{"systolic": 181, "diastolic": 70, "unit": "mmHg"}]})

    assert found(at_least("blood_pressure.systolic", 180, "mmHg"), diary) == [
        Evidence(TODAY, "blood_pressure", "systolic", (181,), "mmHg")
    ]
    assert found(at_least("blood_pressure.diastolic", 110, "mmHg"), diary) == []


@pytest.mark.parametrize(
    ("answer", "verdict_is"),
    [
        ({"presence": True}, Answer.MET),
        ({"presence": False}, Answer.NOT_MET),
        ({"presence": 1}, Answer.UNKNOWN),
        ({"presence": 1.0}, Answer.UNKNOWN),
        ({"presence": None}, Answer.UNKNOWN),
        ({"severity": True}, Answer.UNKNOWN),
    ],
)
def test_yes_and_no_are_the_only_answers_to_their_question(
    answer: dict[str, object], verdict_is: Answer
) -> None:
    assert verdict(RASH, written({"rash": answer})).verdict is verdict_is


@pytest.mark.parametrize("answer", [True, "4", None, float("nan"), [4]])
def test_what_is_no_number_is_unknown(answer: object) -> None:
    assert verdict(MANY_STOOLS, written(stools(answer))).verdict is Answer.UNKNOWN


def test_a_half_point_is_an_answer() -> None:
    assert found(at_least("nausea.severity", 2.5), written(nausea(2.5)))[0].values == (2.5,)
