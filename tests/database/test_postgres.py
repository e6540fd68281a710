"""What only a server of its own, with many connections, can get wrong."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from api.database import Database, open_database
from api.errors import Unavailable
from api.settings import Settings
from tests.database.tables import add_patient, patient_names, patients
from tests.support.databases import DatabaseServer


@pytest.fixture
def database_server(postgresql: DatabaseServer) -> DatabaseServer:
    return postgresql


def test_a_server_that_is_away_is_unavailable() -> None:
    database = open_database(
        Settings(environment="test", database_url="postgresql+psycopg://nobody@/none?host=/nowhere")
    )

    with pytest.raises(Unavailable):
        database.write_now(patient_names)
    with pytest.raises(Unavailable):
        database.read_now(patient_names)
    database.close()


def test_a_connection_that_is_cut_stores_nothing_and_the_next_write_goes_through(database: Database) -> None:
    def add_and_be_cut_off(connection: Connection) -> None:
        add_patient(connection, "Carl")
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(Unavailable):
        database.write_now(add_and_be_cut_off)

    database.write_now(add_patient, "Anna")

    assert database.read_now(patient_names) == ["Anna"]


def test_an_error_that_a_work_swallows_is_not_taken_for_stored(database: Database) -> None:
    def add_twice_in_silence(connection: Connection) -> None:
        add_patient(connection, "Carl")
        with suppress(IntegrityError):
            add_patient(connection, "Carl")

    with pytest.raises(Unavailable):
        database.write_now(add_twice_in_silence)

    assert database.read_now(patient_names) == []


def test_works_that_lock_each_other_out_both_come_through(database: Database) -> None:
    database.write_now(add_patient, "Anna")
    database.write_now(add_patient, "Ben")
    both_hold_one = Barrier(2)

    def locking(first: str, second: str) -> Callable[[Connection], str]:
        attempts = []

        def work(connection: Connection) -> str:
            attempts.append(first)
            lock(connection, first)
            if len(attempts) == 1:
                both_hold_one.wait(10)
            lock(connection, second)
            return first

        return work

    with ThreadPoolExecutor(2) as threads:
        works = [locking("Anna", "Ben"), locking("Ben", "Anna")]
        assert list(threads.map(database.write_now, works)) == ["Anna", "Ben"]


def lock(connection: Connection, name: str) -> None:
    connection.execute(sa.select(patients).where(patients.c.name == name).with_for_update())


def test_a_work_that_meets_a_deadlock_every_time_is_unavailable(database: Database) -> None:
    attempts = []

    def deadlocked(connection: Connection) -> None:
        attempts.append(connection)
        connection.exec_driver_sql(
            "DO $$ BEGIN RAISE EXCEPTION 'as if' USING ERRCODE = 'deadlock_detected'; END $$"
        )

    with pytest.raises(Unavailable) as caught:
        database.write_now(deadlocked)

    assert isinstance(caught.value.__cause__, psycopg.errors.DeadlockDetected)
    assert len(attempts) == 3
