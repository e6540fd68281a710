"""What a request of the matrix is about: made fresh for it, and looked at afterwards."""

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection

from api import clock
from api.access import sessions
from api.access.actors import Actor
from api.access.models import SessionKind
from api.alerts.models import Alert
from api.audit.models import AuditRow
from api.clinics.models import Clinic
from api.ids import new_id
from api.patients.models import Patient
from tests.support.entries import MONDAY
from tests.support.factories import a_medication, insert
from tests.support.rulebooks import signed_and_set
from tests.support.trials import a_trial


@dataclass(frozen=True)
class Subject:
    """Whose data a request is about, and what of hers the path can name."""

    patient_id: UUID
    medication_id: UUID
    alert_id: UUID
    session_id: UUID
    threshold_id: UUID
    clinic_threshold_id: UUID
    trial_id: UUID


# Words of templates, each of them for something that has to be there.
EVERYTHING = "medication session alert threshold trial"


def prepare(connection: Connection, owner: Actor, template: str = EVERYTHING) -> Subject:
    """Something of hers for each thing that the template of a path names, fresh for one request."""
    patient = Patient(**_row(connection, Patient, owner.id))
    connection.execute(sa.update(Patient).values(version=1))
    hers = nothing()
    if "medication" in template:
        # Newer than every entry: a medicine without history, which may be deleted.
        medication = a_medication(patient, created_at=clock.now() + timedelta(seconds=1))
        insert(connection, medication)
        hers = replace(hers, medication_id=medication.id)
    if "session" in template:
        hers = replace(hers, session_id=_a_session(connection, owner))
    if "alert" in template:
        hers = replace(hers, alert_id=_open_alert(connection, patient))
    if "threshold" in template or "guidance" in template:
        own, clinics = signed_and_set(connection, owner)
        hers = replace(hers, threshold_id=own, clinic_threshold_id=clinics)
    if "trial" in template:
        hers = replace(hers, trial_id=a_trial(connection, owner))
    return replace(hers, patient_id=owner.id)


def _a_session(connection: Connection, owner: Actor) -> UUID:
    return sessions.begin(
        connection,
        SessionKind.PATIENT,
        actor_id=owner.id,
        clinic_id=owner.clinic_id,
        token_hash=str(new_id()),
        lifetime=timedelta(days=1),
    )


def nothing() -> Subject:
    """Ids that nobody has."""
    return Subject(*(new_id() for _ in fields(Subject)))


def audited(connection: Connection) -> list[UUID]:
    """Who left audit rows, one id a row, in order."""
    return list(connection.execute(sa.select(AuditRow.actor_id).order_by(AuditRow.id)).scalars())


def content(connection: Connection) -> list[str]:
    """Every row of every table, as text; when somebody, or the service itself, was last seen is left out."""
    metadata = Clinic.metadata
    rows = []
    for table in metadata.sorted_tables:
        if table.name == "heartbeat":
            continue
        columns = [column for column in table.c if column.name != "last_seen_at"]
        rows += [f"{table.name} {row}" for row in connection.execute(sa.select(*columns)).all()]
    return sorted(rows)


def _open_alert(connection: Connection, patient: Patient) -> UUID:
    alert_id, now = new_id(), clock.now()
    insert(
        connection,
        Alert(
            id=alert_id,
            clinic_id=patient.clinic_id,
            patient_id=patient.id,
            rule=f"rule {alert_id}"[:64],
            level="call",
            status="open",
            queue_rank=0,
            first_day=MONDAY,
            last_day=MONDAY,
            runs=[_a_run(connection)],
            shown_runs=[_a_run(connection)],
            opened_at=now,
            attention_since=now,
        ),
    )
    return alert_id


def _a_run(connection: Connection) -> dict[str, Any]:
    found: dict[str, Any] = connection.execute(sa.select(Alert.__table__.c.shown_runs)).scalars().first()[0]  # type: ignore[attr-defined,index]
    return found


def _row(connection: Connection, table: Any, key: UUID) -> dict[str, Any]:
    return dict(connection.execute(sa.select(table.__table__).filter_by(id=key)).mappings().one())
