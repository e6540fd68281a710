"""What the tests of silence do and ask again and again."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.access.actors import Actor
from api.database import Database
from api.outbox.models import EventKind, OutboxEvent
from api.patients import service as patients
from api.patients.models import Patient, PatientChange, PatientCreate, PatientPublic
from tests.support.personas import People
from tests.support.rows import rows_of

NEW_YORK = "America/New_York"


def local(day: date, *, hour: int = 0, zone: str = NEW_YORK) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(zone))


def days(first: date, count: int) -> date:
    return first + timedelta(days=count)


def enrolled(database: Database, people: People, name: str = "Dana Wolfe", **stated: Any) -> Actor:
    """Somebody whom Nora enrols now."""
    made = database.write_now(patients.enrol_patient, people.nora, PatientCreate(name=name, **stated))
    return Actor(kind="patient", id=made.id, clinic_id=people.clinic.id, name=name)


def changed(database: Database, people: People, patient: Actor, **changes: Any) -> PatientPublic:
    """The patient as Nora has changed her."""
    tag = f'"{read(database, patient).version}"'
    body = PatientChange(**changes)
    return database.write_now(patients.change_patient, people.nora, str(patient.id), body, if_match=tag)


def read(database: Database, patient: Actor) -> PatientPublic:
    return database.read_now(patients.get_patient, patient, "me")


def silences(database: Database) -> list[str]:
    """The names of the patients whose silence was sent out, once for each event."""
    names = {row["id"]: row["name"] for row in rows_of(database, Patient)}
    events = [row for row in rows_of(database, OutboxEvent) if row["kind"] == EventKind.PATIENT_SILENT]
    assert all(event["subject_id"] == event["patient_id"] for event in events)
    return [names[event["patient_id"]] for event in events]


def silent_names(database: Database, people: People) -> Sequence[str]:
    """Whom Nora's list calls silent."""
    everyone = rows_of(database, Patient)
    shown = [database.read_now(patients.get_patient, people.nora, str(row["id"])) for row in everyone]
    return [patient.name for patient in shown if patient.is_silent]
