"""Reads some patients of a trial with all that their diaries are judged by, in a few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from api.database import Database
from api.diary import store as diary
from api.diary.judged_by import DAYS_AROUND
from api.diary.judgement import first_judged_day
from api.patients.models import Patient
from api.rulebooks import store as rulebooks
from api.rulebooks.in_force import ClinicRules, baseline_of, rules_of_clinic, taking_of
from api.rulebooks.models import Threshold
from api.rules.diary import Diary
from api.trials import store
from api.trials.models import Trial

PATIENTS_AT_ONCE = 100
Readings = Mapping[date, tuple[diary.Row, ...]]


@dataclass(frozen=True)
class Some:
    """The next patients of a trial and the rules of their clinic. Who takes nothing is not in `taken`."""

    version: int
    rules: ClinicRules
    patients: Sequence[Patient]
    taken: Mapping[UUID, Sequence[diary.Row]]
    own_numbers: Mapping[UUID, Sequence[Threshold]]

    @property
    def is_last(self) -> bool:
        return len(self.patients) < PATIENTS_AT_ONCE


@dataclass(frozen=True)
class Chunk:
    """`readings` lack whoever wrote nothing, and None stands for what could not be read."""

    some: Some
    readings: Mapping[UUID, Readings | None]

    def diary_of(self, patient: Patient) -> Diary:
        """Raises: ValueError for one that could not be read."""
        days = self.readings.get(patient.id, {})
        if days is None:
            raise ValueError("Her days could not be read.")
        first = first_judged_day(patient)
        judged = {day: heads for day, heads in days.items() if day >= first}
        return Diary(judged, taking_of(self.some.taken.get(patient.id, ())), baseline_of(patient))


def read_chunk(database: Database, held: Trial) -> Chunk:
    """The patients behind the trial's position. Raises: Unavailable."""
    some = database.read_now(_some, held)
    patients = [patient.id for patient in some.patients]
    try:
        return Chunk(some, database.read_now(_readings, held, patients))
    except (ValueError, TypeError):
        # Somebody's row is broken; alone, it does not keep the others from being read.
        return Chunk(some, {patient: _readings_of_one(database, held, patient) for patient in patients})


def _some(connection: Connection, held: Trial) -> Some:
    patients = store.patients_after(
        connection, held.clinic_id, at=held.asked_at, after=held.position, limit=PATIENTS_AT_ONCE
    )
    ids = [patient.id for patient in patients]
    with_numbers = [patient.id for patient in patients if patient.has_own_numbers]
    own: dict[UUID, list[Threshold]] = {}
    for one in rulebooks.standing_of(connection, held.clinic_id, with_numbers) if with_numbers else ():
        assert one.patient_id is not None
        own.setdefault(one.patient_id, []).append(one)
    return Some(
        version=rulebooks.version_of(connection, held.clinic_id),
        rules=rules_of_clinic(connection, held.clinic_id),
        patients=patients,
        taken=rulebooks.taken_of(connection, held.clinic_id, ids),
        own_numbers=own,
    )


def _readings(
    connection: Connection, held: Trial, patients: Sequence[UUID]
) -> Mapping[UUID, Readings | None]:
    return diary.head_readings_of(connection, patients, first=held.since - DAYS_AROUND, last=held.until)


def _readings_of_one(database: Database, held: Trial, patient: UUID) -> Readings | None:
    try:
        return database.read_now(_readings, held, [patient]).get(patient, {})
    except (ValueError, TypeError):
        return None
