from fractions import Fraction

import pytest

from api.rules.units import converted, highest_of, is_counted, rounded, step_of, units_of


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "is_then"),
    [
        (100.4, "°F", "°C", 38.0),
        (38.0, "°C", "°F", 100.4),
        (45.36, "kg", "lb", 100.0),
        (3.9, "mmol/L", "mg/dL", 70.26),
        (250, "mg/dL", "mmol/L", 13.88),
        (38.125, "°C", "°C", 38.13),
        (142, "mmHg", "mmHg", 142),
    ],
)
def test_a_value_in_another_unit_has_two_decimals(
    value: float, unit: str, wanted: str, is_then: float
) -> None:
    assert converted(value, unit, wanted) == is_then


@pytest.mark.parametrize("usual", [90.1, 96, 98, 200, 333.3])
@pytest.mark.parametrize("percent", [5, 10])
def test_a_share_of_the_usual_weight_is_the_same_in_pounds(usual: float, percent: int) -> None:
    weight = Fraction(str(usual)) * (100 + percent) / 100

    gained = converted(float(weight), "lb", "kg") / converted(usual, "lb", "kg")

    assert rounded((gained - 1) * 100) == percent
    assert converted(100, "lb", "kg") == 45.359237


@pytest.mark.parametrize(("unit", "wanted"), [("°C", "lb"), ("kg", "°F"), ("lb", "°F"), ("mmHg", "mmol/L")])
def test_a_unit_of_another_measurement_is_refused_by_name(unit: str, wanted: str) -> None:
    with pytest.raises(KeyError, match=f"^'{unit} is no {wanted}'$"):
        converted(1, unit, wanted)


@pytest.mark.parametrize(("unit", "wanted"), [("°F", "mmHg"), ("kg", "mmHg"), ("lb", "/min")])
def test_a_unit_that_nothing_is_converted_into_is_refused(unit: str, wanted: str) -> None:
    with pytest.raises(KeyError):
        converted(1, unit, wanted)


@pytest.mark.parametrize(("value", "is_then"), [(0.125, 0.13), (0.124, 0.12), (-0.125, -0.12), (7, 7)])
def test_halves_are_rounded_upwards(value: float, is_then: float) -> None:
    assert rounded(value) == is_then


@pytest.mark.parametrize(
    ("subject", "attribute", "units"),
    [
        ("temperature", "value", {"°C", "°F"}),
        ("temperature", "severity", set()),
        ("blood_pressure", "systolic", {"mmHg"}),
        ("blood_pressure", "value", set()),
        ("diarrhea", "count", {"loose_stools_per_day", "times_per_day"}),
        ("diarrhea", "severity", set()),
        ("rash", "presence", {"yes_or_no"}),
        ("hiccups", "severity", set()),
    ],
)
def test_a_reading_has_the_units_that_fit_it(subject: str, attribute: str, units: set[str]) -> None:
    assert units_of(subject, attribute) == units


@pytest.mark.parametrize(
    ("subject", "attribute", "unit", "highest"),
    [
        ("temperature", "value", "°F", 113),
        ("weight", "value", "kg", 400),
        ("diarrhea", "count", "times_per_day", 99),
        ("nausea", "severity", "points", 4),
        ("rash", "presence", "yes_or_no", 1),
    ],
)
def test_the_highest_number_is_that_of_the_scale_or_the_measurement(
    subject: str, attribute: str, unit: str, highest: float
) -> None:
    assert highest_of(subject, attribute, unit) == highest


@pytest.mark.parametrize(
    ("unit", "step"), [("°C", 0.1), ("°F", 0.1), ("kg", 0.1), ("mmol/L", 0.1), ("mmHg", 1), ("points", 1)]
)
def test_a_step_is_what_people_write_down(unit: str, step: float) -> None:
    assert step_of(unit) == step


@pytest.mark.parametrize(
    ("unit", "counted"),
    [
        ("loose_stools_per_day", True), ("times_per_day", True), ("points", True), ("yes_or_no", True),
        ("days", True), ("mmHg", False), ("°C", False), ("percent", False),
    ],
)  # fmt: skip
def test_what_is_counted_has_nothing_between_two_whole_numbers(unit: str, counted: bool) -> None:
    assert is_counted(unit) is counted
