"""`/ready` says that writes get through when one just did, and that none was lost since."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa
import time_machine
from fastapi.testclient import TestClient
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from api.database import Database, open_database
from api.errors import Unavailable
from api.operations.write_check import PROVED_FOR, WriteCheck
from api.settings import Settings
from api.sweeper.models import Heartbeat
from tests.operations.conftest import NOON, TOKEN
from tests.support.clients import API, Caller
from tests.support.databases import ROOT, DatabaseServer
from tests.support.entries import an_entry, as_json
from tests.support.rows import rows_of

LONGEST_SECONDS = 60
DAYS = 20
FULL_FROM_NOW = {
    # The file may grow no more: what fits into its pages is written, an entry is not.
    "sqlite": "PRAGMA max_page_count = 1",
    "postgresql": """
        CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$;
        CREATE TRIGGER is_full BEFORE INSERT ON {table} EXECUTE FUNCTION is_full()""",
}
ROOM_AGAIN = {"sqlite": "PRAGMA max_page_count = 1000000", "postgresql": "DROP FUNCTION is_full CASCADE"}


def make_full(database: Database, table: str) -> None:
    statement = FULL_FROM_NOW[database.dialect].format(table=table)
    database.write_now(lambda c: c.exec_driver_sql(statement).close())


def make_room(database: Database) -> None:
    database.write_now(lambda c: c.exec_driver_sql(ROOM_AGAIN[database.dialect]).close())


def database_check(http: TestClient) -> tuple[int, str, str]:
    """The status of /ready, what it says of the database, and what Prometheus is told of it."""
    answer = http.get("/ready")
    found = {check["name"]: check["status"] for check in answer.json()["checks"]}
    told = http.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    (line,) = [line for line in told.splitlines() if line.startswith('diary_check_ok{check="database"}')]
    return answer.status_code, found["database"], line.split()[-1]


WELL, FAILED = (200, "ok", "1.0"), (503, "failed", "0.0")


def large(connection: Connection) -> None:
    """More than is free in any page."""
    connection.execute(sa.insert(Heartbeat), [{"name": f"large-{n}", "at": NOON} for n in range(5000)])


def test_a_database_that_stores_nothing_is_unavailable_until_it_does(
    http: TestClient, database: Database, clock: time_machine.Traveller
) -> None:
    make_full(database, "heartbeat")
    with pytest.raises(Unavailable):
        database.write_now(large)

    found = [database_check(http)]
    clock.shift(PROVED_FOR)
    found.append(database_check(http))
    make_room(database)

    assert found == [FAILED, FAILED]
    assert database_check(http) == WELL


def test_saves_that_are_lost_are_seen_at_once_though_a_write_just_went_through(
    http: TestClient, anna: Caller, database: Database, clock: time_machine.Traveller
) -> None:
    before = database_check(http)
    make_full(database, "revision")

    last_save = save_until_one_is_lost(anna)

    assert (before, last_save, database_check(http)) == (WELL, 503, FAILED)
    make_room(database)
    clock.shift(PROVED_FOR)
    assert database_check(http) == WELL


def save_until_one_is_lost(anna: Caller) -> int:
    """The status of the last answer; the first entries may still fit into the file's pages."""
    for days_ago in range(DAYS):
        day = NOON.date() - timedelta(days=days_ago)
        status = anna.put(f"{API}/patients/me/diary/{day}", as_json(an_entry(loose_stools=5))).status_code
        if status != 201:
            return status
    return 201


def test_a_row_that_is_refused_is_not_the_databases_fault(http: TestClient, database: Database) -> None:
    before = database_check(http)

    with pytest.raises(IntegrityError):
        database.write_now(lambda c: c.execute(sa.insert(Heartbeat), {"name": None, "at": NOON}))

    assert (before, database_check(http)) == (WELL, WELL)


@pytest.mark.parametrize("database_server", ["postgresql"], indirect=True)
def test_a_row_that_others_hold_is_not_the_databases_fault(
    http: TestClient, database: Database, database_url: str
) -> None:
    before = database_check(http)
    with psycopg.connect(database_url.replace("+psycopg", "")) as other:
        other.execute("LOCK TABLE clinic")
        with pytest.raises(Unavailable):
            database.write_now(lambda c: c.exec_driver_sql("SET LOCAL lock_timeout = 1; TABLE clinic"))

    assert (before, database_check(http)) == (WELL, WELL)


def test_it_writes_once_in_ten_seconds_however_often_it_is_asked(
    http: TestClient, database: Database, clock: time_machine.Traveller
) -> None:
    written: list[set[datetime]] = []
    for _ in range(3):
        http.get("/ready")
        clock.shift(PROVED_FOR / 2)
        written.append(
            {row["at"] for row in rows_of(database, Heartbeat) if row["name"].startswith("write-")}
        )

    assert written == [{NOON}, {NOON}, {NOON + PROVED_FOR}]


@pytest.fixture
def reading_role(postgresql: DatabaseServer, database_url: str) -> Iterator[str]:
    """The address for somebody who may read everything and write nothing."""
    name = f"reader_{uuid4().hex}"
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {name}")
        admin.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}")
        as_reader = sa.make_url(database_url).update_query_dict({"options": f"-crole={name}"})
        yield as_reader.render_as_string(hide_password=False)
        admin.execute(f"DROP OWNED BY {name}")
        admin.execute(f"DROP ROLE {name}")


@pytest.mark.parametrize("database_server", ["postgresql"], indirect=True)
@pytest.mark.parametrize("way", ["without rights", "read only"])
def test_a_role_that_may_not_write_is_seen(
    settings: Settings, reading_role: str, database_url: str, way: str
) -> None:
    standby = sa.make_url(database_url).update_query_dict({"options": "-cdefault_transaction_read_only=on"})
    address = {"without rights": reading_role, "read only": standby.render_as_string(hide_password=False)}
    reading = open_database(settings.model_copy(update={"database_url": address[way]}))

    is_well = asyncio.run(WriteCheck(reading).is_well())

    assert (is_well, reading.lost_writes) == (False, 1)
    reading.close()


@pytest.mark.parametrize("database_server", ["sqlite"], indirect=True)
def test_a_quota_that_lets_a_row_through_and_no_entry_is_seen(database_url: str) -> None:
    program = [sys.executable, "-m", "tests.operations.little_room", database_url]

    done = subprocess.run(
        program, cwd=ROOT, capture_output=True, text=True, check=True, timeout=LONGEST_SECONDS
    )

    said = json.loads(done.stdout.splitlines()[-1])
    assert said == {"before": 200, "saves": [503] * 3, "ready": [503] * 6, "after": 200}
