"""On PostgreSQL transactions overlap: what commits late is numbered late, and no reader misses it."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from threading import Event

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy import Connection

from api.database import Database
from api.outbox import store
from api.outbox.models import OutboxEvent
from api.outbox.worker import Worker
from tests.outbox.conftest import NOON
from tests.support.databases import DatabaseServer
from tests.support.events import an_event, positions_of, put
from tests.support.personas import People
from tests.support.rows import rows_of

Opened = Callable[[], sa.Connection]


@pytest.fixture
def database_server(postgresql: DatabaseServer) -> DatabaseServer:
    return postgresql


@pytest.fixture
def open_connection(database_url: str) -> Iterator[Opened]:
    """Connections beside the service's own, whose transactions stay open as long as a test likes."""
    engine = sa.create_engine(database_url)
    yield engine.connect
    engine.dispose()


@contextmanager
def held_open(database: Database, work: Callable[[Connection], object]) -> Iterator[Callable[[], None]]:
    """Does a work in a transaction of another thread that ends when what this gives is called."""
    has_worked, may_end = Event(), Event()

    def wait_after(connection: Connection) -> None:
        work(connection)
        has_worked.set()
        assert may_end.wait(30)

    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(database.write_now, wait_after)

        def end() -> None:
            may_end.set()
            future.result()

        try:
            assert has_worked.wait(30)
            yield end
        finally:
            may_end.set()


def test_what_began_first_and_committed_late_comes_behind_what_was_numbered(
    database: Database, people: People, open_connection: Opened
) -> None:
    late = an_event(people.anna)
    with open_connection() as connection:
        store.put(connection, [late])
        early = put(database, people.ben)
        database.write_now(store.number)
        assert positions_of(database, early) == [1]
        connection.commit()
    database.write_now(store.number)

    assert positions_of(database, [late]) == [2]
    ids = [row["subject_id"] for row in rows_of(database, OutboxEvent)]
    assert ids == [late.subject_id, early[0].subject_id], "the late one has the lower id"


def test_two_that_number_at_once_wait_for_each_other_and_give_no_position_twice(
    database: Database, people: People
) -> None:
    put(database, people.anna)
    database.write_now(store.number)
    first = put(database, people.anna, count=2)
    with held_open(database, store.number) as let_go, ThreadPoolExecutor(1) as threads:
        second = put(database, people.anna, count=2)
        other = threads.submit(database.write_now, store.number)
        wait_until(database, somebody_waits_for_a_lock)
        assert positions_of(database, first + second) == [None] * 4
        let_go()
        numbered = other.result()

    assert numbered == 2
    assert positions_of(database, first + second) == [2, 3, 4, 5]


def test_the_first_two_of_a_clinic_wait_for_each_other_too(database: Database, people: People) -> None:
    first = put(database, people.anna)
    with held_open(database, store.number) as let_go, ThreadPoolExecutor(1) as threads:
        second = put(database, people.anna)
        other = threads.submit(database.write_now, store.number)
        wait_until(database, somebody_waits_for_a_lock)
        let_go()
        other.result()

    assert positions_of(database, first + second) == [1, 2]


def test_what_gets_its_position_while_old_events_are_deleted_stays(
    database: Database, people: People, clock: time_machine.Traveller
) -> None:
    put(database, people.anna, count=3)
    Worker(database, sinks=[], duties=[]).run_once()
    clock.shift(timedelta(days=40))
    new, others = put(database, people.anna), list[Future[int]]()

    def number_before_a_delete(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("DELETE"):
            others.append(threads.submit(database.write_now, store.number))
            wait_until(database, lambda it: others[0].done() or somebody_waits_for_a_lock(it))

    def tidy(connection: Connection) -> int:
        sa.event.listen(connection, "before_cursor_execute", number_before_a_delete)
        return store.tidy(connection, before=NOON + timedelta(days=10), most=500)

    with ThreadPoolExecutor(1) as threads:
        deleted = database.write_now(tidy)

    assert (deleted, others[0].result()) == (3, 1)
    assert positions_of(database, new) == [4]


def test_a_reader_beside_many_slow_transactions_meets_every_event_once(
    database: Database, people: People, open_connection: Opened
) -> None:
    random, met, put_so_far = Random(7), [0], []
    transactions = [open_connection() for _ in range(8)]

    for _ in range(150):
        connection = random.choice(transactions)
        if connection.in_transaction() and random.random() < 0.5:
            connection.commit()
        else:
            event = an_event(random.choice([people.anna, people.ben]))
            store.put(connection, [event])
            put_so_far.append(event.subject_id)
        if random.random() < 0.4:
            met += database.write_now(read_on, after=met[-1])
    for connection in transactions:
        connection.commit()
        connection.close()
    met += database.write_now(read_on, after=met[-1])

    assert met == list(range(len(put_so_far) + 1))
    by_position = sorted(rows_of(database, OutboxEvent), key=lambda row: row["position"])
    assert {row["subject_id"] for row in by_position} == set(put_so_far)
    assert [row["subject_id"] for row in by_position] != put_so_far, "some committed late"


def read_on(connection: Connection, *, after: int) -> list[int]:
    """Numbers what is new, and gives the positions behind one."""
    store.number(connection)
    events = OutboxEvent.__table__  # type: ignore[attr-defined]
    found = sa.select(events.c.position).where(events.c.position > after).order_by(events.c.position)
    return list(connection.execute(found).scalars())


def somebody_waits_for_a_lock(connection: Connection) -> bool:
    waiting = "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname"
    return bool(connection.exec_driver_sql(f"{waiting} = current_database()").scalar_one())


def wait_until(database: Database, holds: Callable[[Connection], bool]) -> None:
    for _ in range(20_000):
        if database.read_now(holds):
            return
    raise AssertionError("it did not come about")
