"""What a finding does to the alerts there are: one pure decision with named outcomes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from api.rules.evaluate import Evidence, Finding


@dataclass(frozen=True)
class EditedDay:
    """A day that was saved again: the readings of its heads before and after."""

    day: date
    before: tuple[Mapping[str, Any], ...]
    after: tuple[Mapping[str, Any], ...]


class Effect(StrEnum):
    """OPEN a new alert; RAISE it, so that it wants attention again; GROW it quietly; REFRESH its evidence."""

    OPEN = "open"
    RAISE = "raise"
    GROW = "grow"
    REFRESH = "refresh"
    NOTHING = "nothing"


def effect_on_unresolved(runs: Sequence[Finding], finding: Finding) -> Effect:
    """What a finding does to an unresolved alert that is about `runs`.

    Worse is a separate run, a higher level, or past the document's limit; only worse wants attention again.
    """
    same = touching(runs, finding)
    if not same or _is_worse(finding, same):
        return Effect.RAISE
    if days_of(finding) - _days_of_all(same):
        return Effect.GROW
    return Effect.NOTHING if joined(runs, finding) == tuple(runs) else Effect.REFRESH


def is_news_after_resolution(resolved: Sequence[Finding], finding: Finding) -> bool:
    """Whether a finding holds a day that no resolved alert was about, or is worse than they were."""
    same = touching(resolved, finding)
    return bool(days_of(finding) - _days_of_all(same)) or _is_worse(finding, same)


def touching(runs: Iterable[Finding], finding: Finding) -> list[Finding]:
    """The runs that share a day with the finding."""
    return [run for run in runs if days_of(run) & days_of(finding)]


def joined(runs: Sequence[Finding], finding: Finding) -> tuple[Finding, ...]:
    """The runs of an alert after a finding came: the runs that it touches become one with it.

    Newer evidence wins; a day that is no longer in the finding stays, since only a person closes it.
    """
    same = touching(runs, finding)
    apart = [run for run in runs if run not in same]
    whole = _one_run(same, finding) if same else finding
    return tuple(sorted([*apart, whole], key=lambda run: run.first_day))


def _one_run(same: Sequence[Finding], finding: Finding) -> Finding:
    evidence = {key: value for run in [*same, finding] for key, value in _by_day(run.evidence).items()}
    days = sorted({day for day, _, _ in evidence})
    missing = {day for run in [*same, finding] for day in run.missing_days} - set(days)
    return replace(
        finding,
        evidence=tuple(evidence[key] for key in sorted(evidence)),
        missing_days=tuple(sorted(missing)),
        first_day=days[0],
        last_day=days[-1],
        past_document_limit=any(run.past_document_limit for run in [*same, finding]),
    )


def days_of(finding: Finding) -> frozenset[date]:
    """The qualifying days of a finding."""
    return frozenset(evidence.day for evidence in finding.evidence)


def edits_of(runs: Iterable[Finding], edited: EditedDay) -> list[tuple[str, list[float], list[float]]]:
    """What an edit changed in the evidence of an alert: the reading, its values before and after."""
    evidence = {(e.symptom, e.attribute) for run in runs for e in run.evidence if e.day == edited.day}
    changes = []
    for symptom, attribute in sorted(evidence):
        before = _values(edited.before, symptom, attribute)
        after = _values(edited.after, symptom, attribute)
        if before != after:
            changes.append((f"{symptom}.{attribute}", before, after))
    return changes


def _values(heads: Iterable[Mapping[str, Any]], symptom: str, attribute: str) -> list[float]:
    answers = [head.get(symptom, {}).get(attribute) for head in heads]
    return sorted({answer for answer in answers if answer is not None})


def _by_day(evidence: Iterable[Evidence]) -> dict[tuple[date, str, str], Evidence]:
    return {(e.day, e.symptom, e.attribute): e for e in evidence}


def _days_of_all(runs: Iterable[Finding]) -> frozenset[date]:
    return frozenset(day for run in runs for day in days_of(run))


def _is_worse(finding: Finding, earlier: Sequence[Finding]) -> bool:
    return finding.level.rank > max((run.level.rank for run in earlier), default=-1) or (
        finding.past_document_limit and not any(run.past_document_limit for run in earlier)
    )
