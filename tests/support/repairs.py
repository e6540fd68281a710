"""After each test: the sweeper would find nothing to repair in the database that it leaves behind."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from psycopg.errors import UndefinedTable
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from api import clock
from api.database import Database
from api.diary.judgement import first_judged_day, overdue
from api.diary.models import RevisionRow
from api.errors import Unavailable
from api.patients.models import Patient

_PATIENT = Patient.__table__  # type: ignore[attr-defined]
_REVISION = RevisionRow.__table__  # type: ignore[attr-defined]


@pytest.fixture
def broken_on_purpose() -> None:
    """For a test that leaves broken rows behind: nothing is asked of them afterwards."""


def overdue_alerts(database: Database) -> list[str]:
    """Rule and kind of every alert that is due and missing, in whole diaries.

    [] also of a database without tables, and of one that the test has closed.
    """
    try:
        return database.read_now(_overdue_alerts)
    except Unavailable:
        return []
    except DatabaseError as error:
        # Asking for the table before every other test would take longer.
        if isinstance(error.orig, UndefinedTable) or "no such table" in str(error.orig):
            return []
        raise


def _overdue_alerts(connection: Connection) -> list[str]:
    written = (
        sa.select(_PATIENT, sa.func.max(_REVISION.c.received_at).label("written_at"))
        .join(_REVISION, _REVISION.c.patient_id == _PATIENT.c.id)
        .group_by(_PATIENT.c.id)
    )
    found = []
    for row in connection.execute(written).mappings():
        patient = Patient(**{name: value for name, value in row.items() if name != "written_at"})
        found += _overdue_of(connection, patient, written_at=row["written_at"])
    return found


def _overdue_of(connection: Connection, patient: Patient, *, written_at: datetime) -> list[str]:
    # The test may have turned the clock back by now, and then its diaries would lie in the future.
    with clock.as_if_at(written_at):
        missing = overdue(connection, patient, since=first_judged_day(patient))
    return [f"{one.rule} {one.kind}" for one in missing]
