"""Most rules are passed over at a glance: those that a diary cannot meet, whatever its single days say."""

import math
from typing import Any

import pytest

from api.rules.condition import (
    Against,
    AllOf,
    AnyOf,
    Bar,
    Compare,
    Condition,
    Has,
    How,
    Silent,
    Together,
    WhileTaking,
)
from api.rules.diary import Baseline, Taking
from api.rules.facts import ByDay, Facts
from api.rules.judge import Judge
from api.rules.quick_look import QuickLook, needed_by
from api.rules.vocabulary import Level
from tests.rules.histories import TODAY
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
    assert node.bar == bar


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
    ("condition", "backs"),
    [
        (MANY_STOOLS, {2, 0}),
        (HOT, set()),
        (AnyOf((HOT, MANY_STOOLS)), {2, 0}),
        (AnyOf((at_least("nausea.severity", 2), MANY_STOOLS)), {2, 1, 0}),
        (AnyOf((HOT, COLD)), set()),
        (AllOf((HOT, MANY_STOOLS)), set()),
        (AllOf((at_least("nausea.severity", 2), MANY_STOOLS)), {0}),
        (AllOf((MANY_STOOLS, OSTOMY)), {2, 0}),
        (OSTOMY, {3, 2, 1, 0}),
        (Has("something"), set()),
        (OVER, set()),
        (at_least("*.severity", 2), {1, 0}),
        (at_least("*.severity", 3), {1}),
    ],
)
def test_the_days_on_which_a_condition_is_so_are_found_all_at_once(
    condition: Condition, backs: set[int]
) -> None:
    days = (stools(0), stools(4), nausea(3), stools(5) | nausea(2))

    found = judge(*days, baseline=Baseline(has_ostomy=True)).days_so(condition)

    assert found == {TODAY.toordinal() - back for back in backs}


def test_a_condition_that_a_reading_rules_out_is_looked_at_no_further() -> None:
    facts = Counted(written(stools(4)))

    assert not Judge(written(stools(4)), facts).days_so(AllOf((HOT, MANY_STOOLS)))
    assert facts.asked == 1


@pytest.mark.parametrize("condition", [Silent(3), Together(Level.CALL, 2)])
def test_what_is_not_about_one_day_is_so_on_none(condition: Condition) -> None:
    with pytest.raises(TypeError, match=f"^{type(condition).__name__} is not about one day$"):
        judge(stools(4)).days_so(condition)


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
    # Once for the days that meet it, and once for those that answer and do not.
    assert facts.asked == 2


@pytest.mark.parametrize(("days", "looked_at"), [((2, 3), 0), ((2, 2, 2, 3), 0), ((2, 4), 1), ((1, 3), 1)])
def test_the_days_are_looked_at_for_a_rise_only_where_their_extremes_leave_room_for_one(
    days: tuple[int, ...], looked_at: int
) -> None:
    rise = Compare("nausea.severity", How.AT_LEAST, 2, "points", Against.LAST_DAYS, 7, 1)
    diary = written(*map(nausea, days))
    facts = Counted(diary)

    met = Judge(diary, facts).days_so(rise)

    assert (bool(met), facts.looked_at) == (looked_at > 0, looked_at)


def test_what_is_known_of_a_reading_is_worked_out_once() -> None:
    facts = Facts(written(stools(4), stools(5)))

    assert facts.known("diarrhea", "count", STOOLS) is facts.known("diarrhea", "count", STOOLS)
    assert facts.range("diarrhea", "count", STOOLS) == (4, 5)
    assert facts.range("nausea", "severity", "points") == (math.inf, -math.inf)
