"""An answer on which a crisis rests is graded by no other rule."""

from dataclasses import replace
from typing import Any

import pytest

from api.rules.condition import Against, AllOf, Compare, How, Run, Together
from api.rules.evaluate import evaluate, findings_in
from api.rules.facts import Facts
from api.rules.finding import Answer
from api.rules.guidance import published
from api.rules.rulebook import PackInForce, Rulebook, rulebook, whole
from api.rules.vocabulary import Level
from tests.rules.histories import TODAY
from tests.rules.judging import MANY_STOOLS, nausea, stools, written
from tests.rules.made_up_rules import ONCE, at_least, in_force

PACK = published()["published-criteria"]
HARM = {"self_harm_thoughts": {"presence": True}}
RISE = Compare("*.severity", How.AT_LEAST, 2, "points", Against.LAST_DAYS, 7, 1)


def sad(*severities: int, **others: int) -> Any:
    """One head a severity; several disagree."""
    return tuple({"sad": {"severity": one} | others} for one in severities)


def by_day(diary: Any, book: Rulebook) -> dict[str, list[int]]:
    """How many days ago the days of each rule's findings are."""
    found: dict[str, list[int]] = {}
    for finding in findings_in(diary, book):
        found.setdefault(finding.rule, []).extend((TODAY - day).days for day in finding.days)
    return found


def made_up(*, run: Run = ONCE, crisis: bool = True) -> Rulebook:
    """Very severe sadness is a crisis; what is severe, has risen or gets in the way calls."""
    return Rulebook(
        (
            in_force("two", Together(Level.CALL, 2), Level.URGENT),
            in_force("severe", at_least("*.severity", 3)),
            in_force("crisis", at_least("sad.severity", 4), Level.CRISIS if crisis else Level.URGENT, run),
            in_force("rise", RISE),
            in_force("hinders", at_least("sad.interference", 3), Level.WATCH),
            in_force("stools", MANY_STOOLS),
        )
    )


@pytest.mark.parametrize(
    ("readings", "rules"),
    [
        ({"sad": {"severity": 3}}, ["severe-symptom"]),
        ({"sad": {"severity": 4}}, ["crisis"]),
        ({"discouraged": {"severity": 4}}, ["crisis"]),
        ({"sad": {"severity": 4}, "discouraged": {"severity": 4}}, ["crisis"]),
        ({"sad": {"severity": 3}} | HARM, ["severe-symptom", "crisis"]),
        ({"sad": {"severity": 4}} | HARM, ["crisis"]),
        ({"anxious": {"severity": 4}}, ["severe-symptom"]),
        ({"sad": {"severity": 4}, "nausea": {"severity": 3}}, ["severe-symptom", "crisis"]),
        (
            {"sad": {"severity": 4}, "nausea": {"severity": 3}, "fatigue": {"severity": 3}},
            ["severe-symptom", "crisis", "two-symptoms-together"],
        ),
    ],
)
def test_very_severe_sadness_is_a_crisis_and_graded_by_no_machine(
    readings: dict[str, object], rules: list[str]
) -> None:
    found = findings_in(written(readings), whole(PACK))

    assert [one.rule for one in found] == rules
    if rules == ["severe-symptom", "crisis"] and "nausea" in readings:
        assert [one.symptom for one in found[0].evidence] == ["nausea"]


def test_a_clinic_that_has_not_ticked_the_crisis_keeps_the_graded_alert() -> None:
    ticked = frozenset(rule.id for rule in PACK.rules) - {"crisis"}

    found = findings_in(written(sad(4)), rulebook([PackInForce(PACK, ticked)]))

    assert [one.rule for one in found] == ["severe-symptom"]
    assert by_day(written(sad(4)), made_up(crisis=False)) == {"severe": [0], "crisis": [0]}


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([sad(4)], {"crisis": [0]}),
        ([sad(2, 4)], {"crisis": [0]}),
        ([sad(3)], {"severe": [0]}),
        ([sad(4, interference=3)], {"crisis": [0], "hinders": [0]}),
        ([sad(4), sad(3)], {"crisis": [1], "severe": [0]}),
        ([sad(4), stools(4)], {"crisis": [1], "stools": [0]}),
        ([{**sad(4)[0], **stools(4)}], {"crisis": [0], "stools": [0]}),
        ([sad(1), sad(4)], {"crisis": [0]}),
        ([sad(1), sad(3)], {"severe": [0], "rise": [0]}),
    ],
)
def test_the_answer_of_that_day_to_that_question_is_not_there_for_others(
    days: list[Any], found: dict[str, list[int]]
) -> None:
    assert by_day(written(*days), made_up()) == found


@pytest.mark.parametrize(("before", "rises"), [((4, 0, 0), True), ((4, 4, 0), False), ((4, 4, 4), False)])
def test_it_still_says_what_was_usual_on_later_days(before: tuple[int, ...], rises: bool) -> None:
    found = by_day(written(*map(sad, before), sad(2)), made_up())

    assert found == {"crisis": [3 - n for n, one in enumerate(before) if one == 4]} | (
        {"rise": [0]} if rises else {}
    )


def test_only_what_a_crisis_that_stands_rests_on_is_left_out() -> None:
    """One of two days in a row, and one before the rule was signed, are graded."""
    two_days = made_up(run=Run(2))
    signed_today = Rulebook(
        tuple(replace(one, since=TODAY if one.rule.id == "crisis" else None) for one in made_up().rules)
    )

    assert by_day(written(sad(4), sad(0)), two_days) == {"severe": [1]}
    assert by_day(written(sad(4), sad(4)), two_days) == {"crisis": [1, 0]}
    assert by_day(written(sad(4), sad(0)), signed_today) == {"severe": [1]}


def test_crises_read_each_others_answers_and_stand_in_the_rulebooks_order() -> None:
    books = Rulebook((*made_up().rules, in_force("either", at_least("*.severity", 4), Level.CRISIS)))

    assert list(by_day(written(sad(4)), books)) == ["crisis", "either"]
    assert by_day(written({**sad(4)[0], **nausea(4)}), books) == {"crisis": [0], "either": [0]}


def test_what_is_left_out_is_unknown_for_the_others_and_neither_yes_nor_no() -> None:
    said = {one.rule: one for one in evaluate(written(sad(4)), made_up(), TODAY).verdicts}
    with_nausea = {
        one.rule: one for one in evaluate(written({**sad(4)[0], **nausea(0)}), made_up(), TODAY).verdicts
    }

    assert (said["crisis"].verdict, said["severe"].verdict) == (Answer.MET, Answer.UNKNOWN)
    assert (said["severe"].unknown_days, said["severe"].unknown_usual) == ((TODAY,), ())
    assert (said["rise"].unknown_days, said["rise"].unknown_usual) == ((TODAY,), ())
    assert with_nausea["severe"].verdict is Answer.NOT_MET
    assert said["two"].verdict is Answer.UNKNOWN


def test_a_measurement_on_which_a_crisis_rests_is_not_graded_either() -> None:
    fast = at_least("heart_rate.value", 120, "/min")
    both = AllOf((fast, at_least("nausea.severity", 1)))
    beating = {"heart_rate": [{"value": 150, "unit": "/min"}]}
    book = Rulebook((in_force("fast", fast), in_force("crisis", both, Level.CRISIS)))

    assert by_day(written(beating), book) == {"fast": [0]}
    assert by_day(written({**beating, **nausea(1)}), book) == {"crisis": [0]}
    assert by_day(written({**beating, **nausea(1)}, beating), book) == {"crisis": [1], "fast": [0]}


def test_the_quick_look_lets_every_rule_through_that_is_found() -> None:
    for days in ([sad(4)], [sad(3)], [sad(1), sad(4), sad(2)]):
        diary, book = written(*days), made_up()
        near = {book.rules[place].rule.id for place in book.quick_look.rules_for(Facts(diary))}

        assert by_day(diary, book).keys() <= near | {"two"}


def test_a_worse_answer_takes_a_call_away_only_where_it_becomes_a_crisis() -> None:
    calls = {one: by_day(written(sad(0), sad(one)), made_up()) for one in range(5)}

    for milder, worse in zip(range(4), range(1, 5), strict=True):
        lost = calls[milder].keys() - calls[worse].keys()
        assert not lost or (worse == 4 and "crisis" in calls[worse])
    assert calls[3].keys() == {"severe", "rise"}
    assert calls[4].keys() == {"crisis"}
