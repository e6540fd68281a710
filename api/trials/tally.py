"""What a trial has counted so far: one JSON document, which names only patients whose alerts change.

{"days": 900, "rules": [{"rule": …, "title": …, "sentence": …, "is_tried": true,
                         "counts": [gained, lost, raised, kept],
                         "patients": {id: [gained, lost, raised]}}]}
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from api.trials.replay import Counts

Tally = dict[str, Any]
DAYS_A_WEEK = 7


@dataclass(frozen=True)
class CountedRule:
    """A rule in words; `is_tried` where it is of the pack that is tried and not of another in force."""

    rule: str
    title: str
    sentence: str
    is_tried: bool


@dataclass(frozen=True)
class Judged:
    """One patient: on how many days she could have had an alert, and by rule what became of hers."""

    patient: UUID
    days: int
    counts: Mapping[str, Counts]


def empty(rules: Iterable[CountedRule]) -> Tally:
    """Nothing counted yet of these rules."""
    return {
        "days": 0,
        "rules": [asdict(rule) | {"counts": [*Counts()], "patients": {}} for rule in rules],
    }


def added(tally: Tally, judged: Iterable[Judged]) -> Tally:
    """The tally with some more patients; the one given stays as it is."""
    rules = {one["rule"]: one | {"patients": dict(one["patients"])} for one in tally["rules"]}
    days = tally["days"]
    for one in judged:
        days += one.days
        for rule, counts in one.counts.items():
            rules[rule]["counts"] = list(counts.plus(rules[rule]["counts"]))
            if any(counts.changes):
                rules[rule]["patients"][str(one.patient)] = list(counts.changes)
    return {"days": days, "rules": list(rules.values())}


def shown(tally: Tally) -> list[dict[str, Any]]:
    """The rules that are tried, and others whose alerts change by them."""
    return [one for one in tally["rules"] if one["is_tried"] or one["patients"]]


def per_100_patients_and_week(count: int, *, days: int) -> float:
    """Units: `days` are those of all patients together."""
    return round(count / days * DAYS_A_WEEK * 100, 2) if days else 0.0
