"""A PostgreSQL that could lose what it acknowledged is refused, and each time it is said what to change."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from api.database import Database, UnsafeDatabase, open_database
from api.errors import Unavailable
from api.settings import Settings
from tests.support.databases import DatabaseServer
from tests.support.postgres import FORGETFUL, own_postgres_server

RELOAD_SECONDS = 10

# Where a setting can be made: statement, its undoing, and what the refusal says.
ORIGINS = {
    "the server's file": (
        "ALTER SYSTEM SET {name} = off",
        "ALTER SYSTEM RESET {name}",
        "{name} is off: set {name} = on in postgresql.conf, or by ALTER SYSTEM, and reload the server.",
    ),
    "the role": (
        "ALTER ROLE postgres SET {name} = off",
        "ALTER ROLE postgres RESET {name}",
        '{name} is off: run ALTER ROLE "postgres" RESET {name}.',
    ),
    "every role": (
        "ALTER ROLE ALL SET {name} = off",
        "ALTER ROLE ALL RESET {name}",
        "{name} is off: run ALTER ROLE ALL RESET {name}.",
    ),
    "the database": (
        'ALTER DATABASE "{database}" SET {name} = off',
        'ALTER DATABASE "{database}" RESET {name}',
        '{name} is off: run ALTER DATABASE "{database}" RESET {name}.',
    ),
    "the role in the database": (
        'ALTER ROLE postgres IN DATABASE "{database}" SET {name} = off',
        'ALTER ROLE postgres IN DATABASE "{database}" RESET {name}',
        '{name} is off: run ALTER ROLE "postgres" IN DATABASE "{database}" RESET {name}.',
    ),
}


@pytest.fixture
def url(durable: DatabaseServer) -> Iterator[str]:
    with durable.empty() as url:
        yield url


def in_production(url: str) -> Settings:
    return Settings(environment="production", database_url=url, postgres_connections=1)


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = open_database(in_production(url))
    try:
        yield database
    finally:
        database.close()


@contextmanager
def switched_off(name: str, url: str, *, by: str) -> Iterator[str]:
    """What a refusal says while the setting is off for new connections."""
    off, on, said = (text.format(name=name, database=sa.make_url(url).database) for text in ORIGINS[by])
    tell(url, off, until=(name, "off"))
    try:
        yield said
    finally:
        tell(url, on, until=(name, "on"))


def tell(url: str, statement: str, *, until: tuple[str, str]) -> None:
    name, value = until
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    give_up_at = time.monotonic() + RELOAD_SECONDS
    while shown(engine, name) != value:
        assert time.monotonic() < give_up_at, f"{name} stays as it was"


def shown(engine: sa.Engine, name: str) -> str:
    with engine.connect() as connection:
        return str(connection.exec_driver_sql(f"SHOW {name}").scalar_one())


@pytest.mark.parametrize("origin", ORIGINS)
def test_commits_that_do_not_wait_are_refused_wherever_that_was_set(origin: str, url: str) -> None:
    with switched_off("synchronous_commit", url, by=origin) as said, pytest.raises(UnsafeDatabase) as refusal:
        open_database(in_production(url))

    assert str(refusal.value) == f"PostgreSQL can lose what it acknowledged while {said}"


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_a_server_that_a_power_cut_can_damage_is_refused(name: str, url: str) -> None:
    with switched_off(name, url, by="the server's file") as said, pytest.raises(UnsafeDatabase) as refusal:
        open_database(in_production(url))

    assert str(refusal.value).endswith(said)


def test_an_address_that_asks_for_fast_commits_is_refused(url: str) -> None:
    hasty = sa.make_url(url).update_query_dict({"options": "-csynchronous_commit=off"})

    with pytest.raises(UnsafeDatabase, match="take it out of the options in DIARY_DATABASE_URL"):
        open_database(in_production(hasty.render_as_string(hide_password=False)))


def test_all_that_is_wrong_is_said_at_once() -> None:
    with own_postgres_server(FORGETFUL) as url, pytest.raises(UnsafeDatabase) as refusal:
        open_database(in_production(url))

    for name in FORGETFUL:
        assert f"{name} is off: start the server without -c {name}=off." in str(refusal.value)


def test_a_durable_server_is_accepted_and_stays_so(url: str) -> None:
    with opened(url) as database:
        assert database.durability() == []


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_what_is_switched_off_while_the_service_runs_is_noticed(name: str, url: str) -> None:
    with opened(url) as database:
        with switched_off(name, url, by="the server's file") as said:
            assert database.durability() == [f"PostgreSQL can lose what it acknowledged while {said}"]

        assert database.durability() == []


def test_a_connection_made_after_the_role_was_changed_is_not_used(url: str) -> None:
    with opened(url) as database:
        with switched_off("synchronous_commit", url, by="the role") as said:
            assert database.durability() == [f"PostgreSQL can lose what it acknowledged while {said}"]
            with pytest.raises(Unavailable):
                database.write_now(
                    lambda c: c.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
                )
            with pytest.raises(Unavailable) as refusal:
                database.write_now(lambda c: c.exec_driver_sql("CREATE TABLE never (made int)"))
            assert isinstance(refusal.value.__cause__, UnsafeDatabase)
            assert not asyncio.run(database.gets_through(lambda c: c.exec_driver_sql("SELECT 1")))

        assert asyncio.run(database.gets_through(lambda c: c.exec_driver_sql("SELECT 1")))
        assert database.read_now(lambda c: sa.inspect(c).has_table("never")) is False


def test_a_server_that_is_away_cannot_be_asked(url: str) -> None:
    with opened(url) as database:
        database._engine._engine.url = sa.make_url("postgresql+psycopg://nobody@/none?host=/nowhere")  # type: ignore[attr-defined]

        with pytest.raises(Unavailable):
            database.durability()


def test_the_tests_own_server_may_forget(url: str) -> None:
    hasty = sa.make_url(url).update_query_dict({"options": "-csynchronous_commit=off"})
    settings = Settings(environment="test", database_url=hasty.render_as_string(hide_password=False))

    database = open_database(settings)

    assert database.durability() == []
    database.close()
