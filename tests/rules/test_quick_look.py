"""The quick look passes over what no day of a diary can meet, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest

from api.rules.condition import Against, AllOf, AnyOf, Compare, Condition, Has, How, Silent, Together
from api.rules.diary import Diary
from api.rules.facts import Facts
from api.rules.guidance import published
from api.rules.quick_look import QuickLook
from api.rules.rulebook import PackInForce, rulebook
from api.rules.vocabulary import Level
from tests.rules.histories import TODAY
from tests.rules.made_up_rules import at_least

CALM_DAY: dict[str, Any] = {
    "diarrhea": {"count": 0},
    "nausea": {"severity": 0, "frequency": 4},
    "rash": {"presence": False},
    "temperature": [{"value": 36.6, "unit": "°C"}],
    "blood_pressure": [{"systolic": 120, "diastolic": 80, "unit": "mmHg"}],
    "glucose": [{"value": 100, "unit": "mg/dL"}],
}
STOOLS = "loose_stools_per_day"
FEVER = at_least("temperature.value", 38, "°C")
STOMA = Has("ostomy")


def passed(condition: Condition, *heads: dict[str, Any]) -> bool:
    """Whether a rule is passed over in a diary of one day a head, the last of them today."""
    days = {TODAY - timedelta(days=back): (head,) for back, head in enumerate(reversed(heads))}
    return QuickLook([condition]).rules_for(Facts(Diary(days))) == []


def stools(count: int) -> dict[str, Any]:
    return {"diarrhea": {"count": count}}


def weighed(value: float) -> dict[str, Any]:
    return {"weight": [{"value": value, "unit": "kg"}]}


def warm(value: float, unit: str) -> dict[str, Any]:
    return {"temperature": [{"value": value, "unit": unit}]}


def test_a_calm_diary_passes_every_published_rule_over() -> None:
    book = rulebook(PackInForce(guidance) for guidance in published().values())
    calm = Diary({TODAY - timedelta(days=back): (CALM_DAY,) for back in range(14)})

    assert book.quick_look.rules_for(Facts(calm)) == []


@pytest.mark.parametrize(
    ("condition", "head", "is_passed"),
    [
        (at_least("diarrhea.count", 4, STOOLS), stools(3), True),
        (at_least("diarrhea.count", 4, STOOLS), stools(4), False),
        (at_least("diarrhea.frequency", 4), stools(4), True),
        (at_least("*.severity", 3), {"nausea": {"severity": 2, "frequency": 4}}, True),
        (at_least("*.severity", 3), {"nausea": {"severity": 3}}, False),
        (Compare("diarrhea.count", How.BELOW, 2, STOOLS), stools(2), True),
        (Compare("diarrhea.count", How.BELOW, 2, STOOLS), stools(1), False),
        (FEVER, warm(100.2, "°F"), True),
        (FEVER, warm(100.4, "°F"), False),
        (FEVER, weighed(38), True),
        (Compare("weight.value", How.AT_LEAST, 5, "percent", Against.WEIGHT_GAIN), weighed(3.2), False),
        (Compare("weight.value", How.AT_LEAST, 5, "percent", Against.WEIGHT_LOSS), stools(9), True),
        (Compare("diarrhea.count", How.AT_LEAST, 4, STOOLS, Against.USUAL_STOOLS), stools(3), True),
        (Compare("diarrhea.count", How.AT_LEAST, 4, STOOLS, Against.USUAL_STOOLS), stools(4), False),
        (Compare("diarrhea.count", How.BELOW, -1, STOOLS, Against.USUAL_STOOLS), stools(4), False),
        (Silent(3), stools(9), True),
        (Together(Level.CALL, 2), stools(9), True),
    ],
)
def test_a_rule_is_passed_over_when_no_value_reaches_its_number(
    condition: Condition, head: dict[str, Any], is_passed: bool
) -> None:
    assert passed(condition, head) is is_passed


def test_of_what_has_to_be_so_together_what_hangs_on_least_decides() -> None:
    either = AnyOf((FEVER, at_least("nausea.severity", 3)))
    both = AllOf((either, at_least("diarrhea.count", 4, STOOLS), STOMA))

    assert passed(both, warm(39, "°C") | stools(3))
    assert not passed(both, warm(36, "°C") | stools(4))


def test_each_of_two_alternatives_is_looked_at() -> None:
    either = AnyOf((FEVER, at_least("diarrhea.count", 4, STOOLS)))

    assert not passed(either, warm(39, "°C"))
    assert not passed(either, stools(4))
    assert passed(either, stools(3), warm(37, "°C"))


@pytest.mark.parametrize("condition", [STOMA, AllOf((STOMA, STOMA)), AnyOf((FEVER, STOMA))])
def test_what_can_be_so_without_any_reading_is_never_passed_over(condition: Condition) -> None:
    assert not passed(condition, stools(0))


def test_rules_come_in_the_order_of_the_rulebook_and_each_once() -> None:
    some = [FEVER, at_least("diarrhea.count", 9, STOOLS), AnyOf((STOMA, FEVER)), AnyOf((FEVER, FEVER))]
    feverish = Facts(Diary({TODAY: (warm(38, "°C") | stools(4),), TODAY - timedelta(days=1): (stools(3),)}))

    assert QuickLook(some).rules_for(feverish) == [0, 2, 3]
