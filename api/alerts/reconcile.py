"""Carries out what the rules found, in the entry's transaction: alerts open, rise, grow, are annotated."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.alerts import store
from api.alerts.effects import (
    EditedDay,
    Effect,
    edits_of,
    effect_on_unresolved,
    is_news_after_resolution,
    joined,
    touching,
)
from api.alerts.models import Happening, Status
from api.ids import new_id
from api.patients.models import Patient
from api.rules.evaluate import Finding
from api.rules.vocabulary import Level

Row = dict[str, Any]


def reconcile(
    connection: Connection,
    actor: Actor,
    *,
    patient: Patient,
    findings: Sequence[Finding],
    edited: EditedDay | None,
) -> None:
    """Brings a patient's alerts in line with what the rules find; never closes one.

    Her row is locked by the caller, so that two days saved at once see each other.
    """
    if edited is not None:
        _annotate(connection, actor, patient=patient, edited=edited)
    for finding in sorted(findings, key=lambda finding: finding.first_day):
        if finding.level is not Level.WATCH:
            _apply(connection, patient=patient, finding=finding)


def note_can_wait(connection: Connection, *, patient: Patient, day: date, can_wait: bool | None) -> None:
    """Lets the patient's own "can this wait until tomorrow?" order the queue; it hides nothing."""
    if can_wait is None:
        return
    for row in store.unresolved_of(connection, patient.id):
        if day >= row["last_day"] and row["can_wait"] is not can_wait:
            store.change(connection, row, **ranked(row, can_wait=can_wait))


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


def _apply(connection: Connection, *, patient: Patient, finding: Finding) -> None:
    rows = store.of_rule(connection, patient.id, rule=finding.rule)
    resolved = [run for row in rows if row["status"] == Status.RESOLVED for run in runs_of(row)]
    unresolved = next((row for row in rows if row["status"] != Status.RESOLVED), None)
    if unresolved is not None and touching(runs_of(unresolved), finding):
        _change(connection, unresolved, finding=finding)
    elif is_news_after_resolution(resolved, finding):
        if unresolved is not None:
            _change(connection, unresolved, finding=finding)
        else:
            _open(connection, patient=patient, finding=finding, earlier=rows)


def _open(connection: Connection, *, patient: Patient, finding: Finding, earlier: Sequence[Row]) -> None:
    now = clock.now()
    followed = [row["id"] for row in earlier if touching(runs_of(row), finding)]
    row: Row = {
        "id": new_id(),
        "clinic_id": patient.clinic_id,
        "patient_id": patient.id,
        "rule": finding.rule,
        "status": Status.OPEN.value,
        "can_wait": None,
        "follows": followed[-1] if followed else None,
        "opened_at": now,
        "attention_since": now,
        "raises": 0,
        "version": 1,
        **_judged((finding,)),
    }
    store.add(connection, row | ranked(row))
    store.record(connection, row, at=now, kind=Happening.OPENED, by=None, details=_gist(finding))


def _change(connection: Connection, row: Row, *, finding: Finding) -> None:
    runs = runs_of(row)
    effect = effect_on_unresolved(runs, finding)
    if effect is Effect.NOTHING:
        return
    now = clock.now()
    changes = _judged(joined(runs, finding))
    if effect is Effect.RAISE:
        changes |= _wants_attention(row, now)
    store.change(connection, row, **ranked(row, **changes))
    happening = {Effect.RAISE: Happening.RAISED, Effect.GROW: Happening.GREW}.get(effect)
    if happening is not None:
        store.record(connection, row, at=now, kind=happening, by=None, details=_gist(finding))


def _wants_attention(row: Row, now: datetime) -> Row:
    # The acknowledgement was of a milder state; it stays in the history and quiets nothing now.
    return {
        "status": Status.OPEN.value,
        "attention_since": now,
        "raises": row["raises"] + 1,
        "acknowledged_at": None,
        "acknowledged_by": None,
        "called_at": None,
    }


def _annotate(connection: Connection, actor: Actor, *, patient: Patient, edited: EditedDay) -> None:
    for row in store.unresolved_of(connection, patient.id):
        for reading, before, after in edits_of(runs_of(row), edited):
            details = {"day": str(edited.day), "reading": reading, "before": before, "after": after}
            store.record(connection, row, at=clock.now(), kind=Happening.ANNOTATED, by=actor, details=details)
            store.change(connection, row)


def runs_of(row: Row) -> tuple[Finding, ...]:
    """The findings that an alert is about, the earliest first."""
    return tuple(map(Finding.from_json, row["runs"]))


def _judged(runs: Sequence[Finding]) -> Row:
    return {
        "level": max((run.level for run in runs), key=lambda level: level.rank).value,
        "first_day": min(run.first_day for run in runs),
        "last_day": max(run.last_day for run in runs),
        "past_document_limit": any(run.past_document_limit for run in runs),
        "runs": [run.to_json() for run in runs],
    }


def _gist(finding: Finding) -> Row:
    return {"last_day": str(finding.last_day), "past_document_limit": finding.past_document_limit}
