"""Most rules are passed over at a glance: those that a diary cannot meet, whatever its single days say."""

import math
from typing import Any

import pytest

from api.rules.condition import (
    Against,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    How,
    Silent,
    Together,
    WhileTaking,
)
from api.rules.diary import Taking
from api.rules.facts import ByDay, Facts
from api.rules.judge import Judge
from api.rules.quick_look import Bar, QuickLook, bar_of, needed_by
from api.rules.vocabulary import Level
from tests.rules.judging import COLD, HOT, MANY_STOOLS, OSTOMY, RASH, YES, degrees, nausea, stools, written
from tests.rules.made_up_rules import STOOLS, at_least

ABOVE = Compare("nausea.severity", How.ABOVE, 2, "points")
BELOW = Compare("nausea.severity", How.BELOW, 2, "points")
SEVERE = at_least("*.severity", 3)
GAIN = Compare("weight.value", How.AT_LEAST, 5, "percent", Against.WEIGHT_GAIN)
LOSS = Compare("weight.value", How.BELOW, 5, "percent", Against.WEIGHT_LOSS)
OVER = Compare("diarrhea.count", How.AT_LEAST, 4, STOOLS, Against.USUAL_STOOLS)
RISE = Compare("nausea.severity", How.ABOVE, 2, "points", Against.LAST_DAYS, 7, 3)
FALL = Compare("nausea.severity", How.BELOW, 2, "points", Against.LAST_DAYS, 7, 3)


@pytest.mark.parametrize(
    ("lowest", "highest", "is_reached"),
    [(2, 4, False), (1.9, 4, True), (2, 5, True), (0, 9, True), (math.inf, -math.inf, False)],
)
def test_a_bar_is_reached_from_below_or_from_above(lowest: float, highest: float, is_reached: bool) -> None:
    assert Bar(below=2, at_least=5).is_reached_by(lowest, highest) is is_reached


@pytest.mark.parametrize(
    ("node", "bar"),
    [
        (MANY_STOOLS, Bar(-math.inf, 4)),
        (ABOVE, Bar(-math.inf, 2)),
        (BELOW, Bar(2, math.inf)),
        (OVER, Bar(-math.inf, 4)),
        (RISE, Bar(-math.inf, 2)),
        (FALL, Bar(math.inf, math.inf)),
        (GAIN, Bar(math.inf, math.inf)),
        (LOSS, Bar(math.inf, math.inf)),
    ],
)
def test_a_comparison_asks_for_as_much_as_its_number_whatever_is_usual(node: Compare, bar: Bar) -> None:
    assert bar_of(node) == bar


@pytest.mark.parametrize(
    ("condition", "nodes"),
    [
        (HOT, (HOT,)),
        (OSTOMY, None),
        (AnyOf((HOT, COLD)), (HOT, COLD)),
        (AnyOf((HOT, OSTOMY)), None),
        (AllOf((HOT, COLD)), (HOT,)),
        (AllOf((AnyOf((HOT, COLD)), RASH)), (RASH,)),
        (AllOf((OSTOMY, AnyOf((HOT, AllOf((RASH, COLD)))))), (HOT, RASH)),
        (AllOf((OSTOMY, OSTOMY)), None),
        (AnyOf((AllOf((OSTOMY, OSTOMY)), HOT)), None),
    ],
)
def test_of_a_condition_the_fewest_comparisons_are_looked_at(
    condition: Condition, nodes: tuple[Compare, ...] | None
) -> None:
    assert needed_by(condition) == nodes


CONDITIONS: tuple[Condition, ...] = (
    MANY_STOOLS,
    Silent(3),
    HOT,
    AnyOf((COLD, RASH)),
    Together(Level.CALL, 2),
    SEVERE,
    AnyOf((OSTOMY, HOT)),
    BELOW,
    at_least("temperature.value", 100.4, "°F"),
    GAIN,
    at_least("blood_pressure.systolic", 180, "mmHg"),
    MANY_STOOLS,
)
ALWAYS = 6


@pytest.mark.parametrize(
    ("head", "rules"),
    [
        ({}, []),
        (stools(3), []),
        (stools(4), [0, 11]),
        (nausea(2), []),
        (nausea(3), [5]),
        (nausea(1), [7]),
        (nausea(1) | {"sad": {"severity": 4}}, [5, 7]),
        ({"sad": {"interference": 4}}, []),
        (degrees(37.9), []),
        (degrees(37, 38), [2, 8]),
        (degrees(35.9), [3]),
        (degrees(100.4, unit="°F"), [2, 8]),
        (YES, [3]),
        ({"weight": [{"value": 80, "unit": "lb"}]}, [9]),
        ({"blood_pressure": [{"systolic": 179, "diastolic": 200, "unit": "mmHg"}]}, []),
        ({"blood_pressure": [{"systolic": 180, "unit": "mmHg"}]}, [10]),
    ],
)
def test_a_diary_is_judged_by_the_rules_that_it_may_meet_and_no_other(
    head: dict[str, Any], rules: list[int]
) -> None:
    diary = written(head or {"nothing": None})

    assert QuickLook(CONDITIONS).rules_for(Facts(diary)) == sorted([*rules, ALWAYS])


def judge(*days: Any, **person: Any) -> Judge:
    diary = written(*days, **person)
    return Judge(diary, Facts(diary))


@pytest.mark.parametrize(
    ("condition", "may_be_met"),
    [
        (MANY_STOOLS, True),
        (HOT, False),
        (AnyOf((HOT, MANY_STOOLS)), True),
        (AnyOf((HOT, COLD)), False),
        (AllOf((HOT, MANY_STOOLS)), False),
        (AllOf((MANY_STOOLS, OSTOMY)), True),
        (OSTOMY, True),
        (OVER, False),
        (at_least("*.severity", 2), True),
        (at_least("*.severity", 3), False),
    ],
)
def test_a_condition_none_of_whose_days_is_met_is_not_looked_at_day_by_day(
    condition: Condition, may_be_met: bool
) -> None:
    assert judge(stools(4), nausea(2)).may_be_met(condition) is may_be_met


def test_a_rule_about_a_medicine_that_was_never_taken_cannot_count() -> None:
    taken = judge(YES, taking=(Taking("imatinib", "tki", stopped=None),))

    assert taken.may_count(None)
    assert taken.may_count(WhileTaking(classes=("tki",)))
    assert not taken.may_count(WhileTaking(medicines=("tea",)))


class Counted(Facts):
    """Facts that count how often a judge asks whom a comparison is about, and looks at the days."""

    asked = looked_at = 0

    def subjects(self, subject: str, attribute: str) -> list[str]:
        self.asked += 1
        return super().subjects(subject, attribute)

    def known(self, subject: str, attribute: str, unit: str) -> ByDay:
        self.looked_at += 1
        return super().known(subject, attribute, unit)


def test_a_comparison_is_worked_out_once_for_all_days() -> None:
    diary = written(stools(4), stools(3), nausea(1), stools(5))
    facts = Counted(diary)
    one = Judge(diary, facts)

    answers = [one.is_so(MANY_STOOLS, day) for day in (*facts.days, *facts.days)]

    assert answers == [True, False, None, True] * 2
    # Once for the days that meet it, and once for those that answer at all.
    assert facts.asked == 2


@pytest.mark.parametrize(("days", "looked_at"), [((2, 3), 0), ((2, 2, 2, 3), 0), ((2, 4), 1), ((1, 3), 1)])
def test_the_days_are_looked_at_for_a_rise_only_where_their_extremes_leave_room_for_one(
    days: tuple[int, ...], looked_at: int
) -> None:
    rise = Compare("nausea.severity", How.AT_LEAST, 2, "points", Against.LAST_DAYS, 7, 1)
    diary = written(*map(nausea, days))
    facts = Counted(diary)

    may_be_met = Judge(diary, facts).may_be_met(rise)

    assert (may_be_met, facts.looked_at) == (looked_at > 0, looked_at)


def test_what_is_known_of_a_reading_is_worked_out_once() -> None:
    facts = Facts(written(stools(4), stools(5)))

    assert facts.known("diarrhea", "count", STOOLS) is facts.known("diarrhea", "count", STOOLS)
    assert facts.range("diarrhea", "count", STOOLS) == (4, 5)
    assert facts.range("nausea", "severity", "points") == (math.inf, -math.inf)
