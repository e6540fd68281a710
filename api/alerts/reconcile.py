"""What the rules' findings do to a patient's alerts: a pure plan, carried out by `carry_out`.

Alerts open, rise, grow and are annotated; only a person closes one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from api.access.actors import Actor
from api.alerts.effects import EditedDay, Effect, edits_of, effect_of, touching
from api.alerts.models import Happening, Status
from api.alerts.worse import worse_signs
from api.ids import new_id
from api.patients.models import Patient
from api.rules.evaluate import Finding
from api.rules.vocabulary import Level

Row = dict[str, Any]
UNTOUCHED: Row = {
    "can_wait": None,
    "judged_by": None,
    "acknowledged_runs": None,
    "called_at": None,
    "acknowledged_at": None,
    "acknowledged_by": None,
    "resolved_at": None,
    "resolved_by": None,
    "outcome": None,
    "resolution_note": "",
    "raises": 0,
    "version": 1,
}


@dataclass(frozen=True)
class Happened:
    """One line of an alert's history; `by` is None for the rules themselves."""

    kind: Happening
    details: Row
    by: Actor | None = None


@dataclass(frozen=True)
class Planned:
    """What becomes of one alert. `before` is its row, None for a new one; `changes` may be empty."""

    before: Row | None
    changes: Row
    happened: tuple[Happened, ...] = ()

    @property
    def after(self) -> Row:
        return (self.before or {}) | self.changes

    @property
    def is_overdue(self) -> bool:
        """Whether somebody has to be called upon who was not: a new alert, or a worse finding."""
        return any(one.kind in (Happening.OPENED, Happening.RAISED) for one in self.happened)


def rules_concerned(unresolved: Iterable[Row], findings: Iterable[Finding]) -> list[str]:
    """The rules for which something stands or waits, in the order in which they are looked at."""
    found = [finding.rule for finding in _by_day(findings)]
    return list(dict.fromkeys([*(row["rule"] for row in unresolved), *found]))


def reconcile(
    *,
    patient: Patient,
    unresolved: Sequence[Row],
    resolved: Sequence[Row],
    findings: Sequence[Finding],
    at: datetime,
) -> list[Planned]:
    """What brings a patient's alerts in line with what the rules find; one plan for each unresolved alert.

    `findings` are all that stand over the days of her unresolved alerts and around the edited day. `resolved`
    are the alerts of the rules concerned, oldest first.
    """
    plans = []
    standing = _by_day(findings)
    for rule in rules_concerned(unresolved, findings):
        earlier = [row for row in resolved if row["rule"] == rule]
        closed = [run for row in earlier for run in runs_in(row["runs"])]
        news = [f for f in standing if f.rule == rule and effect_of(f, known=closed) is not Effect.NOTHING]
        waiting = next((row for row in unresolved if row["rule"] == rule), None)
        if waiting is not None:
            plans.append(_change(waiting, standing=news, at=at))
        elif news:
            plans.append(_open(patient, standing=news, earlier=earlier, at=at))
    return plans


def annotated(plan: Planned, edited: EditedDay, *, by: Actor) -> Planned:
    """The plan with what an edit changed in the alert's evidence, written down first."""
    if plan.before is None:
        return plan
    notes = tuple(
        Happened(
            Happening.ANNOTATED,
            {"day": str(edited.day), "reading": reading, "before": before, "after": after},
            by,
        )
        for reading, before, after in edits_of(runs_in(plan.before["shown_runs"]), edited)
    )
    return replace(plan, happened=(*notes, *plan.happened))


def with_can_wait(plan: Planned, answers: Mapping[date, Sequence[bool | None]]) -> Planned:
    """Lets the patient's own "can this wait until tomorrow?" order the queue; it hides nothing.

    `answers` are those of each day's heads. The latest day counts that has one, and there "cannot wait" wins.
    """
    after = plan.after
    known = [
        answer
        for day, given in sorted(answers.items())
        if day >= after["last_day"] and (answer := can_wait_together(given)) is not None
    ]
    if not known or after["can_wait"] is known[-1]:
        return plan
    return replace(plan, changes=plan.changes | ranked(after, can_wait=known[-1]))


def can_wait_together(answers: Sequence[bool | None]) -> bool | None:
    """ "Cannot wait" wins; None when nobody was asked."""
    known = [answer for answer in answers if answer is not None]
    return all(known) if known else None


def queue_rank(*, level: str, status: str, past_document_limit: bool, can_wait: bool | None) -> int:
    """Where an alert stands in the queue, lowest first: level, attention, limit, can it wait."""
    return (
        1000 * (Level.EMERGENCY.rank - Level(level).rank)
        + 100 * (status != Status.OPEN)
        + 10 * (not past_document_limit)
        + {False: 0, None: 1, True: 2}[can_wait]
    )


def ranked(row: Row, **changes: Any) -> Row:
    """`changes` together with the place in the queue that they give."""
    after = row | changes
    keys = ("level", "status", "past_document_limit", "can_wait")
    return changes | {"queue_rank": queue_rank(**{key: after[key] for key in keys})}


def _by_day(findings: Iterable[Finding]) -> list[Finding]:
    alerting = [finding for finding in findings if finding.level is not Level.WATCH]
    return sorted(alerting, key=lambda finding: finding.first_day)


def _open(patient: Patient, *, standing: Sequence[Finding], earlier: Sequence[Row], at: datetime) -> Planned:
    followed = [row["id"] for row in earlier if _continues(standing, row)]
    row: Row = {
        **UNTOUCHED,
        "id": new_id(),
        "clinic_id": patient.clinic_id,
        "patient_id": patient.id,
        "rule": standing[0].rule,
        "status": Status.OPEN.value,
        "follows": followed[-1] if followed else None,
        "opened_at": at,
        "attention_since": at,
        **_judged(standing),
    }
    return Planned(None, row | ranked(row), (Happened(Happening.OPENED, _gist(standing)),))


def _change(row: Row, *, standing: Sequence[Finding], at: datetime) -> Planned:
    before = runs_in(row["runs"])
    seen = _seen_in(row, before)
    is_worse = any(effect_of(finding, known=seen) is Effect.RAISE for finding in standing)
    if list(before) == list(standing) and not is_worse:
        return Planned(row, {})
    changes: Row = {"runs": []}
    happened: tuple[Happened, ...] = ()
    if standing:
        changes = _judged(standing)
        changes["first_day"] = min(row["first_day"], changes["first_day"])
        changes["last_day"] = max(row["last_day"], changes["last_day"])
    if is_worse:
        changes |= _wants_attention(row, at)
        happened = (Happened(Happening.RAISED, _gist(standing) | _signs(standing, seen)),)
    elif Effect.GROW in {effect_of(finding, known=before) for finding in standing}:
        happened = (Happened(Happening.GREW, _gist(standing)),)
    return Planned(row, ranked(row, **changes), happened)


def _seen_in(row: Row, before: Sequence[Finding]) -> Sequence[Finding]:
    # An acknowledgement was of the runs as they stood then, whatever came and went since.
    if row["acknowledged_runs"] is not None:
        return runs_in(row["acknowledged_runs"])
    return () if row["status"] == Status.ACKNOWLEDGED else before


def _continues(standing: Sequence[Finding], row: Row) -> bool:
    return any(touching(runs_in(row["shown_runs"]), finding) for finding in standing)


def _wants_attention(row: Row, now: datetime) -> Row:
    # The acknowledgement was of a milder state; it stays in the history and quiets nothing now.
    is_waiting = row["status"] == Status.OPEN
    return {
        "status": Status.OPEN.value,
        "attention_since": row["attention_since"] if is_waiting else now,
        "raises": row["raises"] + 1,
        "acknowledged_at": None,
        "acknowledged_by": None,
        "acknowledged_runs": None,
        "called_at": None,
    }


def runs_in(documents: Sequence[dict[str, Any]]) -> tuple[Finding, ...]:
    """Findings as an alert keeps them, the earliest first."""
    return tuple(map(Finding.from_json, documents))


def _judged(standing: Sequence[Finding]) -> Row:
    documents = [run.to_json() for run in standing]
    return {
        "level": max((run.level for run in standing), key=lambda level: level.rank).value,
        "first_day": min(run.first_day for run in standing),
        "last_day": max(run.last_day for run in standing),
        "past_document_limit": any(run.past_document_limit for run in standing),
        "runs": documents,
        "shown_runs": documents,
    }


def _gist(standing: Sequence[Finding]) -> Row:
    return {
        "last_day": str(standing[-1].last_day),
        "past_document_limit": any(run.past_document_limit for run in standing),
    }


def _signs(standing: Sequence[Finding], seen: Sequence[Finding]) -> Row:
    """Why it was raised, where a sign of a run that was known is new or worse."""
    known = [(run, touching(seen, run)) for run in standing]
    worse = [sign.to_json() for run, of_run in known if of_run for sign in worse_signs(run, seen=of_run)]
    return {"worse": worse} if worse else {}
