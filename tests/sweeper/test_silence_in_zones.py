"""Silence counts her own days: where she last wrote, over clock changes and the date line."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from api.database import Database
from api.sweeper.service import note_silences
from tests.support.entries import MONDAY, write
from tests.support.personas import People
from tests.sweeper.waiting import changed, days, enrolled, local, read, silences

Hands = time_machine.Traveller
AUCKLAND, HONOLULU = "Pacific/Auckland", "Pacific/Honolulu"
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("last_day", "zone", "hours"),
    [
        pytest.param(date(2026, 10, 31), "America/New_York", 97, id="autumn in New York"),
        pytest.param(date(2027, 3, 13), "America/New_York", 95, id="spring in New York"),
        pytest.param(date(2026, 10, 24), "Europe/Berlin", 97, id="autumn in Berlin"),
        pytest.param(date(2027, 3, 27), "Europe/Berlin", 95, id="spring in Berlin"),
        pytest.param(date(2026, 9, 2), "America/Santiago", 96, id="no midnight on the day in Santiago"),
        pytest.param(date(2026, 9, 5), "America/Santiago", 95, id="no midnight within in Santiago"),
    ],
)
def test_a_silence_over_a_clock_change_is_as_long_as_its_days(
    database: Database, people: People, hands: Hands, last_day: date, zone: str, hours: int
) -> None:
    hands.move_to(local(last_day, hour=12, zone=zone))
    dana = enrolled(database, people)
    write(database, dana, last_day, time_zone=zone)
    begins = local(last_day, zone=zone).astimezone(UTC) + timedelta(hours=hours)

    hands.move_to(begins - MOMENT)
    assert note_silences(database) == 0
    hands.move_to(begins)

    assert note_silences(database) == 1
    assert read(database, dana).silent_since == days(last_day, 1)


def test_whoever_never_wrote_is_silent_by_the_clinics_days(
    database: Database, people: People, hands: Hands
) -> None:
    hands.move_to(datetime(2026, 11, 24, 4, 30, tzinfo=UTC))  # still Monday in New York
    enrolled(database, people)

    hands.move_to(local(days(MONDAY, 4)) - MOMENT)
    assert note_silences(database) == 0
    hands.move_to(local(days(MONDAY, 4)))

    assert note_silences(database) == 1


def test_the_zone_that_she_last_wrote_from_counts(database: Database, people: People, hands: Hands) -> None:
    dana = enrolled(database, people)
    write(database, dana, MONDAY, time_zone="Europe/Berlin")

    hands.move_to(local(days(MONDAY, 4), zone="Europe/Berlin"))

    assert note_silences(database) == 1


def test_a_day_that_arrives_late_does_not_bring_her_back_to_where_it_was_written(
    database: Database, people: People, hands: Hands
) -> None:
    hands.move_to(local(days(MONDAY, -3), hour=9, zone="Europe/Berlin"))
    dana = enrolled(database, people)
    hands.move_to(local(MONDAY, hour=20, zone=HONOLULU))
    write(database, dana, MONDAY, time_zone=HONOLULU)
    # Another phone, which was without a network, sends what she wrote before she left.
    write(database, dana, days(MONDAY, -3), time_zone="Europe/Berlin")

    hands.move_to(local(days(MONDAY, 4), zone=HONOLULU) - MOMENT)
    assert note_silences(database) == 0
    hands.move_to(local(days(MONDAY, 4), zone=HONOLULU))

    assert note_silences(database) == 1


def test_a_journey_over_the_date_line_takes_no_day_from_her(
    database: Database, people: People, hands: Hands
) -> None:
    hands.move_to(local(MONDAY, hour=9, zone=AUCKLAND))
    dana = enrolled(database, people)
    write(database, dana, MONDAY, time_zone=AUCKLAND)
    # The same evening it is still Sunday where she has landed.
    hands.move_to(local(days(MONDAY, -1), hour=20, zone=HONOLULU))
    write(database, dana, days(MONDAY, -1), time_zone=HONOLULU)

    hands.move_to(local(days(MONDAY, 4), zone=HONOLULU) - MOMENT)
    assert note_silences(database) == 0
    hands.move_to(local(days(MONDAY, 4), zone=HONOLULU))

    assert note_silences(database) == 1


def test_nor_does_the_way_back_though_a_day_of_the_calendar_is_missing(
    database: Database, people: People, hands: Hands
) -> None:
    hands.move_to(local(MONDAY, hour=20, zone=HONOLULU))
    dana = enrolled(database, people)
    write(database, dana, MONDAY, time_zone=HONOLULU)
    # She lands on Wednesday; there was no Tuesday for her.
    landed = days(MONDAY, 2)
    hands.move_to(local(landed, hour=7, zone=AUCKLAND))
    assert note_silences(database) == 0
    write(database, dana, landed, time_zone=AUCKLAND)

    hands.move_to(local(days(landed, 4), zone=AUCKLAND) - MOMENT)
    assert note_silences(database) == 0
    hands.move_to(local(days(landed, 4), zone=AUCKLAND))

    assert note_silences(database) == 1
    assert silences(database) == ["Dana Wolfe"]


def test_the_end_of_a_pause_counts_from_her_own_day(database: Database, people: People, hands: Hands) -> None:
    dana = enrolled(database, people)
    write(database, dana, MONDAY, time_zone=AUCKLAND)
    changed(database, people, dana, is_paused=True)
    hands.move_to(local(days(MONDAY, 20), hour=1, zone=AUCKLAND))  # a day earlier at the clinic
    changed(database, people, dana, is_paused=False)

    hands.move_to(local(days(MONDAY, 24), zone=AUCKLAND) - MOMENT)
    assert note_silences(database) == 0
    hands.move_to(local(days(MONDAY, 24), zone=AUCKLAND))

    assert note_silences(database) == 1
