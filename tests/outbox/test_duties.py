"""Duties come round for one worker at a time, whatever becomes of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier, Event
from typing import Any

import time_machine

from api.database import Database
from api.outbox import duty_store
from api.outbox.duties import PAUSE_AFTER_FAILURE, Duties, DutyCall
from api.outbox.leases import LEASE
from api.outbox.models import Duty
from tests.outbox.conftest import NOON
from tests.support.rows import rows_of

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def a_duty(run: Callable[[Database], object], *, name: str = "sweep", every: timedelta = MINUTE) -> DutyCall:
    return DutyCall(name, every, run)


def the_row(database: Database) -> dict[str, Any]:
    (row,) = rows_of(database, Duty)
    return row


def fail(_database: Database) -> None:
    raise ZeroDivisionError


def test_a_duty_is_done_at_once_and_then_each_time_it_is_due(
    database: Database, clock: time_machine.Traveller
) -> None:
    done: list[datetime] = []
    duties = Duties(database, [a_duty(lambda _: done.append(NOON))])

    counts = [duties.run_due(), duties.run_due()]
    clock.shift(MINUTE - SECOND)
    counts.append(duties.run_due())
    clock.shift(SECOND)
    counts.append(duties.run_due())

    assert counts == [1, 0, 0, 1]
    assert len(done) == 2
    row = the_row(database)
    assert (row["done_at"], row["due_at"]) == (NOON + MINUTE, NOON + 2 * MINUTE)
    assert row["leased_until"] is None


def test_a_duty_that_heeds_a_stop_is_given_it_and_no_other_begins_after_it(database: Database) -> None:
    stop, given = Event(), []

    def end(_database: Database, *, stop: Event) -> None:
        given.append(stop)
        stop.set()

    calls = [DutyCall(name, MINUTE, end, heeds_stop=True) for name in ("sweep", "trials")]

    assert Duties(database, calls).run_due(stop) == 1
    assert given == [stop]


def test_what_one_worker_does_another_leaves_alone(database: Database, clock: time_machine.Traveller) -> None:
    begun: list[str] = []

    def do(name: str) -> Duties:
        return Duties(database, [a_duty(lambda _: meet(name))])

    def meet(name: str) -> None:
        begun.append(name)
        if name == "first":
            # Long enough for its time to come round again, so that only the lease keeps the other away.
            assert do("second").run_due() == 0

    do("first").run_due()

    assert begun == ["first"]


def test_of_many_who_reach_for_a_duty_at_once_one_gets_it(
    database: Database, clock: time_machine.Traveller
) -> None:
    together = Barrier(4, timeout=30)

    def take(_: int) -> datetime | None:
        together.wait()
        return database.write_now(duty_store.take, "sweep", every=MINUTE)

    for _ in range(10):
        with ThreadPoolExecutor(4) as threads:
            taken = list(threads.map(take, range(4)))
        assert sorted(until is None for until in taken) == [False, True, True, True]
        clock.shift(LEASE)


def test_the_duty_of_a_killed_worker_comes_back_after_its_lease(
    database: Database, clock: time_machine.Traveller
) -> None:
    done: list[str] = []
    duties = Duties(database, [a_duty(lambda _: done.append("it"))])
    database.write_now(duty_store.take, "sweep", every=MINUTE)

    clock.shift(LEASE - SECOND)
    assert duties.run_due() == 0
    clock.shift(SECOND)

    assert duties.run_due() == 1
    assert done == ["it"]


def test_a_worker_that_was_thought_dead_does_not_take_the_duty_back(
    database: Database, clock: time_machine.Traveller
) -> None:
    late = database.write_now(duty_store.take, "sweep", every=MINUTE)
    assert late is not None
    clock.shift(LEASE)
    theirs = database.write_now(duty_store.take, "sweep", every=MINUTE)

    assert database.write_now(duty_store.extend, "sweep", held_until=late) is None
    database.write_now(duty_store.finish, "sweep", held_until=late, every=MINUTE)
    database.write_now(duty_store.give_up, "sweep", held_until=late, pause=MINUTE)

    row = the_row(database)
    assert (row["leased_until"], row["done_at"]) == (theirs, None)


def test_a_duty_that_fails_holds_up_no_other_and_is_tried_again_soon(
    database: Database, clock: time_machine.Traveller
) -> None:
    done: list[str] = []
    duties = Duties(
        database,
        [
            a_duty(fail, name="broken", every=timedelta(hours=1)),
            a_duty(lambda _: done.append("it"), name="sound"),
        ],
    )

    counts = [duties.run_due(), duties.run_due()]
    clock.shift(PAUSE_AFTER_FAILURE)
    tried = database.read_now(duty_store.due, {"broken": timedelta(hours=1), "sound": MINUTE})

    assert (counts, done) == ([1, 0], ["it"])
    assert sorted(tried) == ["broken", "sound"]
    rows = {row["name"]: row for row in rows_of(database, Duty)}
    assert (rows["broken"]["done_at"], rows["sound"]["done_at"]) == (None, NOON)


def test_a_long_duty_stays_in_the_hands_of_who_does_it(database: Database) -> None:
    def work_on(own: Database) -> None:
        held_until = set()
        for _ in range(100_000):
            held_until.add(the_row(own)["leased_until"])
            if len(held_until) > 3:
                return
        raise AssertionError("the lease was not extended again and again")

    assert Duties(database, [a_duty(work_on)], extended_every_seconds=0.001).run_due() == 1
    assert the_row(database)["leased_until"] is None


def test_a_duty_that_nobody_calls_here_is_left_to_others(
    database: Database, clock: time_machine.Traveller
) -> None:
    database.write_now(duty_store.take, "of a later version", every=MINUTE)
    clock.shift(LEASE)

    assert Duties(database, [a_duty(lambda _: None)]).run_due() == 1
    assert [row["done_at"] for row in rows_of(database, Duty)] == [None, NOON + LEASE]
