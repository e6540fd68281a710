"""The numbers that a clinic may set, and the rules as they then are."""

from dataclasses import replace
from datetime import date

import pytest

from api.rules.condition import AllOf, AnyOf, Compare, Condition, Has, How, Run
from api.rules.pack import Rule
from api.rules.rulebook import (
    AdjustableNumber,
    Adjusted,
    Adjustment,
    PackInForce,
    RuleInForce,
    adjusted_rule,
    is_weaker,
    numbers_of,
    rulebook,
    whole,
)
from api.rules.vocabulary import Level
from tests.rules.language import a_rule
from tests.rules.whole import pack, rule

HOT = Compare("temperature.value", How.AT_LEAST, 38, "°C", name="hot", lowest=37.5, highest=38.5)
COLD = Compare("temperature.value", How.BELOW, 36, "°C", name="cold", lowest=35, highest=36.5)
FIXED = Compare("nausea.severity", How.AT_LEAST, 3, "points", name="fixed")
RUN = Run(days_in_a_row=2, bridged_days=1, document_days=3, lowest_days=1, highest_days=5)


def the_rule(condition: Condition = HOT, run: Run = RUN) -> Rule:
    return a_rule("temperature", condition, Level.CALL, run, None)


def test_every_number_with_bounds_may_be_set_and_knows_which_way_is_weaker() -> None:
    condition = AnyOf((HOT, AllOf((COLD, FIXED, Has("ostomy")))))

    assert numbers_of(the_rule(condition)) == (
        AdjustableNumber("hot", 38, "°C", 37.5, 38.5, weaker_upwards=True),
        AdjustableNumber("cold", 36, "°C", 35, 36.5, weaker_upwards=False),
        AdjustableNumber("days_in_a_row", 2, "days", 1, 5, weaker_upwards=True),
    )


@pytest.mark.parametrize(
    ("unit", "value", "misses"),
    [("days", 2.5, True), ("days", 2.0, False), ("points", -0.5, True), ("°C", 37.5, False)],
)
def test_half_a_day_is_no_number_of_days_and_half_a_degree_is_one(
    unit: str, value: float, misses: bool
) -> None:
    number = AdjustableNumber("number", 2, unit, 1, 40, weaker_upwards=True)

    assert number.misses_a_whole(value) is misses


def test_a_rule_without_bounds_has_nothing_to_set() -> None:
    assert numbers_of(the_rule(FIXED, Run(2))) == ()
    assert numbers_of(the_rule(replace(HOT, highest=None), Run(2, lowest_days=1))) == ()


@pytest.mark.parametrize(
    ("name", "number", "weaker"),
    [
        ("hot", 38.1, True),
        ("hot", 38, False),
        ("hot", 37.9, False),
        ("cold", 35.9, True),
        ("cold", 36, False),
        ("cold", 36.1, False),
        ("days_in_a_row", 3, True),
        ("days_in_a_row", 1, False),
    ],
)
def test_weaker_is_what_is_met_less_often(name: str, number: float, weaker: bool) -> None:
    assert is_weaker(the_rule(AnyOf((HOT, COLD))), name, number) is weaker


def test_a_rule_takes_other_numbers_in_all_its_parts_and_keeps_the_rest() -> None:
    before = the_rule(AnyOf((HOT, AllOf((COLD, FIXED)))))

    after = adjusted_rule(before, {"hot": 37.5, "cold": 36.5})

    assert after == replace(
        before, condition=AnyOf((replace(HOT, number=37.5), AllOf((replace(COLD, number=36.5), FIXED))))
    )


def test_a_number_of_the_same_name_without_bounds_stays_as_it_is() -> None:
    same_name = replace(FIXED, name="hot")

    after = adjusted_rule(the_rule(AllOf((HOT, same_name))), {"hot": 37.5})

    assert after.condition == AllOf((replace(HOT, number=37.5), same_name))


@pytest.mark.parametrize(
    ("days", "limit", "run"),
    [
        (1, 3, replace(RUN, days_in_a_row=1)),
        (5, 3, replace(RUN, days_in_a_row=5)),
        (5, None, replace(RUN, days_in_a_row=5, document_days=None)),
    ],
)
def test_other_days_leave_the_limit_of_the_document_as_it_is(days: int, limit: int | None, run: Run) -> None:
    before = the_rule(run=replace(RUN, document_days=limit))

    after = adjusted_rule(before, {"days_in_a_row": float(days)})

    assert after == replace(before, run=run)
    assert type(after.run.days_in_a_row) is int


@pytest.mark.parametrize(("name", "number"), [("hot", 37.4), ("hot", 38.6), ("days_in_a_row", 6)])
def test_a_number_outside_its_bounds_is_refused_by_name(name: str, number: float) -> None:
    with pytest.raises(ValueError, match=f"^temperature {name} {number}$"):
        adjusted_rule(the_rule(), {name: number})


@pytest.mark.parametrize("number", [37.5, 38.5])
def test_both_bounds_may_be_set(number: float) -> None:
    assert adjusted_rule(the_rule(), {"hot": number}).condition == replace(HOT, number=number)


def test_a_number_that_nobody_may_set_is_refused() -> None:
    with pytest.raises(KeyError):
        adjusted_rule(the_rule(FIXED), {"fixed": 2})


def test_a_pack_as_a_whole_has_each_rule_with_its_own_numbers() -> None:
    guidance = pack()

    assert whole(guidance).rules == tuple(
        RuleInForce(one, "whole", guidance.hash, None, ()) for one in guidance.rules
    )


def test_only_the_signed_rules_are_in_force_and_since_that_day() -> None:
    guidance, since = pack(), date(2026, 11, 20)

    book = rulebook([PackInForce(guidance, frozenset({"rise", "silence"}), since), PackInForce(guidance)])

    assert [(one.rule.id, one.since) for one in book.rules] == [
        ("rise", since),
        ("silence", since),
        *((one.id, None) for one in guidance.rules),
    ]


def test_the_later_of_two_adjustments_counts_and_is_named_beside_the_packs_own() -> None:
    set_numbers = [
        Adjustment("stools", "stools", 3, "clinic"),
        Adjustment("stools", "days_in_a_row", 1, "clinic"),
        Adjustment("stools", "stools", 5, "patient"),
        Adjustment("elsewhere", "stools", 2, "patient"),
    ]

    since = date(2026, 11, 20)
    stools, rise = rulebook([PackInForce(pack(), frozenset({"stools", "rise"}), since)], set_numbers).rules

    assert stools == RuleInForce(
        adjusted_rule(rule("stools"), {"stools": 5, "days_in_a_row": 1}),
        "whole",
        pack().hash,
        since,
        (Adjusted("stools", 5, 4, "patient"), Adjusted("days_in_a_row", 1, 2, "clinic")),
    )
    assert rise == RuleInForce(rule("rise"), "whole", pack().hash, since)


def test_a_rule_with_another_number_keeps_what_the_pack_asks() -> None:
    set_numbers = [
        Adjustment("stools", "stools", 3, "clinic"),
        Adjustment("stools", "days_in_a_row", 1, "clinic"),
    ]

    (stools,) = rulebook([PackInForce(pack(), frozenset({"stools"}))], set_numbers).rules

    assert stools.as_published == replace(
        stools, rule=replace(stools.rule, condition=rule("stools").condition)
    )
    assert stools.as_published.rule.run.days_in_a_row == 1


def test_a_rule_whose_days_alone_are_set_asks_of_a_day_what_the_pack_does() -> None:
    days = [Adjustment("stools", "days_in_a_row", 1, "clinic")]

    (stools,) = rulebook([PackInForce(pack(), frozenset({"stools"}))], days).rules

    assert stools.as_published is stools


def test_a_number_that_is_the_packs_own_is_no_adjustment() -> None:
    own, lower = Adjustment("stools", "stools", 4, "patient"), Adjustment("stools", "stools", 2, "clinic")

    (stools,) = rulebook([PackInForce(pack(), frozenset({"stools"}))], [lower, own]).rules

    assert (stools.adjusted, stools.rule) == ((), rule("stools"))
