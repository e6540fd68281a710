"""Instants, documents and sessions: the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from api.database import Database, JsonDocument, UtcDateTime, session_on
from tests.database.tables import patient_names

BERLIN = timezone(timedelta(hours=1))
EVENING = datetime(2026, 11, 23, 19, 2, 11, 120_000, tzinfo=BERLIN)

visits = sa.Table(
    "visit",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", UtcDateTime),
    sa.Column("answers", JsonDocument),
)


class OwnModel(SQLModel, registry=registry()):
    """Keeps these tests' tables out of the application's metadata."""


class Patient(OwnModel, table=True):
    """The table of these tests, as a model."""

    __tablename__ = "patient"
    name: str = Field(primary_key=True)
    clinic: str | None = None


@pytest.fixture
def database(database: Database) -> Database:
    database.write_now(visits.metadata.create_all)
    return database


def stored(database: Database, column: str, *values: object) -> list[Any]:
    """These values of a column as they come back, in the order in which the database sorts them."""

    def put(connection: Connection) -> None:
        connection.execute(visits.insert(), [{column: value} for value in values])

    def get(connection: Connection) -> list[Any]:
        return list(connection.execute(sa.select(visits.c[column]).order_by(visits.c.at)).scalars())

    database.write_now(put)
    return database.read_now(get)


def test_an_instant_without_a_time_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="needs a time zone"):
        stored(database, "at", datetime(2026, 11, 23, 19, 2))  # noqa: DTZ001


def test_an_instant_comes_back_in_utc(database: Database) -> None:
    (instant,) = stored(database, "at", EVENING)

    assert instant == EVENING
    assert instant.tzinfo is UTC
    assert instant.isoformat() == "2026-11-23T18:02:11.120000+00:00"


def test_an_unknown_instant_stays_unknown(database: Database) -> None:
    assert stored(database, "at", None) == [None]


def test_instants_sort_by_when_they_were_not_by_what_the_clock_showed(database: Database) -> None:
    earlier = datetime(2026, 11, 23, 20, 0, tzinfo=timezone(timedelta(hours=14)))
    without_microseconds = EVENING.replace(microsecond=0)

    assert stored(database, "at", EVENING, without_microseconds, earlier) == [
        earlier,
        without_microseconds,
        EVENING,
    ]


def test_an_instant_is_compared_by_when_it_was(database: Database) -> None:
    stored(database, "at", EVENING)

    def at_or_after(connection: Connection, instant: datetime) -> int:
        return len(connection.execute(sa.select(visits).where(visits.c.at >= instant)).all())

    assert database.read_now(at_or_after, EVENING.astimezone(UTC)) == 1
    assert database.read_now(at_or_after, EVENING + timedelta(microseconds=1)) == 0


def test_a_document_comes_back_as_it_was(database: Database) -> None:
    answers = {"diarrhea": {"count": 5}, "notes": "müde", "temperature": [{"value": 38.4}], "rash": None}

    assert stored(database, "answers", answers) == [answers]


def test_a_missing_document_is_null_and_not_the_word_null(database: Database) -> None:
    stored(database, "answers", None)

    def missing(connection: Connection) -> int:
        return len(connection.execute(sa.select(visits).where(visits.c.answers.is_(sa.null()))).all())

    assert database.read_now(missing) == 1


def test_a_document_is_kept_small(database: Database) -> None:
    stored(database, "answers", {"diarrhea": {"count": 5}, "notes": "müde"})

    def as_text(connection: Connection) -> str:
        return str(connection.exec_driver_sql("SELECT answers FROM visit").scalar_one())

    def kind(connection: Connection) -> str:
        return str(connection.exec_driver_sql("SELECT pg_typeof(answers)::text FROM visit").scalar_one())

    if database.dialect == "sqlite":
        assert database.read_now(as_text) == '{"diarrhea":{"count":5},"notes":"müde"}'
    else:
        assert database.read_now(kind) == "jsonb"


def test_what_a_session_flushes_is_stored(database: Database) -> None:
    def add(connection: Connection) -> Patient:
        with session_on(connection) as session:
            anna = Patient(name="Anna")
            session.add(anna)
            session.flush()
        return anna

    assert database.write_now(add).name == "Anna"
    assert database.read_now(patient_names) == ["Anna"]


def test_a_session_that_fails_can_be_survived_by_its_work(database: Database) -> None:
    def add_in_two_sessions(connection: Connection) -> None:
        with session_on(connection) as session:
            session.add(Patient(name="Anna"))
        with pytest.raises(IntegrityError), session_on(connection) as session:
            session.add_all([Patient(name="Ben"), Patient(name="Anna")])

    database.write_now(add_in_two_sessions)

    assert database.read_now(patient_names) == ["Anna"]


def test_a_session_s_commit_does_not_outlive_its_work(database: Database) -> None:
    def commit_and_fail(connection: Connection) -> None:
        with session_on(connection) as session:
            session.add(Patient(name="Anna"))
            session.commit()
        raise ValueError("after the session")

    with pytest.raises(ValueError, match="after the session"):
        database.write_now(commit_and_fail)

    assert database.read_now(patient_names) == []
