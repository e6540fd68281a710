"""Lives through the demo's six weeks day by day, with the clock turned back, as patients and nurse would."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.alerts import service as alerts
from api.alerts import store as alert_rows
from api.alerts.models import Acknowledgement, Outcome, Resolution
from api.demo_people import Handling, Person
from api.diary import service as diary
from api.diary.models import EntryCreate
from api.diary.readings import ReadingDocument
from api.ids import new_id
from api.medications import service as medications
from api.medications.models import MedicationCreate
from api.patients import service as patients
from api.patients.models import PatientCreate

DAYS = 42
EVENING = time(19, 10)
BEFORE_NOW = timedelta(minutes=25)


@dataclass(frozen=True)
class Patient:
    person: Person
    actor: Actor
    dice: random.Random


def live_through(
    connection: Connection, people: Sequence[Person], *, clinic_id: UUID, nurse_id: UUID, time_zone: str
) -> list[UUID]:
    """Enrols the people, lets them write, lets the nurse answer; gives their ids in the order of `people`."""
    zone = ZoneInfo(time_zone)
    now = clock.now()
    today = now.astimezone(zone).date()
    nurse = Actor(kind="nurse", id=nurse_id, clinic_id=clinic_id, name="Nora Lind")
    with clock.as_if_at(_evening(today - timedelta(days=DAYS + 1), zone, now=now)):
        cohort = [_enrol(connection, nurse, person, today=today) for person in people]
    for days_ago, evening in _evenings(today, zone, now=now):
        with clock.as_if_at(evening):
            for patient in cohort:
                _write(connection, patient, today - timedelta(days=days_ago), days_ago=days_ago, zone=zone)
                if patient.person.handled_days_ago == days_ago:
                    _handle(connection, nurse, patient)
    return [patient.actor.id for patient in cohort]


def _evenings(today: date, zone: ZoneInfo, *, now: datetime) -> Iterator[tuple[int, datetime]]:
    for days_ago in range(DAYS - 1, -1, -1):
        yield days_ago, _evening(today - timedelta(days=days_ago), zone, now=now)


def _evening(day: date, zone: ZoneInfo, *, now: datetime) -> datetime:
    return min(datetime.combine(day, EVENING, zone).astimezone(UTC), now - BEFORE_NOW)


def _enrol(connection: Connection, nurse: Actor, person: Person, *, today: date) -> Patient:
    body = PatientCreate(
        name=person.name,
        birth_date=person.birth_date,
        record_number=person.record_number,
        diagnosis=person.diagnosis,
        phone=f"+1 202 555 {100 + int(person.record_number[-2:]):04d}",
        support=person.support,
    )
    enrolled = patients.enrol_patient(connection, nurse, body)
    actor = Actor(kind="patient", id=enrolled.id, clinic_id=nurse.clinic_id, name=enrolled.name)
    if person.medicine is not None:
        medicine = MedicationCreate(
            catalogue_id=person.medicine,
            dose=person.dose,
            schedule=person.schedule,
            started_on=today - timedelta(days=person.days_taken),
        )
        medications.create(connection, nurse, str(enrolled.id), medicine)
    return Patient(person, actor, random.Random(person.record_number))


def _write(connection: Connection, patient: Patient, day: date, *, days_ago: int, zone: ZoneInfo) -> None:
    readings = _readings(patient, days_ago=days_ago)
    if days_ago in patient.person.unwritten:
        return
    entry = EntryCreate(
        id=new_id(),
        recorded_at=clock.now().astimezone(zone),
        time_zone=zone.key,
        readings=ReadingDocument.model_validate(readings),
    )
    diary.record_entry(connection, patient.actor, "me", day, entry)


def _readings(patient: Patient, *, days_ago: int) -> dict[str, Any]:
    person, dice = patient.person, patient.dice
    stools = person.stools.get(days_ago, dice.choice((0, 0, 0, 1)))
    tired = min(3, max(0, person.mood + dice.choice((-1, 0, 0, 1))))
    readings: dict[str, Any] = {
        "diarrhea": {"count": stools},
        "nausea": {"severity": min(2, dice.choice((0, 0, 1)) + person.mood // 2)},
        "vomiting": {"count": 0},
        "fatigue": {"severity": tired} | ({"interference": 1} if tired >= 2 else {}),
        "appetite_loss": {"severity": dice.choice((0, 0, person.mood // 2))},
    }
    if days_ago % 7 == 1:
        systolic = 118 + dice.randrange(16)
        pressure = {"systolic": systolic, "diastolic": systolic - 44, "unit": "mmHg", "at": "08:10"}
        readings["blood_pressure"] = [pressure]
    return readings


def _handle(connection: Connection, nurse: Actor, patient: Patient) -> None:
    if patient.person.handling is Handling.NONE:
        return
    for row in alert_rows.unresolved_of(connection, patient.actor.id):
        seen = alerts.acknowledge(
            connection, nurse, row["id"], Acknowledgement(), if_match=f'"{row["version"]}"'
        )
        if patient.person.handling is Handling.RESOLVED:
            resolution = Resolution(outcome=Outcome.ADVICE_GIVEN, note="Drinks well, eats rice and bananas.")
            alerts.resolve(connection, nurse, seen.id, resolution, if_match=f'"{seen.version}"')
