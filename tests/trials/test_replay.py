"""What counts as an alert more, one less, a worse one and the same one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from api.rules.evaluate import Diary, Finding, findings_in
from api.rules.guidance import DOCUMENT, published
from api.rules.rulebook import whole
from api.rules.vocabulary import Level
from api.trials.replay import Counts, compared, replayed
from tests.support.entries import MONDAY

LONG_AGO = date(2000, 1, 1)
BOOK = whole(published()[DOCUMENT])
ANY = findings_in(Diary({MONDAY - timedelta(days=n): ({"diarrhea": {"count": 5}},) for n in range(2)}), BOOK)[
    0
]
GAINED, LOST, RAISED, KEPT = Counts(gained=1), Counts(lost=1), Counts(raised=1), Counts(kept=1)


def a_run(
    first: int, last: int, level: Level = Level.CALL, *, past: bool = False, rule: str = "r"
) -> Finding:
    """From the first to the last of these days after Monday."""
    days = {"first_day": MONDAY + timedelta(days=first), "last_day": MONDAY + timedelta(days=last)}
    return replace(ANY, rule=rule, level=level, past_document_limit=past, **days)


def outcome(before: list[Finding], after: list[Finding], *, since: date = LONG_AGO) -> Counts:
    return compared(before, after, since=since).get("r", Counts())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [], Counts()),
        ([], [a_run(0, 1)], GAINED),
        ([a_run(0, 1)], [], LOST),
        ([a_run(0, 1)], [a_run(0, 1)], KEPT),
        ([a_run(0, 1)], [a_run(1, 2)], KEPT),
        ([a_run(0, 1)], [a_run(2, 3)], Counts(gained=1, lost=1)),
        ([a_run(2, 3)], [a_run(0, 1)], Counts(gained=1, lost=1)),
        ([a_run(0, 9)], [a_run(0, 1), a_run(8, 9)], KEPT),
        ([a_run(0, 1), a_run(8, 9)], [a_run(0, 9)], KEPT),
        ([a_run(0, 1), a_run(8, 9)], [a_run(0, 1)], Counts(lost=1, kept=1)),
        ([a_run(0, 1)], [a_run(0, 1, Level.URGENT)], RAISED),
        ([a_run(0, 1, Level.URGENT)], [a_run(0, 1)], KEPT),
        ([a_run(0, 1, Level.EMERGENCY)], [a_run(0, 1, Level.CRISIS)], KEPT),
        ([a_run(0, 1)], [a_run(0, 2, past=True)], RAISED),
        ([a_run(0, 2, past=True)], [a_run(0, 2, past=True)], KEPT),
        ([a_run(0, 2, past=True)], [a_run(0, 1)], KEPT),
        ([], [a_run(0, 1, Level.WATCH)], Counts()),
        ([a_run(0, 1, Level.WATCH)], [a_run(0, 1)], GAINED),
        ([a_run(0, 1)], [a_run(0, 1, Level.WATCH)], LOST),
        ([], [a_run(0, 1, rule="another")], Counts()),
        ([a_run(0, 1, rule="another")], [a_run(0, 1)], GAINED),
    ],
)
def test_runs_of_a_rule_that_share_a_day_are_one_episode(
    before: list[Finding], after: list[Finding], expected: Counts
) -> None:
    assert outcome(before, after) == expected


@pytest.mark.parametrize(("since", "expected"), [(-1, GAINED), (0, GAINED), (1, GAINED), (2, Counts())])
def test_an_episode_counts_when_it_lasted_into_the_days_that_are_tried(since: int, expected: Counts) -> None:
    assert outcome([], [a_run(0, 1)], since=MONDAY + timedelta(days=since)) == expected


def test_a_diary_by_the_same_rules_keeps_all_its_alerts() -> None:
    days = {MONDAY - timedelta(days=n): ({"diarrhea": {"count": n % 5}},) for n in range(20)}

    counts = replayed(Diary(days), before=BOOK, after=BOOK, since=LONG_AGO)

    assert all(not any(one.changes) for one in counts.values())
