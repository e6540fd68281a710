"""What a finding does to the alerts there are: one pure decision with named outcomes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from api.alerts.worse import worse_signs
from api.rules.evaluate import Diary, Finding
from api.rules.facts import ByDay, Facts


@dataclass(frozen=True)
class EditedDay:
    """A day that was saved again: the readings of its heads before and after."""

    day: date
    before: tuple[Mapping[str, Any], ...]
    after: tuple[Mapping[str, Any], ...]


class Effect(StrEnum):
    """RAISE an alert, so that it wants attention again; GROW it quietly; NOTHING new."""

    RAISE = "raise"
    GROW = "grow"
    NOTHING = "nothing"


def effect_of(finding: Finding, *, known: Sequence[Finding]) -> Effect:
    """What a finding is to someone who knows of the runs `known`.

    Worse is a separate run, a higher level, past the document's limit, another sign, or a value a step worse;
    only worse wants attention again.
    """
    same = touching(known, finding)
    if not same or _is_worse(finding, same):
        return Effect.RAISE
    return Effect.GROW if days_of(finding) - _days_of_all(same) else Effect.NOTHING


def touching(runs: Iterable[Finding], finding: Finding) -> list[Finding]:
    """The runs that share a day with the finding."""
    return [run for run in runs if days_of(run) & days_of(finding)]


def days_of(finding: Finding) -> frozenset[date]:
    """The qualifying days of a finding."""
    return frozenset(evidence.day for evidence in finding.evidence)


def edits_of(runs: Iterable[Finding], edited: EditedDay) -> list[tuple[str, list[float], list[float]]]:
    """What an edit changed in the evidence of an alert: the reading, its values before and after."""
    evidence = {(e.symptom, e.attribute, e.unit) for run in runs for e in run.evidence if e.day == edited.day}
    was, now = (Facts(Diary({edited.day: heads})) for heads in (edited.before, edited.after))
    changes = []
    for symptom, attribute, unit in sorted(evidence):
        before = _values(was.known(symptom, attribute, unit), edited.day)
        after = _values(now.known(symptom, attribute, unit), edited.day)
        if before != after:
            changes.append((f"{symptom}.{attribute}", before, after))
    return changes


def _values(known: ByDay, day: date) -> list[float]:
    return list(known.get(day.toordinal(), ()))


def _days_of_all(runs: Iterable[Finding]) -> frozenset[date]:
    return frozenset(day for run in runs for day in days_of(run))


def _is_worse(finding: Finding, earlier: Sequence[Finding]) -> bool:
    return (
        finding.level.rank > max(run.level.rank for run in earlier)
        or (finding.past_document_limit and not any(run.past_document_limit for run in earlier))
        or bool(worse_signs(finding, seen=earlier))
    )
