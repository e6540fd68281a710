"""Carries out what the rules found, in the entry's transaction: alerts open, rise, grow, are annotated."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.alerts import store
from api.alerts.effects import EditedDay, Effect, edits_of, effect_of, touching
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

    `findings` are all that stand over the days of her unresolved alerts and around the edited day. Her row is
    locked by the caller, so that two days saved at once see each other.
    """
    if edited is not None:
        _annotate(connection, actor, patient=patient, edited=edited)
    found: dict[str, list[Finding]] = {row["rule"]: [] for row in store.unresolved_of(connection, patient.id)}
    for finding in sorted(findings, key=lambda finding: finding.first_day):
        if finding.level is not Level.WATCH:
            found.setdefault(finding.rule, []).append(finding)
    for rule, standing in found.items():
        _apply(connection, patient=patient, rule=rule, standing=standing)


def note_can_wait(
    connection: Connection, *, patient: Patient, answers: Mapping[date, Sequence[bool | None]]
) -> None:
    """Lets the patient's own "can this wait until tomorrow?" order the queue; it hides nothing.

    `answers` are those of each day's heads. The latest day counts that has one, and there "cannot wait" wins.
    """
    for row in store.unresolved_of(connection, patient.id):
        known = [
            answer
            for day, given in sorted(answers.items())
            if day >= row["last_day"] and (answer := can_wait_together(given)) is not None
        ]
        if known and row["can_wait"] is not known[-1]:
            store.change(connection, row, **ranked(row, can_wait=known[-1]))


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


def _apply(connection: Connection, *, patient: Patient, rule: str, standing: Sequence[Finding]) -> None:
    rows = store.of_rule(connection, patient.id, rule=rule)
    resolved = [run for row in rows if row["status"] == Status.RESOLVED for run in runs_in(row["runs"])]
    news = [finding for finding in standing if effect_of(finding, known=resolved) is not Effect.NOTHING]
    unresolved = next((row for row in rows if row["status"] != Status.RESOLVED), None)
    if unresolved is not None:
        _change(connection, unresolved, standing=news)
    elif news:
        _open(connection, patient=patient, standing=news, earlier=rows)


def _open(
    connection: Connection, *, patient: Patient, standing: Sequence[Finding], earlier: Sequence[Row]
) -> None:
    now = clock.now()
    followed = [row["id"] for row in earlier if _continues(standing, row)]
    row: Row = {
        "id": new_id(),
        "clinic_id": patient.clinic_id,
        "patient_id": patient.id,
        "rule": standing[0].rule,
        "status": Status.OPEN.value,
        "can_wait": None,
        "follows": followed[-1] if followed else None,
        "opened_at": now,
        "attention_since": now,
        "raises": 0,
        "version": 1,
        **_judged(standing),
    }
    store.add(connection, row | ranked(row))
    store.record(connection, row, at=now, kind=Happening.OPENED, by=None, details=_gist(standing))


def _change(connection: Connection, row: Row, *, standing: Sequence[Finding]) -> None:
    before = runs_in(row["runs"])
    if list(before) == list(standing):
        return
    now = clock.now()
    changes: Row = {"runs": []}
    if standing:
        changes = _judged(standing)
        changes["first_day"] = min(row["first_day"], changes["first_day"])
        changes["last_day"] = max(row["last_day"], changes["last_day"])
    # An acknowledgement was of the runs as they stood then, whatever came and went since.
    acknowledged = row["acknowledged_runs"]
    effects = {
        effect_of(f, known=before if acknowledged is None else runs_in(acknowledged)) for f in standing
    }
    if Effect.RAISE in effects:
        changes |= _wants_attention(row, now)
        store.record(connection, row, at=now, kind=Happening.RAISED, by=None, details=_gist(standing))
    elif Effect.GROW in {effect_of(finding, known=before) for finding in standing}:
        store.record(connection, row, at=now, kind=Happening.GREW, by=None, details=_gist(standing))
    store.change(connection, row, **ranked(row, **changes))


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


def _annotate(connection: Connection, actor: Actor, *, patient: Patient, edited: EditedDay) -> None:
    for row in store.unresolved_of(connection, patient.id):
        for reading, before, after in edits_of(runs_in(row["shown_runs"]), edited):
            details = {"day": str(edited.day), "reading": reading, "before": before, "after": after}
            store.record(connection, row, at=clock.now(), kind=Happening.ANNOTATED, by=actor, details=details)
            store.change(connection, row)


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
