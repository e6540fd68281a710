"""The worker's thread goes on whatever fails, and ends when it is told to."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from threading import Event, Thread
from threading import enumerate as threads_alive

import pytest

from api.database import Database
from api.errors import Unavailable
from api.outbox import worker as outbox_worker
from api.outbox.store import SentEvent
from api.outbox.worker import DutyCall, Worker
from tests.support.events import put, waiting_in
from tests.support.personas import People

Started = Callable[[Worker], Future[None]]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_worker, "IDLE_SECONDS", 0.001)
    monkeypatch.setattr(outbox_worker, "LONGEST_WAIT_SECONDS", 0.001)


@pytest.fixture
def stop() -> Event:
    return Event()


@pytest.fixture
def start(stop: Event) -> Iterator[Started]:
    with ThreadPoolExecutor(1) as threads:
        yield lambda worker: threads.submit(worker.run, stop)
        stop.set()


class Struck:
    """A database that fails the first times it is asked, each time in another way."""

    def __init__(self, database: Database, *failures: Exception) -> None:
        self._database = database
        self._failures = list(failures)
        self.has_recovered = Event()

    def read_now(self, work: Callable[..., object], *args: object, **options: object) -> object:
        if self._failures:
            raise self._failures.pop()
        self.has_recovered.set()
        return self._database.read_now(work, *args, **options)

    def write_now(self, work: Callable[..., object], *args: object, **options: object) -> object:
        return self._database.write_now(work, *args, **options)


def test_it_sends_what_comes_and_ends_when_told(
    database: Database, people: People, start: Started, stop: Event
) -> None:
    has_sent = Event()
    running = start(Worker(database, sinks=[lambda _: has_sent.set()], duties=[]))

    put(database, people.anna)
    assert has_sent.wait(30)
    stop.set()

    running.result(30)
    assert waiting_in(database) == 0


def test_it_survives_a_database_that_is_away_and_errors_that_nobody_thought_of(
    database: Database, people: People, start: Started
) -> None:
    put(database, people.anna)
    has_sent = Event()
    struck = Struck(database, Unavailable(), RuntimeError(), Unavailable(), KeyError())

    start(Worker(struck, sinks=[lambda _: has_sent.set()], duties=[]))  # type: ignore[arg-type]

    assert has_sent.wait(30)


def test_its_duties_go_on_after_the_database_was_away(database: Database, start: Started) -> None:
    was_done = Event()
    duty = DutyCall("sweep", timedelta(minutes=1), lambda _: was_done.set())
    struck = Struck(database, *[Unavailable() for _ in range(6)])

    start(Worker(struck, sinks=[], duties=[duty]))  # type: ignore[arg-type]

    assert was_done.wait(30)


def test_a_long_duty_delays_no_event(database: Database, people: People, start: Started) -> None:
    has_begun, may_end, has_sent = Event(), Event(), Event()

    def take_long(_database: Database) -> None:
        has_begun.set()
        may_end.wait(30)

    def send(_event: SentEvent) -> None:
        has_sent.set()

    start(Worker(database, sinks=[send], duties=[DutyCall("sweep", timedelta(minutes=1), take_long)]))
    assert has_begun.wait(30)
    put(database, people.anna)

    assert has_sent.wait(30)
    may_end.set()


def test_its_threads_do_not_keep_the_process_alive(database: Database, stop: Event) -> None:
    alive: list[Thread] = []
    has_begun = Event()

    def look(_database: Database) -> None:
        alive.extend(thread for thread in threads_alive() if thread.name.startswith("dut"))
        has_begun.set()
        stop.set()

    Worker(database, sinks=[], duties=[DutyCall("sweep", timedelta(minutes=1), look)]).run(stop)

    assert has_begun.is_set()
    assert {thread.name for thread in alive} == {"duties", "duty-sweep"}
    assert all(thread.daemon for thread in alive)
