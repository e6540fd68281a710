"""What an edit changed in the measurements that an alert rests on."""

from datetime import date

from api.alerts.effects import EditedDay, edits_of
from api.rules.evaluate import Diary, Readings, findings_in
from api.rules.guidance import published
from api.rules.rulebook import PackInForce, rulebook

MONDAY = date(2026, 11, 23)
FEVER = rulebook([PackInForce(published()["published-criteria"], frozenset({"fever"}))])


def a_temperature(value: float, unit: str = "°C") -> Readings:
    return {"temperature": [{"value": value, "unit": unit}]}


def edits(before: Readings, after: Readings) -> list[tuple[str, list[float], list[float]]]:
    findings = findings_in(Diary({MONDAY: (before,)}), FEVER)
    assert findings
    return edits_of(findings, EditedDay(MONDAY, before=(before,), after=(after,)))


def test_a_corrected_temperature_is_told_in_the_unit_of_the_rule() -> None:
    assert edits(a_temperature(39), a_temperature(37)) == [("temperature.value", [39], [37])]
    assert edits(a_temperature(102.2, "°F"), a_temperature(98.6, "°F")) == [("temperature.value", [39], [37])]


def test_a_temperature_that_was_taken_out_is_told() -> None:
    assert edits(a_temperature(39), {}) == [("temperature.value", [39], [])]


def test_the_same_temperature_in_another_unit_is_no_edit() -> None:
    assert edits(a_temperature(39), a_temperature(102.2, "°F")) == []
