"""Every query on alerts and on what happened to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection

from api.access.actors import Actor, visible_to
from api.alerts.models import Alert, AlertEvent, Status
from api.database import CompactUuid
from api.errors import NotFound
from api.ids import new_id
from api.patients.store import patient_table

alert = Alert.__table__  # type: ignore[attr-defined]
event = AlertEvent.__table__  # type: ignore[attr-defined]
Row = dict[str, Any]
# The diary stands above this feature; of its revisions only this much is known here.
_revision = sa.table(
    "revision",
    sa.column("patient_id", CompactUuid),
    sa.column("id", CompactUuid),
    sa.column("day", sa.Date),
    sa.column("is_head", sa.Boolean),
)

_OF_PATIENT = alert.c.patient_id == sa.bindparam("patient")
_UNRESOLVED = (
    sa.select(alert)
    .where(_OF_PATIENT, alert.c.status != Status.RESOLVED)
    .order_by(alert.c.queue_rank, alert.c.id)
)
_RESOLVED = (
    sa.select(alert.c.id, alert.c.rule, alert.c.runs, alert.c.shown_runs)
    .where(_OF_PATIENT, alert.c.status == Status.RESOLVED)
    .where(alert.c.rule.in_(sa.bindparam("rules", expanding=True)))
    .order_by(alert.c.opened_at, alert.c.id)
)
_ADD = sa.insert(alert)
_RECORD = sa.insert(event)
_EVENTS = (
    sa.select(event)
    .where(event.c.alert_id.in_(sa.bindparam("alerts", expanding=True)))
    .order_by(event.c.at, event.c.id)
)


def unresolved_of(connection: Connection, patient: UUID) -> list[Row]:
    """The alerts of a patient that nobody has resolved, worst first."""
    return [dict(row) for row in connection.execute(_UNRESOLVED, {"patient": patient}).mappings()]


def resolved_of(connection: Connection, patient: UUID, *, rules: Sequence[str]) -> list[Row]:
    """What a patient's resolved alerts of some rules rested on, oldest first."""
    found = connection.execute(_RESOLVED, {"patient": patient, "rules": list(rules)}).mappings()
    return [dict(row) for row in found]


def of_patient(
    connection: Connection,
    actor: Actor,
    *,
    patient: UUID,
    unresolved_only: bool,
    before: UUID | None,
    limit: int,
) -> list[Row]:
    """A patient's alerts, newest first; `before` continues after that id."""
    query = sa.select(alert).where(_visible(actor), alert.c.patient_id == patient)
    if unresolved_only:
        query = query.where(alert.c.status != Status.RESOLVED)
    if before is not None:
        query = query.where(alert.c.id < before)
    return [
        dict(row) for row in connection.execute(query.order_by(alert.c.id.desc()).limit(limit)).mappings()
    ]


def one(connection: Connection, actor: Actor, *, alert_id: UUID) -> Row:
    """An alert that the actor may see.

    Raises: NotFound.
    """
    query = sa.select(alert).where(_visible(actor), alert.c.id == alert_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


def of_any_clinic(connection: Connection, alert_id: UUID) -> Row | None:
    """For whoever runs the server; everyone else asks for `one`."""
    row = connection.execute(sa.select(alert).where(alert.c.id == alert_id)).mappings().one_or_none()
    return dict(row) if row is not None else None


def on_last_days(connection: Connection, patients: Sequence[UUID]) -> list[Row]:
    """Of the alerts whose span holds the last day that their patient wrote of: patient, and what stood."""
    query = (
        sa.select(alert.c.patient_id, alert.c.runs)
        .join(patient_table, patient_table.c.id == alert.c.patient_id)
        .where(alert.c.patient_id.in_(patients))
        .where(patient_table.c.last_entry_day.between(alert.c.first_day, alert.c.last_day))
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def queue(
    connection: Connection,
    actor: Actor,
    *,
    statuses: Sequence[Status],
    level: str | None,
    after: tuple[int, datetime, UUID] | None,
    limit: int,
) -> list[Row]:
    """Alerts of the clinic, worst first, then the longest waiting; `after` continues behind that row."""
    query = sa.select(alert).where(_visible(actor), alert.c.status.in_(statuses))
    if Status.RESOLVED not in statuses:
        query = query.where(alert.c.status != Status.RESOLVED)
    if level is not None:
        query = query.where(alert.c.level == level)
    if after is not None:
        query = query.where(_behind(*after))
    query = query.order_by(alert.c.queue_rank, alert.c.attention_since, alert.c.id).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def heads_within(connection: Connection, rows: Sequence[Row]) -> list[Row]:
    """The heads of the days on which these alerts stood, and of the days between."""
    spans = [
        sa.and_(
            _revision.c.patient_id == row["patient_id"],
            _revision.c.day.between(row["first_day"], row["last_day"]),
        )
        for row in rows
    ]
    query = sa.select(_revision.c.patient_id, _revision.c.day, _revision.c.id).where(
        _revision.c.is_head, sa.or_(sa.false(), *spans)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def add(connection: Connection, row: Row) -> None:
    connection.execute(_ADD, row)


def change(connection: Connection, row: Row, **changes: Any) -> Row:
    """The row after `changes`. The patient's tick is no new state; all else is, and moves the version."""
    if changes.keys() != {"called_at"}:
        changes["version"] = row["version"] + 1
    connection.execute(sa.update(alert).where(alert.c.id == row["id"]).values(**changes))
    return row | changes


def record(connection: Connection, happened: Sequence[Row]) -> None:
    """Writes down what happened to alerts, in this order."""
    if happened:
        connection.execute(_RECORD, [{"id": new_id()} | row for row in happened])


def events_of(connection: Connection, *, alerts: Sequence[UUID]) -> dict[UUID, list[Row]]:
    """What happened to some alerts, in order."""
    found: dict[UUID, list[Row]] = {alert_id: [] for alert_id in alerts}
    for row in connection.execute(_EVENTS, {"alerts": list(alerts)}).mappings():
        found[row["alert_id"]].append(dict(row))
    return found


def _visible(actor: Actor) -> sa.ColumnElement[bool]:
    return visible_to(actor, clinic=alert.c.clinic_id, patient=alert.c.patient_id)


def _behind(rank: int, since: datetime, alert_id: UUID) -> sa.ColumnElement[bool]:
    same_rank = alert.c.queue_rank == rank
    same_time = alert.c.attention_since == since
    return sa.or_(
        alert.c.queue_rank > rank,
        sa.and_(same_rank, alert.c.attention_since > since),
        sa.and_(same_rank, same_time, alert.c.id > alert_id),
    )
