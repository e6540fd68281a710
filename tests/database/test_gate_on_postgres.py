"""Writes on PostgreSQL share syncs of its log, and each still waits for one."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from api.database import Database, WorkMayNotCommit, open_database
from api.database_gate import CommitGate
from api.errors import NotFound, Unavailable
from api.settings import Settings
from tests.database.tables import add_patient, metadata, patient_names
from tests.database.test_gate import LONG_SECONDS, until
from tests.database.test_postgres import lock
from tests.support.databases import DatabaseServer, PostgresServer
from tests.support.postgres import own_postgres_server

AT_ONCE = 16
WRITES = 320
STATEMENTS = 10
SYNCS = "SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal' AND backend_type = 'client backend'"
CONNECTED = "SELECT count(*) FROM pg_stat_activity WHERE datname = :name"


@pytest.fixture
def database_server(postgresql: DatabaseServer) -> DatabaseServer:
    return postgresql


def with_endless_patience(database: Database) -> CommitGate:
    """The database's gate from now on, which opens only when all have come."""
    gate = CommitGate(patience_seconds=LONG_SECONDS)
    database._engine._gate = gate  # type: ignore[attr-defined]
    return gate


@contextmanager
def running(database: Database) -> Iterator[Event]:
    """A write is under way until the event, which the end of the block sets."""
    started, released = Event(), Event()

    def work(_: Connection) -> None:
        started.set()
        assert released.wait(LONG_SECONDS)

    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(database.write_now, work)
        assert started.wait(LONG_SECONDS)
        try:
            yield released
        finally:
            released.set()
            writing.result(LONG_SECONDS)


def waiting_write(
    database: Database, gate: CommitGate, work: Callable[[Connection], object]
) -> Future[object]:
    future: Future[object] = database._engine.write(work)
    until(lambda: gate.waiting == 1)
    return future


def add_after_a_look_round(connection: Connection, name: str) -> str:
    """As long as a save of the diary takes, so that commits meet by chance no more often than there."""
    for _ in range(STATEMENTS):
        patient_names(connection)
    return add_patient(connection, name)


def raising(_: Connection) -> None:
    raise NotFound


def committing(connection: Connection) -> None:
    connection.commit()


def deadlocked(connection: Connection) -> None:
    connection.exec_driver_sql(
        "DO $$ BEGIN RAISE EXCEPTION 'as if' USING ERRCODE = 'deadlock_detected'; END $$"
    )


def of_an_unknown_clinic(connection: Connection) -> None:
    add_patient(connection, "Ben", clinic="nowhere")


@pytest.mark.parametrize(
    ("work", "error"),
    [
        (raising, NotFound),
        (committing, WorkMayNotCommit),
        (deadlocked, Unavailable),
        (of_an_unknown_clinic, Unavailable),
    ],
)
def test_a_work_that_fails_leaves_the_gate(
    database: Database, work: Callable[[Connection], object], error: type[Exception]
) -> None:
    gate = with_endless_patience(database)

    with pytest.raises(error):
        database.write_now(work)

    assert (gate.running, gate.waiting) == (0, 0)
    assert database.write_now(add_patient, "Anna") == "Anna"
    assert database.read_now(patient_names) == ["Anna"]


def test_a_request_that_is_cancelled_in_the_queue_is_never_awaited(empty_database_url: str) -> None:
    database = open_database(
        Settings(environment="test", database_url=empty_database_url, postgres_connections=1)
    )
    database.write_now(metadata.create_all)
    gate = with_endless_patience(database)

    with running(database):
        queued = database._engine.write(lambda c: add_patient(c, "Carl"))
        assert queued.cancel()
        assert gate.running == 1

    assert database.read_now(patient_names) == []
    assert (gate.running, gate.waiting) == (0, 0)
    database.close()


def test_a_connection_that_is_cut_at_the_gate_stores_nothing(database: Database) -> None:
    gate = with_endless_patience(database)
    served_by: list[int] = []

    def add_carl(connection: Connection) -> None:
        add_patient(connection, "Carl")
        served_by.append(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())

    with running(database):
        cut = waiting_write(database, gate, add_carl)
        database.read_now(lambda c: c.execute(sa.select(sa.func.pg_terminate_backend(served_by[0], 5000))))

    assert isinstance(cut.exception(LONG_SECONDS), Unavailable)
    # More often than there are connections: none of them is the one that was cut.
    names = [database.write_now(add_patient, f"patient {number}") for number in range(5)]
    assert database.read_now(patient_names) == names


def test_a_commit_that_fails_at_the_gate_takes_no_other_along(database: Database) -> None:
    gate = with_endless_patience(database)

    with running(database):
        failing = waiting_write(database, gate, of_an_unknown_clinic)
        added = database._engine.write(lambda c: add_patient(c, "Anna"))
        until(lambda: gate.waiting == 2)

    assert isinstance(failing.exception(LONG_SECONDS), Unavailable)
    assert added.result(LONG_SECONDS) == "Anna"
    assert database.read_now(patient_names) == ["Anna"]


def test_nothing_is_answered_or_seen_before_its_commit(database: Database) -> None:
    gate = with_endless_patience(database)

    with running(database):
        added = waiting_write(database, gate, lambda c: add_patient(c, "Anna"))
        assert not added.done()
        assert database.read_now(patient_names) == []

    assert added.result(LONG_SECONDS) == "Anna"
    assert database.read_now(patient_names) == ["Anna"]


def test_a_work_that_wants_a_row_of_one_that_waits_gets_it(database: Database) -> None:
    database.write_now(add_patient, "Anna")
    is_locked, other_runs = Event(), Event()

    def first(connection: Connection) -> str:
        lock(connection, "Anna")
        is_locked.set()
        assert other_runs.wait(LONG_SECONDS)
        return "first"

    def second(connection: Connection) -> str:
        assert is_locked.wait(LONG_SECONDS)
        other_runs.set()
        lock(connection, "Anna")
        return "second"

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(database.write_now, (first, second))) == ["first", "second"]


def test_closing_serves_what_waits_at_the_gate(database: Database) -> None:
    gate = with_endless_patience(database)

    with ThreadPoolExecutor(1) as thread, running(database) as released:
        waiting = waiting_write(database, gate, lambda c: add_patient(c, "Anna"))
        closing = thread.submit(database.close)
        assert not waiting.done()
        released.set()
        closing.result(LONG_SECONDS)

    assert waiting.result(LONG_SECONDS) == "Anna"


@pytest.fixture(scope="module")
def durable() -> Iterator[PostgresServer]:
    with own_postgres_server({}) as url:
        server = PostgresServer(url)
        yield server
        server.close()


def test_a_lone_write_has_a_sync_of_its_own(durable: DatabaseServer) -> None:
    assert syncs_of(durable, writes=10, at_once=1) >= 10


def test_writes_at_once_share_their_syncs(durable: DatabaseServer) -> None:
    assert syncs_of(durable, writes=WRITES, at_once=AT_ONCE) <= WRITES / 2


def syncs_of(server: DatabaseServer, *, writes: int, at_once: int) -> int:
    """How often PostgreSQL synced its log for so many writes, by its own count."""
    with server.empty() as url:
        write(url, ["before"], at_once=1)
        before = syncs(url)
        write(url, [f"patient {number}" for number in range(writes)], at_once=at_once)
        return syncs(url) - before


def write(url: str, names: list[str], *, at_once: int) -> None:
    database = open_database(Settings(environment="production", database_url=url, runs_worker=False))
    if names == ["before"]:
        database.write_now(metadata.create_all)
    with ThreadPoolExecutor(at_once) as threads:
        stored = list(threads.map(lambda name: database.write_now(add_after_a_look_round, name), names))
    assert stored == names
    database.close()


def syncs(url: str) -> int:
    """Once all connections are gone, since each hands over its counts when it ends."""
    engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    name = sa.make_url(url).database
    with engine.connect() as connection:
        until(lambda: connection.execute(sa.text(CONNECTED), {"name": name}).scalar_one() == 1)
        return int(connection.exec_driver_sql(SYNCS).scalar_one() or 0)
