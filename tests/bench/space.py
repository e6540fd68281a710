"""How much of SQLite a patient takes in a year of typical entries."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import sqlalchemy as sa
from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.database import Database, open_database
from api.diary.service import record_entry
from api.outbox import store as outbox
from api.outbox.models import OutboxEvent
from api.settings import Settings
from tests.bench.seeding import move_patients_in, typical_entry
from tests.support.databases import migrate
from tests.support.personas import move_in

YEAR = 365
FIRST = date(2025, 11, 23)
TIDIED_AT_ONCE = 500
BAD_DAYS = frozenset({100, 101, 250, 251})


def kilobytes_a_patient_and_year(*, patients: int) -> float:
    """What the file grows by: a save every evening, two alerts, and events tidied as the worker would.

    Units: 1,000 bytes.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "diary.db"
        url = f"sqlite:///{path}"
        migrate(url)
        settings = Settings(environment="test", database_url=url)
        database = open_database(settings)
        people = move_in(database)
        actors = [phone.actor for phone in move_patients_in(database, people, number=patients, since=FIRST)]
        before = _used(database)
        for number in range(YEAR):
            database.write_now(_live_through, actors, number)
        database.write_now(_tidy, kept=timedelta(days=settings.event_days))
        after = _used(database)
        database.close()
    return (after - before) / patients / 1000


def _live_through(connection: Connection, actors: list[Actor], number: int) -> None:
    day = FIRST + timedelta(days=number)
    dice = Random(number)
    with clock.as_if_at(datetime(day.year, day.month, day.day, 23, tzinfo=UTC)):
        for actor in actors:
            entry = typical_entry(dice, number, loose_stools=5 if number in BAD_DAYS else None)
            record_entry(connection, actor, "me", day, entry)


def _tidy(connection: Connection, *, kept: timedelta) -> None:
    with clock.as_if_at(datetime.combine(FIRST + timedelta(days=YEAR), datetime.min.time(), UTC)):
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
