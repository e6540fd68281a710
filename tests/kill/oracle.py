"""What is due, worked out a second time and without the rules: four loose stools or more, two days in a row.

One day with nothing written about stools does not end a run, a written day below four does.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

MANY = 4
ENOUGH_DAYS = 2
REACH = timedelta(days=2)
Revision = Mapping[str, Any]


def due_days(worst: Mapping[date, int]) -> set[date]:
    """The days of all runs that are long enough; `worst` has the days on which stools were counted."""
    due: set[date] = set()
    run: list[date] = []
    for day in sorted(worst):
        if worst[day] < MANY:
            run = []
            continue
        run = [*run, day] if run and day - run[-1] <= REACH else [day]
        if len(run) >= ENOUGH_DAYS:
            due.update(run)
    return due


def was_ever_due(revisions: Sequence[Revision]) -> bool:
    """Whether an alert had to open at any time; `revisions` of one patient in the order of their arrival."""
    return any(due_days(worst_counts(revisions[: end + 1])) for end in range(len(revisions)))


def worst_counts(revisions: Iterable[Revision]) -> dict[date, int]:
    """By day, the highest count that a revision gives on which no other builds."""
    kept = list(revisions)
    replaced = {UUID(earlier) for revision in kept for earlier in revision["builds_on"]}
    worst: dict[date, int] = {}
    for revision in kept:
        count = revision["readings"].get("diarrhea", {}).get("count")
        if revision["id"] not in replaced and count is not None:
            worst[revision["day"]] = max(count, worst.get(revision["day"], 0))
    return worst
