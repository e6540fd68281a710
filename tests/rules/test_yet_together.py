"""Symptoms together are unknown for as long as answers that are not there could bring them together."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from api.rules.condition import Against, AllOf, AnyOf, Compare, Condition, Has, How, Run, Silent, Together
from api.rules.diary import Baseline, Diary, Taking
from api.rules.evaluate import evaluate, findings_in
from api.rules.finding import Answer, Verdict
from api.rules.pack import WhileTaking
from api.rules.rulebook import Rulebook, RuleInForce
from api.rules.runs import run_that_might_hold
from api.rules.vocabulary import Level
from tests.rules.histories import TODAY, days_ago
from tests.rules.judging import HOT, MANY_STOOLS, OSTOMY, RASH, YES, degrees, nausea, stools, written
from tests.rules.made_up_rules import ONCE, STOOLS, at_least, in_force

M, N, U = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN
NAUSEA = at_least("nausea.severity", 3)
OVER = Compare("diarrhea.count", How.AT_LEAST, 4, STOOLS, Against.USUAL_STOOLS)
ANY = at_least("*.severity", 3)
VERY_MANY = at_least("diarrhea.count", 7, STOOLS)
ILL = nausea(3)


def verdict(diary: Diary, *others: RuleInForce, need: int = 2, run: Run = ONCE) -> Verdict:
    two = in_force("two", Together(Level.CALL, need), Level.URGENT, run)
    return evaluate(diary, Rulebook((two, *others)), TODAY).verdicts[0]


def rules(*conditions: Condition) -> tuple[RuleInForce, ...]:
    return tuple(in_force(f"rule-{n}", one) for n, one in enumerate(conditions))


@pytest.mark.parametrize(
    ("day", "others", "need", "answer"),
    [
        (ILL, (NAUSEA, HOT), 2, U),
        (ILL | degrees(37), (NAUSEA, HOT), 2, N),
        (ILL, (NAUSEA, HOT), 3, N),
        (nausea(0), (NAUSEA, HOT), 2, N),
        (nausea(0), (NAUSEA, HOT, MANY_STOOLS), 2, U),
        # Two rules about one answer are one symptom.
        (nausea(0), (NAUSEA, VERY_MANY, MANY_STOOLS), 2, N),
        (ILL, (NAUSEA, VERY_MANY, MANY_STOOLS), 3, N),
        (ILL, (NAUSEA, VERY_MANY, AnyOf((MANY_STOOLS, HOT))), 3, U),
        (ILL, (AllOf((NAUSEA, HOT)), RASH), 2, U),
        (ILL | stools(5) | degrees(37), (AllOf((NAUSEA, HOT)), MANY_STOOLS), 2, N),
        (nausea(0), (AnyOf((RASH, AllOf((NAUSEA, HOT)))), RASH), 2, N),
        (ILL | degrees(39), (AllOf((NAUSEA, HOT)), AllOf((NAUSEA, RASH))), 3, N),
        # Of a rule about either, what was answered with no stands for nothing.
        (ILL | degrees(37), (NAUSEA, AnyOf((NAUSEA, HOT, RASH)), RASH), 3, N),
        (ILL | degrees(37), (NAUSEA, AllOf((NAUSEA, AnyOf((HOT, RASH))))), 2, U),
        # Any symptom may yet be any number of them, until one is answered.
        ({"temperature": []}, (ANY,), 3, U),
        (nausea(0), (ANY,), 2, N),
        (ILL, (ANY,), 2, N),
        (ILL, (HOT, ANY), 2, U),
        (stools(5), (ANY, MANY_STOOLS), 3, U),
        (stools(5), (AllOf((ANY, HOT)), MANY_STOOLS), 2, U),
        (stools(5), (AllOf((ANY, HOT)), MANY_STOOLS), 3, N),
        (stools(5), (AnyOf((ANY, AllOf((ANY, HOT)))), AnyOf((HOT, ANY))), 2, U),
        (ILL, (NAUSEA, AllOf((OSTOMY, HOT))), 2, U),
        (ILL | degrees(39), (NAUSEA, AllOf((OSTOMY, HOT))), 2, U),
    ],
)
def test_it_hangs_on_rules_that_could_yet_be_found_for_another_symptom(
    day: dict[str, Any], others: tuple[Condition, ...], need: int, answer: Answer
) -> None:
    assert verdict(written(day), *rules(*others), need=need).verdict is answer


def test_it_names_the_days_that_do_not_answer_and_what_is_not_known_to_be_usual() -> None:
    stooled = in_force("stools", MANY_STOOLS, run=Run(2))
    ill = in_force("nausea", NAUSEA)

    over = verdict(written(ILL | stools(9)), *rules(NAUSEA, OVER))
    yesterday = verdict(written(nausea(0), ILL | stools(9)), stooled, ill)
    both = verdict(written(None, ILL), stooled, ill)
    all_of = verdict(written(ILL), *rules(NAUSEA, AllOf((OSTOMY, HOT))))
    tomorrow = verdict(Diary({days_ago(-1): (ILL,)}), *rules(NAUSEA, HOT))

    assert (over.verdict, over.unknown_days, over.unknown_usual) == (U, (), ("usual_stools",))
    assert (yesterday.verdict, yesterday.unknown_days) == (U, (days_ago(1),))
    assert (both.verdict, both.unknown_days) == (U, (days_ago(1), TODAY))
    assert (all_of.unknown_days, all_of.unknown_usual) == ((TODAY,), ("ostomy",))
    assert (tomorrow.verdict, tomorrow.unknown_days) == (U, (TODAY,))


def test_what_cannot_count_leaves_nothing_open() -> None:
    ill = in_force("nausea", NAUSEA)
    imatinib = WhileTaking(medicines=("imatinib",))
    hot = in_force("hot", HOT, taking=imatinib)

    assert verdict(written(ILL), ill, hot).verdict is N
    assert verdict(written(ILL, taking=(Taking("imatinib", "tki"),)), ill, hot).verdict is U
    assert verdict(written(ILL), ill, in_force("hot", HOT, Level.WATCH)).verdict is N
    assert verdict(written(ILL), ill, in_force("silent", Silent(2), Level.CALL)).verdict is N
    assert verdict(written(ILL), ill, in_force("three", Together(Level.URGENT, 3), Level.CALL)).verdict is N
    assert verdict(written(stools(0), ILL), ill, in_force("stools", MANY_STOOLS, run=Run(2))).verdict is N
    assert verdict(written(ILL | YES), *rules(NAUSEA, RASH)).verdict is M


@pytest.mark.parametrize(
    ("known", "days", "today", "run"),
    [
        ({}, 1, 0, [0]),
        ({}, 2, 0, [-1, 0]),
        ({}, 3, 9, [-2, -1, 0]),
        ({0: False, 1: True}, 2, 9, []),
        ({-1: False}, 2, 0, []),
        ({-1: False}, 2, 1, [0, 1]),
        ({-1: False, 1: False}, 2, 9, []),
        ({-1: False, 1: True}, 2, 0, [0, 1]),
        ({-1: False, 1: True}, 3, 1, []),
        ({-1: False}, 3, 2, [0, 1, 2]),
        ({-2: False}, 3, 1, [-1, 0, 1]),
        ({-2: False}, 3, 0, []),
    ],
)
def test_a_run_that_might_hold_a_day_reaches_back_first_and_no_further_than_today(
    known: dict[int, bool], days: int, today: int, run: list[int]
) -> None:
    assert run_that_might_hold(known, Run(days), 0, today=today) == run


QUESTIONS = ("rash", "fainting", "bleeding")


def _days(said: tuple[bool | None, ...], before: dict[str, Any] | None = None) -> Diary:
    """Yesterday and today, three questions each; a day that answers none was not written."""
    heads = [
        {
            name: {"presence": answer}
            for name, answer in zip(QUESTIONS, some, strict=True)
            if answer is not None
        }
        for some in (said[:3], said[3:])
    ]
    return written(before, *heads, baseline=Baseline(has_ostomy=True))


def _filled(said: tuple[bool | None, ...]) -> Iterator[tuple[bool | None, ...]]:
    choices = [(True, False) if one is None else (one,) for one in said]
    return product(*choices)


@pytest.mark.parametrize("run", [ONCE, Run(2)])
@pytest.mark.parametrize("longer", [ONCE, Run(2)])
def test_it_is_unknown_exactly_while_some_way_to_answer_would_make_it_so(run: Run, longer: Run) -> None:
    """By trying every way to answer what yesterday and today leave open, and the day before them."""
    first, second, third = (at_least(f"{name}.presence", 1, "yes_or_no") for name in QUESTIONS)
    either = AnyOf((second, third))
    book = (
        in_force("first", first, run=longer),
        in_force("either", either),
        in_force("both", AllOf((second, AnyOf((OSTOMY, first))))),
        in_force("none", Has("something")),
    )
    two = in_force("two", Together(Level.CALL, 2), Level.URGENT, run)
    answers = set()

    for said in product((True, False, None), repeat=6):
        found = verdict(_days(said), *book, run=run).verdict
        could = any(
            one.rule == "two" and one.last_day == TODAY
            for full in _filled(said)
            for before in (YES, None)
            for one in findings_in(_days(full, before), Rulebook((two, *book)))
        )
        if found is not M:
            assert found is (U if could else N), said
        answers.add(found)

    assert answers == {M, N, U}
