"""Diaries of loose stools, written as short as a nurse would say them."""

from collections.abc import Sequence
from datetime import date, timedelta

from api.rules.evaluate import Diary, Evaluation, Finding, Readings, evaluate
from api.rules.guidance import Guidance, Rule, published
from api.rules.rulebook import Rulebook, whole

TODAY = date(2026, 11, 23)  # a Monday

NOTHING_WRITTEN = "-"
SILENT_ABOUT_STOOLS = "?"

Day = int | str | Sequence[int]


def a_diary(*days: Day, last: date = TODAY) -> Diary:
    """The given days up to `last`; a list holds the counts of entries that disagree."""
    first = last - timedelta(days=len(days) - 1)
    dated = {first + timedelta(days=number): heads_of(day) for number, day in enumerate(days)}
    return Diary({day: heads for day, heads in dated.items() if heads})


def heads_of(day: Day) -> tuple[Readings, ...]:
    if day == NOTHING_WRITTEN:
        return ()
    if day == SILENT_ABOUT_STOOLS:
        return ({"nausea": {"severity": 2}, "diarrhea": None},)
    counts = [day] if isinstance(day, int) else day
    return tuple({"diarrhea": {"count": count, "recall_hours": 24}} for count in counts)


def the_guidance() -> Guidance:
    return published()["soft-tissue-sarcoma"]


def the_rulebook() -> Rulebook:
    return whole(the_guidance())


def the_rule() -> Rule:
    return next(rule for rule in the_guidance().rules if rule.id == "loose-stools")


def evaluation_of(*days: Day, today: date = TODAY) -> Evaluation:
    return evaluate(a_diary(*days), the_rulebook(), today)


def findings_of(*days: Day) -> tuple[Finding, ...]:
    return evaluation_of(*days).findings


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)
