"""While nothing could be received nobody was silent, and afterwards phones have a day to catch up."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Connection

from api.access.actors import Actor
from api.database import Database
from api.diary.service import record_entry
from api.sweeper import store
from api.sweeper.models import Beat, Outage
from api.sweeper.outages import OUTAGE_AFTER, held_from
from api.sweeper.service import beat, keep_beating, note_silences
from tests.support.entries import MONDAY, NOON, an_entry
from tests.support.factories import a_patient, insert
from tests.support.personas import People
from tests.support.rows import rows_of
from tests.sweeper.waiting import NEW_YORK, days, enrolled, local, silences

Hands = time_machine.Traveller
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
COHORT = 200
CATCH_UP = 195


def is_up(database: Database, hands: Hands, *, since: datetime, hours: int) -> None:
    """The service beats, often enough, for so many hours; then it is that much later."""

    def work(connection: Connection) -> None:
        for number in range(hours * 6 + 1):
            store.beat(connection, Beat.SERVICE, at=since + number * OUTAGE_AFTER)

    database.write_now(work)
    hands.move_to(since + hours * HOUR)


def send_what_phones_kept(connection: Connection, *, writers: Sequence[Actor], day: date) -> None:
    for writer in writers:
        record_entry(connection, writer, "me", day, an_entry())


def outages(database: Database) -> list[timedelta]:
    return [row["until"] - row["since"] for row in rows_of(database, Outage)]


def test_a_gap_between_beats_is_an_outage_and_a_restart_is_none(database: Database, hands: Hands) -> None:
    beat(database, Beat.SERVICE)
    hands.shift(OUTAGE_AFTER)
    beat(database, Beat.SERVICE)
    assert outages(database) == []

    hands.shift(3 * DAY)
    beat(database, Beat.SERVICE)

    assert outages(database) == [3 * DAY]
    assert database.read_now(store.last_beat, Beat.SERVICE) == NOON + OUTAGE_AFTER + 3 * DAY


def test_a_gap_of_the_worker_is_no_outage_of_the_service(database: Database, hands: Hands) -> None:
    beat(database, Beat.WORKER)
    hands.shift(3 * DAY)
    beat(database, Beat.WORKER)

    assert outages(database) == []


def test_several_processes_that_come_back_at_once_write_one_outage(database: Database, hands: Hands) -> None:
    with ThreadPoolExecutor(8) as processes:
        list(processes.map(beat, [database] * 8, [Beat.SERVICE] * 8))
        hands.shift(3 * DAY)
        list(processes.map(beat, [database] * 8, [Beat.SERVICE] * 8))

    assert outages(database) == [3 * DAY]


def test_a_clock_that_was_set_back_makes_no_outage(database: Database, hands: Hands) -> None:
    beat(database, Beat.SERVICE)
    hands.shift(-3 * DAY)
    beat(database, Beat.SERVICE)

    assert outages(database) == []


def test_three_days_of_outage_end_without_a_storm(database: Database, people: People, hands: Hands) -> None:
    beat(database, Beat.SERVICE)
    wrote = {"last_entry_day": MONDAY, "last_zone": NEW_YORK, "silent_from": local(days(MONDAY, 4))}
    cohort = [a_patient(people.clinic, name=f"Patient {number}", **wrote) for number in range(COHORT)]
    database.write_now(insert, *cohort)
    writers = [Actor(kind="patient", id=p.id, clinic_id=p.clinic_id, name=p.name) for p in cohort]
    # Down from Monday noon to Friday noon; they wrote each day, and their phones kept it.
    back = NOON + 4 * DAY
    hands.move_to(back)
    assert note_silences(database) == 0, "the worker is there before the service has beaten"
    beat(database, Beat.SERVICE)
    database.write_now(send_what_phones_kept, writers=writers[:CATCH_UP], day=days(MONDAY, 4))

    is_up(database, hands, since=back, hours=23)
    assert note_silences(database) == 0
    is_up(database, hands, since=back + 23 * HOUR, hours=1)

    assert note_silences(database) == COHORT - CATCH_UP
    assert sorted(silences(database)) == sorted(writer.name for writer in writers[CATCH_UP:])


def test_a_silence_of_before_the_outage_is_told_of_at_once(
    database: Database, people: People, hands: Hands
) -> None:
    enrolled(database, people)
    hands.move_to(local(days(MONDAY, 5)))
    beat(database, Beat.SERVICE)

    hands.shift(3 * DAY)
    beat(database, Beat.SERVICE)

    assert note_silences(database) == 1


def test_while_the_service_is_down_a_worker_tells_of_nobody(
    database: Database, people: People, hands: Hands
) -> None:
    beat(database, Beat.SERVICE)
    enrolled(database, people)

    hands.move_to(local(days(MONDAY, 40)))

    assert note_silences(database) == 0


def test_an_hour_between_two_long_outages_is_not_enough_to_catch_up(
    database: Database, people: People, hands: Hands
) -> None:
    enrolled(database, people)
    beat(database, Beat.SERVICE)
    first_back, second_back = NOON + 5 * DAY, NOON + 9 * DAY
    is_up(database, hands, since=first_back, hours=1)

    is_up(database, hands, since=second_back, hours=22)
    assert note_silences(database) == 0
    is_up(database, hands, since=second_back + 22 * HOUR, hours=1)

    assert note_silences(database) == 1


def test_an_outage_every_night_holds_nobody_back_for_ever() -> None:
    begun = NOON
    nights = [(begun + n * DAY, begun + n * DAY + HOUR) for n in range(30, 0, -1)]

    held = held_from(nights, now=begun + 30 * DAY + 12 * HOUR)

    # The nights before the last have had their 24 hours.
    assert held == begun + 30 * DAY


def test_an_outage_written_by_a_clock_that_ran_ahead_holds_nobody_back() -> None:
    ahead = (NOON - DAY, NOON + 1000 * DAY)
    real = (NOON - 5 * HOUR, NOON - 3 * HOUR)

    assert held_from([ahead], now=NOON) is None
    assert held_from([ahead, real], now=NOON) == NOON - 5 * HOUR


def test_the_service_beats_by_itself_and_outlives_a_database_that_is_away(database: Database) -> None:
    async def beaten() -> bool:
        return await database.read(store.last_beat, Beat.SERVICE) is not None

    async def beat_until_seen() -> None:
        beating = asyncio.create_task(keep_beating(database))
        while not await beaten():
            assert not beating.done()
        beating.cancel()

    async def beat_without_a_database() -> None:
        beating = asyncio.create_task(keep_beating(database))
        for _ in range(10):
            await asyncio.sleep(0)
        assert not beating.done()
        beating.cancel()

    asyncio.run(beat_until_seen())
    database.close()
    asyncio.run(beat_without_a_database())


@pytest.mark.parametrize("name", Beat)
def test_what_was_never_here_has_no_last_beat(database: Database, name: Beat) -> None:
    assert database.read_now(store.last_beat, name) is None


def test_a_service_without_a_past_holds_nobody_back(database: Database) -> None:
    assert database.read_now(store.silences_held_from) is None
