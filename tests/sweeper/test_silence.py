"""A patient who does not write is noticed, once, by her own interval."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from api.database import Database
from api.sweeper import store
from api.sweeper.service import note_silences
from tests.support.entries import MONDAY, write
from tests.support.factories import a_patient, insert
from tests.support.personas import People
from tests.sweeper.waiting import days, enrolled, local, read, silences

Hands = time_machine.Traveller
FRIDAY = days(MONDAY, 4)
MOMENT = timedelta(microseconds=1)


def test_three_whole_days_must_pass_and_not_a_moment_less(
    database: Database, people: People, hands: Hands
) -> None:
    write(database, people.anna, MONDAY)

    hands.move_to(local(FRIDAY) - MOMENT)
    assert (note_silences(database), read(database, people.anna).is_silent) == (0, False)
    hands.move_to(local(FRIDAY))

    assert note_silences(database) == 1
    assert silences(database) == ["Anna Berg"]
    hers = read(database, people.anna)
    assert (hers.is_silent, hers.silent_since) == (True, days(MONDAY, 1))


def test_her_own_longer_interval_is_waited_for(database: Database, people: People, hands: Hands) -> None:
    dana = enrolled(database, people, expects_entry_every_days=14)
    write(database, dana, MONDAY)

    hands.move_to(local(days(MONDAY, 15)) - MOMENT)
    assert note_silences(database) == 0
    hands.move_to(local(days(MONDAY, 15)))

    assert note_silences(database) == 1


def test_somebody_who_never_wrote_is_silent_from_enrolment_on(
    database: Database, people: People, hands: Hands
) -> None:
    dana = enrolled(database, people)

    hands.move_to(local(FRIDAY))
    note_silences(database)

    assert silences(database) == ["Dana Wolfe"]
    assert read(database, dana).silent_since == days(MONDAY, 1)


def test_one_silence_is_told_once_however_many_workers_look(
    database: Database, people: People, hands: Hands
) -> None:
    write(database, people.anna, MONDAY)
    hands.move_to(local(FRIDAY))

    with ThreadPoolExecutor(8) as workers:
        noted = list(workers.map(note_silences, [database] * 8))
    hands.move_to(local(days(FRIDAY, 40)))
    noted.append(note_silences(database))

    assert sum(noted) == 1
    assert silences(database) == ["Anna Berg"]


def test_more_than_one_chunk_is_noted_at_once(database: Database, people: People, hands: Hands) -> None:
    begun = [a_patient(people.clinic, silent_from=local(MONDAY)) for _ in range(store.SILENCES_AT_ONCE + 3)]
    database.write_now(insert, *begun)

    assert note_silences(database) == len(begun)
    assert len(silences(database)) == len(begun)


def test_whoever_wrote_and_falls_silent_again_is_told_of_again(
    database: Database, people: People, hands: Hands
) -> None:
    write(database, people.anna, MONDAY)
    hands.move_to(local(FRIDAY, hour=9))
    note_silences(database)

    write(database, people.anna, FRIDAY)
    assert (note_silences(database), read(database, people.anna).is_silent) == (0, False)
    hands.move_to(local(days(FRIDAY, 4)))

    assert note_silences(database) == 1
    assert silences(database) == ["Anna Berg"] * 2


@pytest.mark.parametrize("back", [-7, 0, 1])
def test_an_older_day_is_no_word_for_today_and_no_second_silence(
    database: Database, people: People, hands: Hands, back: int
) -> None:
    write(database, people.anna, MONDAY)
    hands.move_to(local(FRIDAY))
    note_silences(database)
    hands.move_to(local(days(MONDAY, 9), hour=9))

    write(database, people.anna, days(MONDAY, back), loose_stools=1)

    assert note_silences(database) == 0
    assert read(database, people.anna).is_silent
    assert silences(database) == ["Anna Berg"]


def test_days_of_before_her_enrolment_do_not_make_her_silent(
    database: Database, people: People, hands: Hands
) -> None:
    dana = enrolled(database, people)
    write(database, dana, days(MONDAY, -20))

    assert note_silences(database) == 0
    hands.move_to(local(FRIDAY))

    assert note_silences(database) == 1


def test_a_programs_values_do_not_hide_a_silence(database: Database, people: People, hands: Hands) -> None:
    write(database, people.anna, MONDAY)
    hands.move_to(local(FRIDAY, hour=9))

    write(database, people.ehr, FRIDAY, patient=str(people.anna.id), loose_stools=0)

    assert note_silences(database) == 1
    write(database, people.ehr, days(FRIDAY, -1), patient=str(people.anna.id), loose_stools=0)
    assert read(database, people.anna).is_silent
    assert note_silences(database) == 0


def test_a_last_day_that_is_taken_back_was_no_word(database: Database, people: People, hands: Hands) -> None:
    write(database, people.anna, MONDAY)
    hands.move_to(local(days(MONDAY, 3), hour=9))
    write(database, people.anna, days(MONDAY, 3))
    write(database, people.anna, days(MONDAY, 3), void_reason="Wrong person")

    hands.move_to(local(FRIDAY))

    assert note_silences(database) == 1
    assert read(database, people.anna).silent_since == days(MONDAY, 1)


def test_a_word_taken_back_leaves_the_silence_that_was_told_of(
    database: Database, people: People, hands: Hands
) -> None:
    write(database, people.anna, MONDAY)
    hands.move_to(local(FRIDAY, hour=9))
    note_silences(database)

    write(database, people.anna, FRIDAY)
    write(database, people.anna, FRIDAY, void_reason="Wrong person")

    assert read(database, people.anna).is_silent
    assert note_silences(database) == 0


def test_only_those_who_are_due_are_looked_at(database: Database, people: People) -> None:
    def plan(connection: sa.Connection) -> str:
        query = store.due_silences(connection).compile(connection, compile_kwargs={"literal_binds": True})
        if connection.dialect.name == "sqlite":
            steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")
        else:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            steps = connection.exec_driver_sql(f"EXPLAIN {query}")
        return str(steps.all())

    assert "ix_patient_silent_from" in database.read_now(plan)
