"""How much of SQLite a patient takes in a year of typical entries."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection

from api import clock
from api.alerts.models import Alert, Status
from api.audit.models import AuditRow
from api.database import Database, open_database
from api.diary.models import RevisionRow
from api.outbox import store as outbox
from api.outbox.models import OutboxEvent
from api.settings import Settings
from tests.bench.seeding import move_patients_in
from tests.bench.year import ALERTS, DAYS, FIRST, Household, live_through
from tests.support.databases import migrate
from tests.support.personas import move_in

TIDIED_AT_ONCE = 500


@dataclass(frozen=True)
class Year:
    """What a patient leaves behind in a year. Units: 1,000 bytes; rows."""

    kilobytes: float
    saves: float
    alerts: float
    audit_rows: float


def year_of_a_patient(folder: Path, *, patients: int) -> Year:
    """What the file grows by, with events tidied as the worker would; every patient has had two alerts."""
    url = f"sqlite:///{folder}/year.db"
    migrate(url)
    settings = Settings(environment="test", database_url=url)
    database = open_database(settings)
    try:
        people = move_in(database)
        phones = move_patients_in(database, people, number=patients, since=FIRST)
        household = Household([phone.actor for phone in phones], people.nora)
        before = _used(database)
        for number in range(DAYS):
            database.write_now(live_through, household, number)
        database.write_now(_tidy, kept=timedelta(days=settings.event_days))
        return database.read_now(_left, patients=patients, taken=_used(database) - before)
    finally:
        database.close()


def _left(connection: Connection, *, patients: int, taken: int) -> Year:
    seen_to = sa.select(sa.func.count()).where(Alert.__table__.c.status == Status.RESOLVED)  # type: ignore[attr-defined]
    by_patient = connection.execute(seen_to.group_by(Alert.__table__.c.patient_id)).scalars()  # type: ignore[attr-defined]
    assert list(by_patient) == [ALERTS] * patients

    def rows(model: type) -> float:
        return (
            float(connection.execute(sa.select(sa.func.count()).select_from(model)).scalar_one()) / patients
        )

    return Year(taken / patients / 1000, rows(RevisionRow), rows(Alert), rows(AuditRow))


def _tidy(connection: Connection, *, kept: timedelta) -> None:
    with clock.as_if_at(datetime.combine(FIRST + timedelta(days=DAYS), datetime.min.time(), UTC)):
        while outbox.number(connection):
            pass
        connection.execute(sa.update(OutboxEvent).values(done_at=clock.now()))
        while outbox.tidy(connection, before=clock.now() - kept, most=TIDIED_AT_ONCE):
            pass


def _used(database: Database) -> int:
    """Bytes of the pages that hold something."""

    def work(connection: Connection) -> int:
        asked = ("page_count", "freelist_count", "page_size")
        pages, free, size = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in asked)
        return int((pages - free) * size)

    return database.read_now(work)
