"""Every query of the sweeper: heartbeats, outages, repairs, and patients whom nobody asked for."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from api.alerts.models import UNRESOLVED, Alert, Status
from api.clinics.models import Clinic
from api.clock import now
from api.ids import new_id
from api.outbox.models import EventKind
from api.outbox.store import Event, put
from api.patients.models import AWAITED, Patient
from api.sweeper.models import Beat, Heartbeat, Outage, Repair
from api.sweeper.outages import OUTAGE_AFTER, held_from

SILENCES_AT_ONCE = 200

_HEARTBEAT = Heartbeat.__table__  # type: ignore[attr-defined]
_OUTAGE = Outage.__table__  # type: ignore[attr-defined]
_REPAIR = Repair.__table__  # type: ignore[attr-defined]
_PATIENT = Patient.__table__  # type: ignore[attr-defined]
_CLINIC = Clinic.__table__  # type: ignore[attr-defined]
_ALERT = Alert.__table__  # type: ignore[attr-defined]
_theirs = _ALERT.c.patient_id.in_(sa.bindparam("patients", expanding=True))
_STATES = (
    sa.select(
        _ALERT.c.patient_id,
        _ALERT.c.id,
        _ALERT.c.status,
        _ALERT.c.version,
        _ALERT.c.raises,
        _ALERT.c.runs,
        _ALERT.c.acknowledged_runs,
    )
    .where(_theirs, UNRESOLVED)
    .order_by(_ALERT.c.id)
)
_RESOLVED = (
    sa.select(_ALERT.c.patient_id, sa.func.count(), sa.func.max(_ALERT.c.resolved_at))
    .where(_theirs, _ALERT.c.status == Status.RESOLVED)
    .group_by(_ALERT.c.patient_id)
)


def beat(connection: Connection, name: Beat, *, at: datetime | None = None) -> None:
    """Says that `name` was here. A gap between beats of the service becomes an outage, once."""
    here = at or now()
    last = connection.execute(beat_of(name).with_for_update()).scalar_one_or_none()
    if last is None:
        insert_here = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(insert_here(_HEARTBEAT).values(name=name, at=here).on_conflict_do_nothing())
        return
    if name == Beat.SERVICE and here - last > OUTAGE_AFTER:
        connection.execute(sa.insert(_OUTAGE).values(id=new_id(), since=last, until=here))
    connection.execute(sa.update(_HEARTBEAT).where(_HEARTBEAT.c.name == name).values(at=here))


def beat_of(name: Beat) -> sa.Select[Any]:
    """Asks when it was last here; no row when it never was."""
    return sa.select(_HEARTBEAT.c.at).where(_HEARTBEAT.c.name == name)


def last_beat(connection: Connection, name: Beat) -> datetime | None:
    """When it was last here; None when it never was."""
    found: datetime | None = connection.execute(beat_of(name)).scalar_one_or_none()
    return found


def silences_held_from(connection: Connection) -> datetime | None:
    """Silences that begin from this instant on may be the service's own fault, and wait."""
    return held_from(_outages(connection), now=now())


def silences_wait(connection: Connection) -> bool:
    """Whether a silence is to be noted now."""
    return connection.execute(due_silences(connection).limit(1)).first() is not None


def note_silences(connection: Connection) -> int:
    """Notes some of the silences that have begun, with their events; gives how many."""
    # Another worker's rows are passed over: it has noted them by the next time.
    due = due_silences(connection).order_by(_PATIENT.c.silent_from).limit(SILENCES_AT_ONCE)
    rows = connection.execute(due.with_for_update(skip_locked=True)).all()
    if rows:
        noted = sa.update(_PATIENT).where(_PATIENT.c.id.in_([row.id for row in rows]))
        connection.execute(noted.values(silence_noted_at=now()))
        put(connection, [Event(EventKind.PATIENT_SILENT, row.clinic_id, row.id, row.id) for row in rows])
    return len(rows)


def traces(connection: Connection, *, after: UUID | None, limit: int) -> dict[UUID, int]:
    """Patients of every clinic who have revisions, by id, from behind `after` on, with a trace each.

    The trace changes whenever a revision comes, or an alert of hers does, goes or is touched in any way that
    the rules' verdict hangs on, or the rules of her clinic change.
    """
    query = (
        sa.select(_PATIENT.c.id, _PATIENT.c.position, _CLINIC.c.rules_version)
        .join(_CLINIC, _CLINIC.c.id == _PATIENT.c.clinic_id)
        .where(_PATIENT.c.position > 0)
    )
    if after is not None:
        query = query.where(_PATIENT.c.id > after)
    found: dict[UUID, list[Any]] = {
        patient: [position, rules_version]
        for patient, position, rules_version in connection.execute(query.order_by(_PATIENT.c.id).limit(limit))
    }
    for patient, *state in connection.execute(_STATES, {"patients": list(found)}):
        found[patient].append(tuple(map(str, state)))
    for patient, *resolved in connection.execute(_RESOLVED, {"patients": list(found)}):
        found[patient].append(tuple(map(str, resolved)))
    return {patient: hash(tuple(seen)) for patient, seen in found.items()}


def clinics_behind(connection: Connection) -> dict[UUID, int]:
    """Clinics whose rules changed since every stored diary was judged by them, with the version of now."""
    query = sa.select(_CLINIC.c.id, _CLINIC.c.rules_version)
    found = connection.execute(query.where(_CLINIC.c.rules_version != _CLINIC.c.caught_up_version))
    return {row.id: row.rules_version for row in found}


def is_behind(connection: Connection, clinic: UUID) -> bool:
    """Whether a clinic's rules changed since every stored diary was judged by them."""
    query = sa.select(_CLINIC.c.rules_version != _CLINIC.c.caught_up_version).where(_CLINIC.c.id == clinic)
    return bool(connection.execute(query).scalar_one())


def catch_up(connection: Connection, clinic: UUID, *, version: int) -> None:
    """Every stored diary of the clinic was judged by this version of its rules."""
    changed = sa.update(_CLINIC).where(_CLINIC.c.id == clinic, _CLINIC.c.rules_version == version)
    connection.execute(changed.values(caught_up_version=version))


def patients_of(connection: Connection, ids: Sequence[UUID]) -> list[Patient]:
    query = sa.select(_PATIENT).where(_PATIENT.c.id.in_(ids))
    return [Patient(**row) for row in connection.execute(query).mappings()]


def lock_patient(connection: Connection, patient_id: UUID) -> Patient:
    """Her row, which nobody else changes until this transaction ends."""
    found = connection.execute(sa.select(_PATIENT).where(_PATIENT.c.id == patient_id).with_for_update())
    return Patient(**found.mappings().one())


def add_repairs(connection: Connection, patient: Patient, *, made: Sequence[tuple[str, str]]) -> None:
    """Counts what had to be repaired, each a rule and a kind."""
    whose = {"clinic_id": patient.clinic_id, "patient_id": patient.id, "at": now()}
    rows = [{"id": new_id(), "rule": rule, "kind": kind, **whose} for rule, kind in made]
    connection.execute(sa.insert(_REPAIR), rows)


def due_silences(connection: Connection) -> sa.Select[Any]:
    """Id and clinic of everyone whose silence is to be noted now."""
    # AWAITED is the predicate of ix_patient_silent_from: only those who are due are touched.
    due = sa.select(_PATIENT.c.id, _PATIENT.c.clinic_id).where(AWAITED, _PATIENT.c.silent_from <= now())
    held = silences_held_from(connection)
    return due if held is None else due.where(_PATIENT.c.silent_from < held)


def _outages(connection: Connection) -> Iterator[tuple[datetime, datetime]]:
    """All spans, the latest first; the one that lasts, or whose end is not written down yet, among them."""
    seen_at = last_beat(connection, Beat.SERVICE)
    if seen_at is not None and now() - seen_at > OUTAGE_AFTER:
        yield seen_at, now()
    query = sa.select(_OUTAGE.c.since, _OUTAGE.c.until).order_by(_OUTAGE.c.until.desc())
    yield from connection.execute(query)
