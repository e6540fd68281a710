"""One worker and one outbox: leases, failures, pauses. The clock is turned, nobody waits."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event as Flag

import pytest
import time_machine
from sqlalchemy import Connection

from api.database import Database
from api.errors import Unavailable
from api.outbox import store
from api.outbox.leases import LEASE, LONGEST_PAUSE
from api.outbox.models import OutboxEvent
from api.outbox.store import SentEvent
from api.outbox.worker import Sink, Worker, pause_after
from tests.support.events import put, waiting_in
from tests.support.personas import People
from tests.support.rows import rows_of

SECOND = timedelta(seconds=1)


class FailingDatabase:
    """The database of a worker, away for the writes that `is_away` names by their number."""

    def __init__(self, database: Database, *, is_away: Callable[[int], bool]) -> None:
        self.read_now = database.read_now
        self._write = database.write_now
        self._is_away = is_away
        self._writes = 0

    def write_now(self, work: Callable[..., object], *args: object, **options: object) -> object:
        self._writes += 1
        if self._is_away(self._writes):
            raise Unavailable
        return self._write(work, *args, **options)


def a_worker(database: object, *sinks: Sink) -> Worker:
    return Worker(database, sinks=sinks, duties=[])  # type: ignore[arg-type]


def claim(database: Database, *, most: int = 64) -> list[SentEvent]:
    return database.write_now(number_and_claim, most=most)


def number_and_claim(connection: Connection, *, most: int) -> list[SentEvent]:
    store.number(connection)
    return store.claim(connection, most=most)


def refuse(_event: SentEvent) -> None:
    raise ConnectionError


def test_an_empty_outbox_is_left_alone(database: Database, people: People) -> None:
    sent: list[SentEvent] = []
    only_read = FailingDatabase(database, is_away=lambda _write: True)

    assert a_worker(only_read, sent.append).run_once() == 0
    assert sent == []


def test_every_event_reaches_every_sink_once_oldest_first(
    database: Database, people: People, clock: time_machine.Traveller
) -> None:
    events = []
    for patient in (people.anna, people.cora, people.ben):
        events += put(database, patient)
        clock.shift(SECOND)
    one, other = [], []  # type: ignore[var-annotated]
    worker = a_worker(database, one.append, other.append)

    done = [worker.run_once(), worker.run_once()]

    assert done == [3, 0]
    assert [sent.subject_id for sent in one] == [event.subject_id for event in events]
    assert other == one
    assert [(sent.position, sent.attempt) for sent in one] == [(1, 1), (1, 1), (2, 1)]
    assert all(row["done_at"] and row["leased_until"] is None for row in rows_of(database, OutboxEvent))


def test_what_a_worker_holds_is_nobody_elses_until_its_lease_ends(
    database: Database, people: People, clock: time_machine.Traveller
) -> None:
    put(database, people.anna, count=2)
    (held,) = claim(database, most=1)

    (other,) = claim(database)
    clock.shift(LEASE - SECOND)
    assert claim(database) == []
    clock.shift(SECOND)
    again = claim(database)

    assert other.id != held.id
    assert {event.id for event in again} == {held.id, other.id}
    assert [event.attempt for event in again] == [2, 2]


def test_who_comes_late_neither_gives_back_nor_holds_what_another_has_taken_over(
    database: Database, people: People, clock: time_machine.Traveller
) -> None:
    put(database, people.anna)
    late = claim(database)
    clock.shift(LEASE)
    taken_over = claim(database)

    assert database.write_now(store.extend, late) == set()
    database.write_now(store.release, late, pause=timedelta(0))

    assert claim(database) == []
    assert database.write_now(store.extend, taken_over) == {taken_over[0].id}


def test_an_effect_that_comes_late_counts_as_done_all_the_same(
    database: Database, people: People, clock: time_machine.Traveller
) -> None:
    put(database, people.anna)
    late = claim(database)
    clock.shift(LEASE)
    taken_over = claim(database)

    database.write_now(store.done, [late[0].id])
    database.write_now(store.release, taken_over, pause=timedelta(0))

    assert waiting_in(database) == 0
    assert claim(database) == []


def test_a_failing_sink_stops_neither_the_others_nor_the_next_event(
    database: Database, people: People, clock: time_machine.Traveller
) -> None:
    first, second = put(database, people.anna, count=2)
    sent: list[SentEvent] = []

    def refuse_the_first(event: SentEvent) -> None:
        if event.subject_id == first.subject_id:
            refuse(event)

    done = a_worker(database, refuse_the_first, sent.append).run_once()

    assert done == 1
    assert [event.subject_id for event in sent] == [first.subject_id, second.subject_id]
    assert waiting_in(database) == 1


def test_what_failed_comes_again_after_a_pause_with_the_same_id_until_it_is_taken(
    database: Database, people: People, clock: time_machine.Traveller
) -> None:
    put(database, people.anna)
    tried: list[SentEvent] = []
    worker = a_worker(database, tried.append, refuse)

    for attempt in range(1, 4):
        assert worker.run_once() == 0
        assert worker.run_once() == 0
        assert len(tried) == attempt
        clock.shift(pause_after(attempt) - SECOND)
        worker.run_once()
        assert len(tried) == attempt
        clock.shift(SECOND)
    recovered = a_worker(database, tried.append).run_once()

    assert recovered == 1
    assert len({event.id for event in tried}) == 1
    assert [event.attempt for event in tried] == [1, 2, 3, 4]


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 2), (2, 4), (5, 32), (9, 512), (10, 900), (4000, 900)])
def test_the_pause_doubles_up_to_a_quarter_of_an_hour(attempt: int, seconds: int) -> None:
    assert pause_after(attempt) == timedelta(seconds=seconds)
    assert pause_after(attempt) <= LONGEST_PAUSE


def test_a_slow_sink_keeps_what_it_has_not_come_to(
    database: Database, people: People, clock: time_machine.Traveller
) -> None:
    put(database, people.anna, count=5)
    stolen: list[SentEvent] = []
    sent: list[SentEvent] = []

    def take_your_time(event: SentEvent) -> None:
        sent.append(event)
        clock.shift(LEASE / 2)
        stolen.extend(claim(database))

    done = a_worker(database, take_your_time).run_once()

    assert done == len(sent) == 5
    assert {event.id for event in stolen} <= {event.id for event in sent[:-1]}, "sent, and not yet marked"
    assert waiting_in(database) == 0


def test_what_another_has_taken_over_is_not_sent_again(
    database: Database, people: People, clock: time_machine.Traveller
) -> None:
    put(database, people.anna, count=3)
    sent: list[SentEvent] = []
    taken_over: list[SentEvent] = []

    def sleep_over_the_lease(event: SentEvent) -> None:
        sent.append(event)
        if len(sent) == 1:
            clock.shift(LEASE)
            taken_over.extend(claim(database))

    done = a_worker(database, sleep_over_the_lease).run_once()

    assert (done, len(sent)) == (1, 1)
    assert len(taken_over) == 3


def test_what_took_effect_is_not_repeated_because_the_mark_could_not_be_stored(
    database: Database, people: People, clock: time_machine.Traveller
) -> None:
    put(database, people.anna, count=2)
    sent: list[SentEvent] = []
    worker = a_worker(FailingDatabase(database, is_away=lambda write: write in (2, 3)), sent.append)

    for _ in range(2):
        with pytest.raises(Unavailable):
            worker.run_once()
        clock.shift(2 * LEASE)
    done = worker.run_once()

    assert (done, len(sent)) == (2, 2)
    assert waiting_in(database) == 0


def test_a_worker_that_is_told_to_stop_gives_back_what_it_has_not_come_to(
    database: Database, people: People, clock: time_machine.Traveller
) -> None:
    put(database, people.anna, count=3)
    stop, sent = Flag(), []  # type: ignore[var-annotated]

    def stop_at_once(event: SentEvent) -> None:
        sent.append(event)
        stop.set()

    a_worker(database, stop_at_once).run(stop)

    assert (len(sent), waiting_in(database)) == (1, 2)
    assert len(claim(database)) == 2
