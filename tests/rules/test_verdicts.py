"""How near a rule is, and what a finding carries: its days, its number, its medicine, when it was signed."""

from dataclasses import replace
from datetime import date

import pytest

from api.rules.condition import Run, WhileTaking
from api.rules.diary import Taking
from api.rules.evaluate import Evidence, Finding, evaluate, findings_in
from api.rules.finding import Answer, Progress, Verdict
from api.rules.rulebook import Adjusted, Rulebook
from api.rules.vocabulary import Level
from tests.rules.histories import TODAY, a_diary, days_ago
from tests.rules.judging import MANY_STOOLS, NO, RASH, YES, nausea, stools, verdict, written
from tests.rules.language import SOURCE
from tests.rules.made_up_rules import STOOLS, in_force

TWO_DAYS = Run(days_in_a_row=2, bridged_days=1, document_days=3)
THREE_DAYS = Run(days_in_a_row=3)


def test_a_finding_carries_its_rule_its_days_and_the_number_that_was_used() -> None:
    adjusted = (Adjusted("number", 4, 5, "patient"),)
    one = in_force("stools", MANY_STOOLS, Level.URGENT, TWO_DAYS, adjusted=adjusted)

    found = findings_in(
        written(stools(4), None, stools(5), stools(6), stools(0), stools(9)), Rulebook((one,))
    )

    assert found == (
        Finding(
            rule="stools",
            level=Level.URGENT,
            pack="made-up",
            guidance_hash="hash",
            condition=MANY_STOOLS,
            run=TWO_DAYS,
            evidence=tuple(
                Evidence(days_ago(back), "diarrhea", "count", (count,), STOOLS)
                for back, count in ((5, 4), (3, 5), (2, 6))
            ),
            missing_days=(days_ago(4),),
            first_day=days_ago(5),
            last_day=days_ago(2),
            past_document_limit=True,
            advice="none",
            source=SOURCE,
            adjusted=adjusted,
        ),
    )


@pytest.mark.parametrize(("days", "past"), [((4, 4), False), ((4, 4, 4), True), ((4, 4, 4, 4), True)])
def test_past_the_documents_limit_is_as_many_days_as_it_says(days: tuple[int, ...], past: bool) -> None:
    book = Rulebook((in_force("stools", MANY_STOOLS, run=TWO_DAYS),))

    assert [one.past_document_limit for one in findings_in(a_diary(*days), book)] == [past]


U, N, M = Answer.UNKNOWN, Answer.NOT_MET, Answer.MET


@pytest.mark.parametrize(
    ("days", "run", "answer", "have", "unknown"),
    [
        ((), TWO_DAYS, U, 0, (2, 1, 0)),
        ((4,), TWO_DAYS, U, 1, (2, 1)),
        ((4, "-"), TWO_DAYS, U, 1, (2, 0)),
        ((4, "-", "-"), TWO_DAYS, U, 1, (1, 0)),
        ((4, "-", "-", "-"), TWO_DAYS, U, 0, (2, 1, 0)),
        ((3, 4), TWO_DAYS, N, 1, ()),
        ((3, "-", 4), TWO_DAYS, U, 1, (1,)),
        ((4, 3), TWO_DAYS, N, 0, ()),
        ((3, "-", "-"), TWO_DAYS, U, 0, (1, 0)),
        ((3, "-"), TWO_DAYS, N, 0, ()),
        ((4, 4), TWO_DAYS, M, 2, ()),
        ((4, "-", 4, 4), TWO_DAYS, M, 3, ()),
        ((4, 4, 3), TWO_DAYS, M, 0, ()),
        ((4, 4, "-", "-", 4), TWO_DAYS, M, 1, ()),
        ((4, 4, "-", 3), TWO_DAYS, M, 0, ()),
        ((4, 4), THREE_DAYS, U, 2, (2,)),
        ((4, 4, "-"), THREE_DAYS, U, 2, (0,)),
        ((4, 4, "-", "-"), THREE_DAYS, U, 0, (1, 0)),
        ((3, 4, "-"), THREE_DAYS, N, 1, ()),
        ((4, "-", 4), THREE_DAYS, U, 1, (1,)),
        ((), THREE_DAYS, U, 0, (2, 1, 0)),
        (("-", 3, "-", "-"), Run(2, 2), U, 0, (1, 0)),
        ((4, "-", "-", 4), Run(2, 2), M, 2, ()),
        ((4, "-", "-", 4), Run(2, 1), U, 1, (2, 1)),
        ((), Run(2, 2), U, 0, (3, 2, 1, 0)),
        ((), Run(1, 2), U, 0, (0,)),
    ],
)
def test_how_near_a_rule_is_and_which_days_it_hangs_on(
    days: tuple[int | str, ...], run: Run, answer: Answer, have: int, unknown: tuple[int, ...]
) -> None:
    (said,) = evaluate(a_diary(*days), Rulebook((in_force("stools", MANY_STOOLS, run=run),)), TODAY).verdicts

    need = run.days_in_a_row
    assert said == Verdict("stools", answer, Progress(have, need), tuple(days_ago(back) for back in unknown))


@pytest.mark.parametrize(
    ("days", "answer", "have", "unknown"),
    [
        ((4, 4), M, 2, ()),
        ((4,), U, 1, (1, 0)),
        (("-", 4), U, 1, (1, 0)),
        ((4, "-", 4), U, 1, (2, 0)),
        ((4, 3), U, 0, (1,)),
        ((3, "-", 4), U, 1, (0,)),
        ((3, 4), N, 1, ()),
        ((4, 4, "-", 4), M, 2, ()),
        ((4, "-", "-", 4), U, 1, (1, 0)),
    ],
)
def test_a_day_that_has_begun_elsewhere_counts_with_today(
    days: tuple[int | str, ...], answer: Answer, have: int, unknown: tuple[int, ...]
) -> None:
    book = Rulebook((in_force("stools", MANY_STOOLS, run=THREE_DAYS if days[:2] == (4, "-") else Run(2)),))

    (said,) = evaluate(a_diary(*days, last=days_ago(-1)), book, TODAY).verdicts

    assert said.progress.have == have
    assert (said.verdict, said.unknown_days) == (answer, tuple(days_ago(back) for back in unknown))


@pytest.mark.parametrize(
    ("days", "later", "run", "answer", "unknown"),
    [
        ((3, "-", 4), 1, THREE_DAYS, N, ()),
        ((3, "-", 4, 4), 1, THREE_DAYS, U, (1,)),
        ((3, "-", "-", 4), 2, Run(2), N, ()),
        ((3, "-", "-", 4), 2, Run(2, 1), U, (0,)),
        ((3, 4, "-", "-", 4), 3, Run(2, 1), N, ()),
        ((4, 3, 4), 1, Run(2), N, ()),
    ],
)
def test_only_unanswered_days_up_to_today_leave_a_rule_open(
    days: tuple[int | str, ...], later: int, run: Run, answer: Answer, unknown: tuple[int, ...]
) -> None:
    book = Rulebook((in_force("stools", MANY_STOOLS, run=run),))

    (said,) = evaluate(a_diary(*days, last=days_ago(-later)), book, TODAY).verdicts

    assert (said.verdict, said.unknown_days) == (answer, tuple(days_ago(back) for back in unknown))


@pytest.mark.parametrize(("since", "count"), [(None, 1), (days_ago(1), 1), (days_ago(2), 1), (TODAY, 0)])
def test_a_finding_stands_from_the_day_on_which_its_rule_was_signed(since: date | None, count: int) -> None:
    book = Rulebook((in_force("stools", MANY_STOOLS, run=Run(2), since=since),))
    diary = written(stools(4), stools(4), stools(0))

    assert len(findings_in(diary, book)) == count
    assert evaluate(diary, book, TODAY).verdicts[0].verdict is (M if count else N)


@pytest.mark.parametrize(
    ("taking", "answer"),
    [
        ((), N),
        ((Taking("tea", "herb"),), N),
        ((Taking("imatinib", "tki"),), M),
        ((Taking("tea", "herb"), Taking("imatinib", "tki")), M),
        ((Taking("imatinib", "tki", started=TODAY),), M),
        ((Taking("imatinib", "tki", started=days_ago(-1)),), N),
        ((Taking("imatinib", "tki", stopped=TODAY),), M),
        ((Taking("imatinib", "tki", started=TODAY, stopped=TODAY),), M),
        ((Taking("imatinib", "tki", stopped=days_ago(1)),), N),
    ],
)
def test_a_day_without_the_medicine_is_a_day_on_which_the_rule_is_not_met(
    taking: tuple[Taking, ...], answer: Answer
) -> None:
    one = in_force("rash", RASH, taking=WhileTaking(classes=("tki",)))
    diary = replace(written(YES), taking=taking)

    evaluation = evaluate(diary, Rulebook((one,)), TODAY)

    assert evaluation.verdicts[0].verdict is answer
    assert len(evaluation.findings) == (answer is M)


def test_a_day_without_the_medicine_ends_a_run_that_an_unanswered_one_would_not() -> None:
    one = in_force("rash", RASH, run=Run(2, 1), taking=WhileTaking(medicines=("imatinib",)))
    twice = (Taking("imatinib", "tki", stopped=days_ago(2)), Taking("imatinib", "tki", started=TODAY))
    days = written(YES, nausea(0), YES)

    assert len(findings_in(days, Rulebook((replace(one, rule=replace(one.rule, while_taking=None)),)))) == 1
    assert findings_in(replace(days, taking=twice), Rulebook((one,))) == ()


def test_another_question_answered_with_no_is_not_this_one() -> None:
    assert verdict(RASH, written(NO)).verdict is N
    assert verdict(RASH, written(nausea(4))).verdict is U


def test_today_counts_once_for_what_is_within_reach() -> None:
    said = verdict(MANY_STOOLS, written(stools(0), None, stools(4)), THREE_DAYS)

    assert (said.verdict, said.unknown_days) == (Answer.NOT_MET, ())
