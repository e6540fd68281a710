"""A newer text of a rule is milder where some diary could meet the older one and not the newer."""

from dataclasses import replace

import pytest

from api.rules.condition import (
    Against,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Has,
    How,
    Run,
    Silent,
    Together,
    WhileTaking,
)
from api.rules.milder import is_milder
from api.rules.pack import Rule
from api.rules.vocabulary import Level
from tests.rules.small_packs import a_pack

NOTHING = 'days = ["-"], finding = "none"'
THREE = Compare("vomiting.count", How.AT_LEAST, 3, "times_per_day", lowest=2, highest=5)
FEVER = Compare("temperature.value", How.AT_LEAST, 38, "°C")
ADJUSTED_FEVER = replace(FEVER, lowest=37.5, highest=38)
COLD = Compare("temperature.value", How.BELOW, 35, "°C", lowest=34, highest=36)
OVER_USUAL = replace(THREE, against=Against.LAST_DAYS, last_days=7, known_days=3)
RISE = replace(FEVER, number=1, against=Against.LAST_DAYS, last_days=7, known_days=3)
TAKING = WhileTaking(("tki",), ("imatinib",), days_after=7)
RUN = Run(days_in_a_row=3, bridged_days=1, document_days=5, lowest_days=2, highest_days=4)


def a_rule(condition: Condition = THREE, **stated: object) -> Rule:
    [rule] = a_pack('{ reading = "vomiting.count", at_least = 3, unit = "times_per_day" }', NOTHING).rules
    return replace(rule, condition=condition, **stated)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (THREE, replace(THREE, number=4)),
        (THREE, replace(THREE, how=How.ABOVE)),
        (THREE, replace(THREE, how=How.BELOW)),
        (THREE, replace(THREE, lowest=3)),
        (THREE, replace(THREE, lowest=None, highest=None)),
        (THREE, replace(THREE, name="times")),
        (THREE, replace(THREE, reading="nausea.severity", unit="points")),
        (COLD, replace(COLD, number=34.9)),
        (COLD, replace(COLD, highest=35.5)),
        (FEVER, replace(FEVER, number=100.6, unit="°F")),
        (OVER_USUAL, replace(OVER_USUAL, last_days=6)),
        (OVER_USUAL, replace(OVER_USUAL, known_days=4)),
        (OVER_USUAL, replace(OVER_USUAL, against=Against.USUAL_STOOLS)),
        (RISE, replace(RISE, number=1.8, unit="°F")),
        (THREE, replace(THREE, reading="diarrhea.count")),
        (THREE, OVER_USUAL),
        (THREE, AllOf((THREE, FEVER))),
        (AnyOf((THREE, FEVER)), THREE),
        (AnyOf((THREE, FEVER)), AnyOf((replace(THREE, number=4), FEVER))),
        (Silent(3), Silent(4)),
        (Silent(3), THREE),
        (THREE, Silent(3)),
        (COLD, replace(COLD, number=95, unit="°F", lowest=93.2, highest=96)),
        (ADJUSTED_FEVER, replace(ADJUSTED_FEVER, number=100.4, unit="°F", lowest=100, highest=100.4)),
        (Together(Level.CALL, 2), Together(Level.CALL, 3)),
        (AllOf((Has("ostomy"), THREE)), AllOf((Has("another"), THREE))),
    ],
)
def test_a_condition_that_is_met_less_often_or_cannot_be_told_is_milder(
    old: Condition, new: Condition
) -> None:
    assert is_milder(a_rule(new), than=a_rule(old))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (ADJUSTED_FEVER, replace(ADJUSTED_FEVER, number=100.4, unit="°F", lowest=99.5, highest=100.4)),
        (COLD, replace(COLD, highest=37)),
        (COLD, replace(COLD, number=95, unit="°F", lowest=93.2, highest=96.8)),
        (replace(COLD, lowest=None, highest=None), replace(COLD, number=36, lowest=None, highest=None)),
        (THREE, THREE),
        (THREE, replace(THREE, number=2)),
        (THREE, replace(THREE, lowest=1, highest=3)),
        (replace(THREE, how=How.ABOVE), THREE),
        (COLD, replace(COLD, number=35.1)),
        (FEVER, replace(FEVER, number=100.4, unit="°F")),
        (OVER_USUAL, replace(OVER_USUAL, known_days=2)),
        (THREE, AnyOf((FEVER, THREE))),
        (AllOf((THREE, FEVER)), FEVER),
        (AllOf((THREE, FEVER)), AllOf((FEVER, replace(THREE, number=2)))),
        (AnyOf((THREE, FEVER)), AnyOf((FEVER, COLD, THREE))),
        (Silent(3), Silent(2)),
        (Together(Level.CALL, 2), Together(Level.CALL, 2)),
    ],
)
def test_a_condition_that_is_met_wherever_the_older_one_was_is_not(old: Condition, new: Condition) -> None:
    assert not is_milder(a_rule(new), than=a_rule(old))


@pytest.mark.parametrize(
    ("name", "strict", "mild"),
    [
        ("level", Level.URGENT, Level.CALL),
        ("run", RUN, replace(RUN, days_in_a_row=4)),
        ("run", RUN, replace(RUN, bridged_days=0)),
        ("run", RUN, replace(RUN, document_days=6)),
        ("run", RUN, replace(RUN, document_days=None)),
        ("run", RUN, replace(RUN, lowest_days=3)),
        ("while_taking", None, TAKING),
        ("while_taking", TAKING, replace(TAKING, classes=())),
        ("while_taking", TAKING, replace(TAKING, medicines=())),
        ("while_taking", TAKING, replace(TAKING, days_after=6)),
    ],
)
def test_level_days_and_medicines_are_weighed_too(name: str, strict: object, mild: object) -> None:
    strict_rule, mild_rule = a_rule(**{name: strict}), a_rule(**{name: mild})

    assert is_milder(mild_rule, than=strict_rule)
    assert not is_milder(strict_rule, than=mild_rule)


def test_a_crisis_and_an_emergency_are_not_to_be_compared() -> None:
    crisis, emergency = a_rule(level=Level.CRISIS), a_rule(level=Level.EMERGENCY)

    assert is_milder(crisis, than=emergency) and is_milder(emergency, than=crisis)


def test_other_words_alone_are_not_milder() -> None:
    assert not is_milder(a_rule(basis="Said otherwise", advice="call"), than=a_rule())
