"""Each reading is named so that no other reads the same, with the answer's word where it is on a scale."""

from collections.abc import Iterator

import pytest

from api.rules.condition import ANY_SYMPTOM, Against, Compare, How, Run
from api.rules.units import units_of
from api.rules.vocabulary import MEASUREMENTS, SYMPTOMS, UNITS, Attribute
from api.texts import LANGUAGES
from api.texts.conditions import condition_sentence


def said(node: Compare, language: str = "en") -> str:
    return condition_sentence(node, Run(), language)


def asked(reading: str, number: float = 3, unit: str = "points", **more: object) -> Compare:
    return Compare(reading, How.AT_LEAST, number, unit, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reading", "sentence"),
    [
        ("nausea.severity", "Nausea, how bad: 3 (severe) or more, from 0 to 4."),
        ("nausea.frequency", "Nausea, how often: 3 (frequently) or more, from 0 to 4."),
        (
            "fatigue.interference",
            "Tiredness, how much it gets in the way: 3 (quite a bit) or more, from 0 to 4.",
        ),
        ("*.severity", "Any symptom, how bad: 3 (severe) or more, from 0 to 4."),
    ],
)
def test_what_is_asked_about_a_symptom_is_named_with_the_answers_word(reading: str, sentence: str) -> None:
    assert said(asked(reading)) == sentence


def test_a_number_between_two_answers_has_no_word() -> None:
    assert said(asked("nausea.severity", 2.5)) == "Nausea, how bad: 2.5 or more, from 0 to 4."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("against", [Against.NOTHING, Against.LAST_DAYS])
def test_no_two_readings_give_the_same_sentence(language: str, against: Against) -> None:
    readings: dict[str, set[str]] = {}
    for reading, unit in every_reading():
        node = asked(reading, 1, unit, against=against, last_days=7, known_days=3)
        readings.setdefault(said(node, language), set()).add(reading)

    assert [one for one in readings.values() if len(one) > 1] == []
    assert {"*.severity", "*.frequency", "nausea.severity"} < set().union(*readings.values())


@pytest.mark.parametrize(
    ("last_days", "usual"),
    [
        (1, "above what was usual on the day before (if it was written)."),
        (7, "above what was usual in the 7 days before (at least 1 of them written)."),
    ],
)
def test_the_days_before_are_one_or_many(last_days: int, usual: str) -> None:
    node = asked("nausea.severity", 2, against=Against.LAST_DAYS, last_days=last_days, known_days=1)

    assert said(node) == f"Nausea, how bad: 2 or more {usual}"


def every_reading() -> Iterator[tuple[str, str]]:
    """Each reading that a rule may look at, in each unit that it may use."""
    for subject in (*SYMPTOMS, *MEASUREMENTS):
        fields = MEASUREMENTS[subject].fields if subject in MEASUREMENTS else SYMPTOMS[subject].attributes
        for field in fields:
            yield from ((f"{subject}.{field}", unit) for unit in units_of(subject, field))
    for attribute in Attribute:
        yield from ((f"{ANY_SYMPTOM}.{attribute}", unit) for unit in UNITS[attribute])
