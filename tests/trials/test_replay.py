"""What counts as an alert more, one less, a worse one and the same one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from api.rules.condition import Compare, Together
from api.rules.evaluate import Diary, Finding, findings_in
from api.rules.guidance import DOCUMENT, published
from api.rules.rulebook import Adjustment, PackInForce, Rulebook, RuleInForce, rulebook, whole
from api.rules.vocabulary import MEASUREMENTS, Level
from api.trials import replay
from api.trials.replay import Counts, compared, paired, replayed
from tests.rules.random_diaries import random_diaries
from tests.support.entries import MONDAY

DIARIES = 100
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
    days = {MONDAY - timedelta(days=n): ({"diarrhea": {"count": 4 + n % 2}},) for n in range(20)}

    counts = replayed(Diary(days), paired(BOOK, BOOK), since=LONG_AGO)

    assert counts == {"loose-stools": KEPT}


def test_judging_by_both_at_once_says_what_judging_by_each_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Diaries with everything in them, and the same with two questions answered: those take the short way."""
    pair = paired(*two_books())
    ways = Counter[bool]()
    may_be_together = replay._may_be_together

    def noted(found: Iterable[Finding], condition: Together) -> bool:
        may = may_be_together(found, condition)
        ways[may] += 1
        return may

    monkeypatch.setattr(replay, "_may_be_together", noted)
    changes = Counter[str]()
    for number, diary in enumerate(random_diaries(seed=1123, count=DIARIES)):
        for one in (diary, thinned(diary, number)):
            by_each = compared(findings_in(one, pair.before), findings_in(one, pair.after), since=LONG_AGO)

            at_once = replayed(one, pair, since=LONG_AGO)

            assert at_once == by_each
            changes.update(
                name for counts in at_once.values() for name in Counts._fields if getattr(counts, name)
            )

    assert min(ways[True], ways[False]) > DIARIES / 4
    assert set(changes) == set(Counts._fields)


def test_a_text_whose_own_number_is_the_one_that_was_set_moves_the_documents_limit() -> None:
    shipped = published()[DOCUMENT]
    [rule] = shipped.rules
    assert isinstance(rule.condition, Compare)
    three = replace(rule, condition=replace(rule.condition, number=3))
    before = rulebook([PackInForce(shipped)], [Adjustment(rule.id, "number", 3, "clinic")])
    after = whole(replace(shipped, rules=(three,)))
    diary = Diary({MONDAY - timedelta(days=n): ({"diarrhea": {"count": 3}},) for n in range(3)})

    assert replayed(diary, paired(before, after), since=LONG_AGO) == {rule.id: RAISED}


def test_what_a_crisis_of_one_book_rests_on_is_graded_by_the_other() -> None:
    criteria = published()["published-criteria"]
    unticked = PackInForce(criteria, frozenset(rule.id for rule in criteria.rules) - {"crisis"})
    ticked = PackInForce(criteria)
    sad = Diary({MONDAY: ({"sad": {"severity": 4}},)})

    def counts(before: PackInForce, after: PackInForce) -> dict[str, Counts]:
        return replayed(sad, paired(rulebook([before]), rulebook([after])), since=LONG_AGO)

    assert counts(unticked, ticked) == {"crisis": GAINED, "severe-symptom": LOST}
    assert counts(ticked, unticked) == {"crisis": LOST, "severe-symptom": GAINED}
    assert counts(ticked, ticked) == {"crisis": KEPT}


def two_books() -> tuple[Rulebook, Rulebook]:
    packs = published().values()
    fewer = [
        PackInForce(pack, frozenset(rule.id for rule in pack.rules) - {"severe-symptom"}) for pack in packs
    ]
    numbers = [
        Adjustment("loose-stools", "number", 2, "clinic"),
        Adjustment("fever", "number", 37.5, "clinic"),
    ]
    before, after = rulebook(map(PackInForce, packs)), rulebook(fewer, numbers)
    return before, Rulebook(tuple(map(_more_urgent, after.rules)))


def _more_urgent(one: RuleInForce) -> RuleInForce:
    return replace(one, rule=replace(one.rule, level=Level.URGENT)) if one.rule.id == "loose-stools" else one


def thinned(diary: Diary, number: int) -> Diary:
    kept = {"diarrhea", sorted(MEASUREMENTS)[number % len(MEASUREMENTS)]}
    days = {
        day: tuple({name: answer for name, answer in head.items() if name in kept} for head in heads)
        for day, heads in diary.days.items()
    }
    return replace(diary, days=days)
