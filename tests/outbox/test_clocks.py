"""Clocks jump, and those of two machines differ: nothing due stops, and nothing held is taken."""

from collections.abc import Callable
from datetime import timedelta

import time_machine
from structlog.testing import capture_logs

from api.database import Database
from api.outbox import duty_store, store
from api.outbox.clocks import ALLOWED_SECONDS, ClockCheck
from api.outbox.duties import Duties, DutyCall
from api.outbox.leases import LEASE, LONGEST_PAUSE
from api.outbox.models import Duty
from api.outbox.worker import Worker
from api.settings import Settings
from api.sweeper.models import Heartbeat
from api.worker import make_worker
from tests.outbox.conftest import NOON
from tests.outbox.test_sending import claim
from tests.support.events import put, waiting_in
from tests.support.personas import People
from tests.support.rows import rows_of

YEARS = timedelta(days=1200)
HOUR = timedelta(hours=1)
AHEAD = timedelta(seconds=ALLOWED_SECONDS)


def duties_of(database: Database) -> Duties:
    rests = {"sweep": LEASE, "tidy": HOUR}
    return Duties(database, [DutyCall(name, every, lambda _: None) for name, every in rests.items()])


def a_worker(database: Database, may_work: Callable[[], bool]) -> Worker:
    return Worker(database, sinks=[], duties=[DutyCall("sweep", LEASE, lambda _: None)], may_work=may_work)


def test_a_clock_that_ran_ahead_and_was_set_right_stops_no_duty(
    database: Database, clock: time_machine.Traveller
) -> None:
    duties = duties_of(database)
    clock.shift(YEARS)
    duties.run_due()

    clock.move_to(NOON)
    counts = [duties.run_due(), duties.run_due()]
    clock.shift(HOUR)
    counts.append(duties.run_due())

    assert counts == [2, 0, 2]


def test_a_duty_that_somebody_held_by_a_clock_far_ahead_is_free(
    database: Database, clock: time_machine.Traveller
) -> None:
    clock.shift(YEARS)
    database.write_now(duty_store.take, "sweep", every=LEASE)
    clock.move_to(NOON)

    assert duties_of(database).run_due() == 2


def test_an_event_that_somebody_held_by_a_clock_far_ahead_is_free(
    database: Database, people: People, clock: time_machine.Traveller
) -> None:
    put(database, people.anna)
    clock.shift(YEARS)
    claim(database)
    clock.move_to(NOON)

    assert Worker(database, sinks=[], duties=[]).run_once() == 1


def test_what_is_done_or_held_by_a_clock_that_is_a_little_ahead_is_left_alone(
    database: Database, people: People, clock: time_machine.Traveller
) -> None:
    put(database, people.anna, count=2)
    clock.shift(AHEAD)
    duties_of(database).run_due()
    database.write_now(duty_store.take, "beat", every=LEASE)
    paused, _held = claim(database)
    database.write_now(store.release, [paused], pause=LONGEST_PAUSE)
    clock.move_to(NOON)

    assert duties_of(database).run_due() == 0
    assert database.write_now(duty_store.take, "beat", every=LEASE) is None
    assert claim(database) == []


def test_a_worker_rests_while_its_clock_is_off_and_goes_on_when_it_is_right(
    database: Database, people: People
) -> None:
    put(database, people.anna)
    seconds = [-10.1, 3600.0, -3600.0, 10.1, -10.0, 10.0]
    differences = iter(seconds)
    check = ClockCheck(database, seconds_ahead=lambda _: next(differences), every_seconds=0)
    worker = a_worker(database, check.is_right)

    with capture_logs() as lines:
        resting = [worker.run_once(), worker.run_once()]
        untouched = (waiting_in(database), rows_of(database, Duty))
        done = worker.run_once()

    assert (resting, untouched) == ([0, 0], (1, []))
    assert (done, len(rows_of(database, Duty))) == (1, 1)
    assert [(line["event"], line["seconds"]) for line in lines] == [
        ("clock_is_off", -10.1),
        ("clock_is_right_again", -10.0),
    ]


def test_clocks_are_compared_once_a_while(database: Database) -> None:
    asked: list[float] = []

    def note(_connection: object) -> float:
        asked.append(0)
        return 0

    check = ClockCheck(database, seconds_ahead=note)

    assert [check.is_right() for _ in range(5)] == [True] * 5
    assert len(asked) == 1


def test_a_clock_is_compared_where_other_machines_can_work_on_the_same_database(
    database: Database, settings: Settings, people: People
) -> None:
    put(database, people.anna)
    in_use = settings.model_copy(update={"environment": "production"})
    shares_its_database = database.dialect == "postgresql"

    with time_machine.travel(NOON + YEARS):
        turned = make_worker(database, in_use).run_once()
    beats = rows_of(database, Heartbeat)
    right = make_worker(database, in_use).run_once()

    assert (turned, right) == ((0, 1) if shares_its_database else (1, 0))
    assert bool(beats) is not shares_its_database
