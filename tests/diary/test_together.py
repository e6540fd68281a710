"""A day with several heads: nobody wins silently."""

from api.alerts.reconcile import can_wait_together
from api.diary.together import notes_together, readings_together


def test_known_beats_unknown() -> None:
    together = readings_together([{"nausea": {"severity": 2}}, {"diarrhea": {"count": 4}}])

    assert together.readings == {"nausea": {"severity": 2}, "diarrhea": {"count": 4}}
    assert together.conflicts == {}


def test_the_worse_answer_is_shown_and_both_are_named() -> None:
    together = readings_together([{"diarrhea": {"count": 1}}, {"diarrhea": {"count": 5}}])

    assert together.readings["diarrhea"] == {"count": 5}
    assert together.conflicts == {"diarrhea.count": [1, 5]}


def test_yes_beats_no() -> None:
    together = readings_together([{"rash": {"presence": False}}, {"rash": {"presence": True}}])

    assert together.readings["rash"] == {"presence": True}
    assert together.conflicts == {"rash.presence": [False, True]}


def test_a_low_and_a_high_glucose_both_stand() -> None:
    low, high = {"value": 52, "unit": "mg/dL"}, {"value": 300, "unit": "mg/dL"}

    together = readings_together([{"glucose": [low]}, {"glucose": [high]}])

    assert together.readings["glucose"] == [low, high]
    assert "glucose" in together.conflicts


def test_the_same_measurement_twice_is_one() -> None:
    pressure = {"systolic": 142, "diastolic": 91, "unit": "mmHg"}

    together = readings_together([{"blood_pressure": [pressure]}, {"blood_pressure": [pressure]}])

    assert together.readings["blood_pressure"] == [pressure]
    assert together.conflicts == {}


def test_both_notes_stand() -> None:
    notes = notes_together([{"physical": "A rash on my arm"}, {"physical": "Slept badly"}, {}])

    assert notes["physical"] == "A rash on my arm\n\nSlept badly"
    assert notes["emotional"] == ""


def test_cannot_wait_wins_and_unasked_stays_unknown() -> None:
    assert can_wait_together([True, False]) is False
    assert can_wait_together([True, None]) is True
    assert can_wait_together([None, None]) is None
