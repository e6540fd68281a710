"""Rows that state only what matters to a test; the rest is filled in."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection
from sqlmodel import SQLModel

from api.clinics.models import Clinic
from api.database import session_on
from api.ids import new_id
from api.medications.models import Medication
from api.patients.models import Patient

MADE_AT = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
Stated = dict[str, Any]
OFFICE_HOURS = {
    day: [{"opens": "08:00", "closes": "17:00"}]
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
}


def insert(connection: Connection, *rows: SQLModel) -> None:
    """Stores rows as they are, whoever may see them; parents before children."""
    with session_on(connection) as session:
        for row in rows:
            session.add(row)
            session.flush()


def a_clinic(**stated: Any) -> Clinic:
    """Open on weekdays from 8 to 17 in New York."""
    assumed: Stated = {
        "id": new_id(),
        "name": "Hillside Cancer Clinic",
        "time_zone": "America/New_York",
        "day_number": "+12025550100",
        "after_hours_number": "+12025550199",
        "emergency_number": "911",
        "region": "US",
        "hours": OFFICE_HOURS,
        "holidays": [],
        "created_at": MADE_AT,
    }
    return Clinic(**assumed | stated)


def a_patient(clinic: Clinic, **stated: Any) -> Patient:
    assumed: Stated = {
        "id": new_id(),
        "clinic_id": clinic.id,
        "name": "Dana Wolfe",
        "enrolled_on": date(2026, 10, 1),
        "created_at": MADE_AT,
    }
    return Patient(**assumed | stated)


def a_medication(patient: Patient, **stated: Any) -> Medication:
    assumed: Stated = {
        "id": new_id(),
        "clinic_id": patient.clinic_id,
        "patient_id": patient.id,
        "catalogue_id": "pazopanib",
        "name": "Pazopanib",
        "author_kind": "patient",
        "author_name": patient.name,
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
    }
    return Medication(**assumed | stated)
