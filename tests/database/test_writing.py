"""What `write` promises, on SQLite and on PostgreSQL."""

import asyncio
from contextlib import suppress

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from api.database import Database, WorkMayNotCommit
from api.errors import NotFound, Unavailable
from tests.database.batches import answers_to, patient_added
from tests.database.tables import add_patient, patient_names


def add_and_raise(connection: Connection, error: Exception) -> None:
    add_patient(connection, "Carl")
    raise error


def add_twice(connection: Connection) -> None:
    add_patient(connection, "Carl")
    add_patient(connection, "Carl")


def add_and_commit(connection: Connection) -> None:
    add_patient(connection, "Carl")
    connection.commit()


def add_and_commit_in_silence(connection: Connection) -> None:
    with suppress(WorkMayNotCommit):
        add_and_commit(connection)


def add_and_roll_everything_back(connection: Connection) -> None:
    add_patient(connection, "Carl")
    connection.rollback()


def test_a_commit_that_fails_is_unavailable_to_its_whole_batch(database: Database) -> None:
    answers = answers_to(
        database, patient_added("Anna"), patient_added("Ben", clinic="nowhere"), patient_added("Dora")
    )

    if database.dialect == "sqlite":
        assert [type(answer) for answer in answers] == [Unavailable] * 3
        assert database.read_now(patient_names) == []
    else:
        assert answers[0] == "Anna"
        assert type(answers[1]) is Unavailable
        assert answers[2] == "Dora"
        assert database.read_now(patient_names) == ["Anna", "Dora"]


def test_after_a_failed_commit_the_next_write_starts_from_nothing(database: Database) -> None:
    with pytest.raises(Unavailable):
        database.write_now(add_patient, "Ben", clinic="nowhere")

    database.write_now(add_patient, "Anna")

    assert database.read_now(patient_names) == ["Anna"]


@pytest.mark.parametrize("error", [NotFound(), ValueError("any")], ids=lambda e: type(e).__name__)
def test_a_work_that_raises_leaves_its_neighbours_whole(database: Database, error: Exception) -> None:
    def failing(connection: Connection) -> None:
        add_and_raise(connection, error)

    answers = answers_to(database, patient_added("Anna"), failing, patient_added("Ben"))

    assert answers[0] == "Anna"
    assert answers[1] is error
    assert answers[2] == "Ben"
    assert database.read_now(patient_names) == ["Anna", "Ben"]


def test_a_broken_constraint_fails_its_own_work_only(database: Database) -> None:
    answers = answers_to(database, patient_added("Anna"), add_twice, patient_added("Ben"))

    assert answers[0] == "Anna"
    assert isinstance(answers[1], IntegrityError)
    assert answers[2] == "Ben"
    assert database.read_now(patient_names) == ["Anna", "Ben"]


def test_an_error_does_not_quote_the_row_that_was_refused(database: Database) -> None:
    with pytest.raises(IntegrityError) as caught:
        database.write_now(add_twice)

    assert "Carl" not in str(caught.value)
    assert "Carl" not in str(caught.value.orig)


def test_a_work_that_commits_is_refused_and_stores_nothing(database: Database) -> None:
    with pytest.raises(WorkMayNotCommit):
        database.write_now(add_and_commit)

    database.write_now(add_patient, "Anna")

    assert database.read_now(patient_names) == ["Anna"]


@pytest.mark.parametrize("work", [add_and_commit_in_silence, add_and_roll_everything_back])
def test_a_work_that_ended_its_transaction_is_not_taken_for_stored(database: Database, work: object) -> None:
    assert callable(work)
    with pytest.raises(Unavailable):
        database.write_now(work)

    database.write_now(add_patient, "Anna")

    assert database.read_now(patient_names) == ["Anna"]


def test_no_work_of_a_batch_is_stored_when_one_of_them_commits(database: Database) -> None:
    answers = answers_to(database, patient_added("Anna"), add_and_commit, patient_added("Ben"))

    assert isinstance(answers[1], WorkMayNotCommit)
    stored = [answer for answer in answers if isinstance(answer, str)]
    assert database.read_now(patient_names) == stored
    assert stored == ([] if database.dialect == "sqlite" else ["Anna", "Ben"])


def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError):
        database.read_now(add_patient, "Anna")

    assert database.read_now(patient_names) == []


def test_a_read_sees_one_moment(database: Database) -> None:
    def before_and_after_a_write(connection: Connection) -> list[list[str]]:
        before = patient_names(connection)
        database.write_now(add_patient, "Anna")
        return [before, patient_names(connection)]

    assert database.read_now(before_and_after_a_write) == [[], []]
    assert database.read_now(patient_names) == ["Anna"]


def test_a_write_gives_back_what_its_work_returns_once_it_is_there_for_all(database: Database) -> None:
    async def write_then_read() -> tuple[str, list[str]]:
        added = await database.write(add_patient, "Anna", clinic=None)
        return added, await database.read(patient_names)

    assert asyncio.run(write_then_read()) == ("Anna", ["Anna"])


def test_foreign_keys_are_checked(database: Database) -> None:
    def break_at_once(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
        add_patient(connection, "Ben", clinic="nowhere")

    with pytest.raises((Unavailable, IntegrityError)):
        database.write_now(break_at_once)
