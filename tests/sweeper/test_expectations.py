"""What a nurse sets decides when a patient is expected: pauses and intervals."""

from datetime import timedelta

import time_machine

from api.database import Database
from api.patients.models import Patient
from api.sweeper.service import note_silences
from tests.support.entries import MONDAY, write
from tests.support.personas import People
from tests.support.rows import rows_of
from tests.sweeper.waiting import changed, days, enrolled, local, read, silences

Hands = time_machine.Traveller
FRIDAY = days(MONDAY, 4)
MOMENT = timedelta(microseconds=1)


def test_nobody_is_asked_for_while_her_diary_is_paused(
    database: Database, people: People, hands: Hands
) -> None:
    dana = enrolled(database, people)
    changed(database, people, dana, is_paused=True)

    hands.move_to(local(days(MONDAY, 60)))

    assert note_silences(database) == 0


def test_a_pause_ends_what_was_called_silent_and_its_end_counts_anew(
    database: Database, people: People, hands: Hands
) -> None:
    dana = enrolled(database, people)
    hands.move_to(local(FRIDAY))
    note_silences(database)

    assert not changed(database, people, dana, is_paused=True).is_silent
    back = days(MONDAY, 30)
    hands.move_to(local(back, hour=9))
    assert not changed(database, people, dana, is_paused=False).is_silent
    write(database, dana, days(MONDAY, 1))
    hands.move_to(local(days(back, 4)) - MOMENT)
    assert note_silences(database) == 0
    hands.move_to(local(days(back, 4)))

    assert note_silences(database) == 1
    assert silences(database) == ["Dana Wolfe"] * 2
    assert read(database, dana).silent_since == days(back, 1)


def test_a_shorter_interval_counts_from_her_last_word(
    database: Database, people: People, hands: Hands
) -> None:
    dana = enrolled(database, people, expects_entry_every_days=30)
    hands.move_to(local(days(MONDAY, 10)))
    assert note_silences(database) == 0

    changed(database, people, dana, expects_entry_every_days=7)

    assert note_silences(database) == 1


def test_a_longer_interval_gives_her_more_time_and_is_no_second_silence_when_it_does_not(
    database: Database, people: People, hands: Hands
) -> None:
    dana = enrolled(database, people)
    hands.move_to(local(days(MONDAY, 10)))
    note_silences(database)

    assert changed(database, people, dana, expects_entry_every_days=5).is_silent
    assert note_silences(database) == 0
    assert not changed(database, people, dana, expects_entry_every_days=20).is_silent
    hands.move_to(local(days(MONDAY, 21)))

    assert note_silences(database) == 1


def test_what_a_nurse_corrects_otherwise_leaves_the_silence_alone(
    database: Database, people: People, hands: Hands
) -> None:
    dana = enrolled(database, people)
    hands.move_to(local(FRIDAY))
    note_silences(database)

    assert changed(database, people, dana, diagnosis="GIST").is_silent
    assert note_silences(database) == 0


def test_noting_a_silence_is_no_change_of_the_patients_details(
    database: Database, people: People, hands: Hands
) -> None:
    enrolled(database, people)
    hands.move_to(local(FRIDAY))

    note_silences(database)

    assert {row["version"] for row in rows_of(database, Patient)} == {1}
