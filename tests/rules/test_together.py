"""Silence, and symptoms together."""

from datetime import date

import pytest

from api.rules.condition import Run, Silent, Together
from api.rules.diary import Diary
from api.rules.evaluate import evaluate, findings_in
from api.rules.finding import Answer, Progress, Verdict
from api.rules.rulebook import Rulebook
from api.rules.vocabulary import Level
from tests.rules.histories import TODAY, days_ago
from tests.rules.judging import HOT, MANY_STOOLS, RASH, YES, degrees, nausea, stools, written
from tests.rules.made_up_rules import ONCE, at_least, in_force

M, N, U = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN
TWO, URGENT = Together(Level.CALL, 2), Level.URGENT
NAUSEA = at_least("nausea.severity", 3)
COLD_AND_NO_STOOLS = degrees(37) | stools(0)
SILENCE = Rulebook((in_force("silent", Silent(3), Level.WATCH),))


@pytest.mark.parametrize(
    ("last", "answer", "days"),
    [(days_ago(4), M, 3), (days_ago(5), M, 4), (days_ago(3), N, 2), (TODAY, N, 0), (days_ago(-1), N, 0)],
)
def test_silence_is_whole_days_without_an_entry(last: date, answer: Answer, days: int) -> None:
    (said,) = evaluate(Diary({days_ago(30): ({},), last: ({},)}), SILENCE, TODAY).verdicts

    assert said == Verdict("silent", answer, Progress(days, 3))
    assert findings_in(Diary({last: ({},)}), SILENCE) == ()


def test_whoever_never_wrote_is_not_called_silent() -> None:
    (said,) = evaluate(Diary({}), SILENCE, TODAY).verdicts

    assert said == Verdict("silent", U, Progress(0, 3))


def together(run: Run = ONCE, since: date | None = None) -> Rulebook:
    """Two rules that call, one that does not, and one about two symptoms that call on one day."""
    return Rulebook(
        (
            in_force("two", TWO, URGENT, run, since=since),
            in_force("hot", HOT),
            in_force("rash", RASH, Level.WATCH),
            in_force("stools", MANY_STOOLS),
            in_force("nausea", NAUSEA),
        )
    )


def test_symptoms_together_are_found_last_with_all_that_calls_on_these_days() -> None:
    diary = written(nausea(4), degrees(39) | stools(9) | YES, nausea(3) | stools(5), stools(4) | YES)

    found = findings_in(diary, together(Run(2)))

    assert [one.rule for one in found] == ["hot", "rash", "rash", "stools", "nausea", "nausea", "two"]
    assert (found[-1].first_day, found[-1].last_day, found[-1].level) == (
        days_ago(2),
        days_ago(1),
        URGENT,
    )
    assert [(one.day, one.symptom) for one in found[-1].evidence] == [
        (days_ago(2), "temperature"),
        (days_ago(2), "diarrhea"),
        (days_ago(1), "diarrhea"),
        (days_ago(1), "nausea"),
    ]


@pytest.mark.parametrize(
    ("days", "answer", "have"),
    [
        ((nausea(4) | COLD_AND_NO_STOOLS,), N, 1),
        ((nausea(4) | stools(4),), M, 2),
        ((nausea(4) | stools(4) | degrees(39),), M, 3),
        ((nausea(4) | YES | COLD_AND_NO_STOOLS,), N, 1),
        ((nausea(4) | stools(4), nausea(0)), M, 0),
        ((nausea(4), nausea(0) | stools(4) | degrees(37)), N, 1),
    ],
)
def test_symptoms_together_are_counted_on_the_newest_day(
    days: tuple[dict[str, object], ...], answer: Answer, have: int
) -> None:
    said = evaluate(written(*days), together(), TODAY).verdicts[0]

    assert said == Verdict("two", answer, Progress(have, 2))


@pytest.mark.parametrize(
    ("days", "run", "answer", "have", "unknown"),
    [
        ((), ONCE, U, 0, (0,)),
        ((nausea(4), None), ONCE, U, 1, (0,)),
        ((nausea(4) | stools(4), None), ONCE, M, 2, ()),
        ((nausea(4) | stools(4), None), Run(2), U, 2, (0,)),
        ((nausea(4) | stools(4),), Run(2), U, 2, (1,)),
        ((nausea(4) | COLD_AND_NO_STOOLS, None), Run(2), N, 1, ()),
        ((nausea(4), None), Run(2), U, 1, (1, 0)),
    ],
)
def test_symptoms_together_are_unknown_while_a_day_that_could_decide_it_is_not_written(
    days: tuple[dict[str, object] | None, ...], run: Run, answer: Answer, have: int, unknown: tuple[int, ...]
) -> None:
    said = evaluate(written(*days), together(run), TODAY).verdicts[0]

    assert said == Verdict("two", answer, Progress(have, 2), tuple(map(days_ago, unknown)))


def test_a_day_on_which_nothing_is_found_stands_for_no_symptom() -> None:
    book = Rulebook((in_force("one", Together(Level.CALL, 1), URGENT), in_force("nausea", NAUSEA)))

    assert findings_in(written(nausea(0)), book) == ()
    assert evaluate(written(nausea(0)), book, TODAY).verdicts[0] == Verdict("one", N, Progress(0, 1))


def test_symptoms_together_need_their_days_in_a_row_and_a_signed_last_day() -> None:
    both = nausea(4) | stools(4)

    assert [one.rule for one in findings_in(written(both), together(Run(2)))] == ["stools", "nausea"]
    assert [one.rule for one in findings_in(written(both), together(since=TODAY))][-1] == "two"
    assert "two" not in [one.rule for one in findings_in(written(both), together(since=days_ago(-1)))]


def test_symptoms_together_can_have_a_documents_limit_too() -> None:
    both = nausea(4) | stools(4)

    found = [findings_in(written(*days), together(Run(1, 0, 2)))[-1] for days in ((both,), (both, both))]

    assert [(one.rule, one.past_document_limit) for one in found] == [("two", False), ("two", True)]


def test_symptoms_together_are_met_only_where_they_are_found() -> None:
    both = nausea(4) | stools(4)

    answers = [
        evaluate(written(*days), book, TODAY).verdicts[0].verdict
        for days, book in [
            ((nausea(4) | COLD_AND_NO_STOOLS, both), together(Run(2))),
            ((both, both), together(Run(2))),
            ((both,), together(since=days_ago(-1))),
        ]
    ]

    assert answers == [N, M, N]
