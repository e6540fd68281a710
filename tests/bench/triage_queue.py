"""Reading the queue with few and with many patients in the clinic; it should cost the same."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from api.alerts.models import Alert
from api.alerts.reconcile import UNTOUCHED, ranked
from api.database import Database, open_database
from api.ids import new_id
from api.patients.models import Patient
from api.rules.evaluate import Diary, Finding, findings_in
from api.rules.guidance import DOCUMENT, published
from api.rules.rulebook import whole
from api.settings import Settings
from tests.support.factories import a_patient
from tests.support.personas import ENROLLED_ON, People, move_in
from tests.support.rows import queue_of

PAGE = 50
WAITING_OF = 10
AT_ONCE = 2000
LOOKS = 20


@dataclass(frozen=True)
class Clinic:
    """A clinic with a number of patients, every tenth with an alert that waits."""

    database: Database
    people: People


@contextmanager
def clinic_of(patients: int, url: str) -> Iterator[Clinic]:
    database = open_database(Settings(environment="test", database_url=url))
    try:
        people = move_in(database)
        for first in range(0, patients, AT_ONCE):
            database.write_now(_move_in, people, range(first, min(patients, first + AT_ONCE)))
        database.write_now(_look_up_how_it_is_spread)
        yield Clinic(database, people)
    finally:
        database.close()


def seconds_of_a_look(few: Clinic, many: Clinic, *, rounds: int) -> tuple[float, float]:
    """Medians of the first page's time, read in turns. Units: seconds."""
    for clinic in (few, many):
        _look(clinic)
    times = [(_look(few), _look(many)) for _ in range(rounds)]
    return median(one for one, _ in times), median(other for _, other in times)


def _look(clinic: Clinic) -> float:
    began = time.perf_counter()
    for _ in range(LOOKS):
        page = queue_of(clinic.database, clinic.people.nora, limit=PAGE)
        assert len(page.items) == PAGE
    return (time.perf_counter() - began) / LOOKS


def _move_in(connection: Connection, people: People, numbers: range) -> None:
    rows = [a_patient(people.clinic, name=f"Patient {n}", enrolled_on=ENROLLED_ON) for n in numbers]
    connection.execute(sa.insert(Patient), [row.model_dump() for row in rows])
    waiting = [_alert(row, number) for number, row in zip(numbers, rows, strict=True)]
    connection.execute(sa.insert(Alert), [row for row in waiting if row is not None])


def _alert(patient: Patient, number: int) -> dict[str, Any] | None:
    if number % WAITING_OF:
        return None
    run = _two_bad_days().to_json()
    since = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(seconds=number)
    row = {
        **UNTOUCHED,
        "id": new_id(),
        "clinic_id": patient.clinic_id,
        "patient_id": patient.id,
        "rule": run["rule"],
        "level": run["level"],
        "status": "open",
        "first_day": ENROLLED_ON,
        "last_day": ENROLLED_ON + timedelta(days=1),
        "past_document_limit": False,
        "runs": [run],
        "shown_runs": [run],
        "follows": None,
        "opened_at": since,
        "attention_since": since,
    }
    return row | ranked(row)


def _two_bad_days() -> Finding:
    days = {ENROLLED_ON + timedelta(days=n): ({"diarrhea": {"count": 5}},) for n in range(2)}
    return findings_in(Diary(days), whole(published()[DOCUMENT]))[0]


def _look_up_how_it_is_spread(connection: Connection) -> None:
    # PostgreSQL does this by itself, some time after many rows have come.
    connection.exec_driver_sql("ANALYZE")
