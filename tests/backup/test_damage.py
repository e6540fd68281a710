"""A backup that lost or gained anything is found out: 100 of 100, on each database."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.backup.manifest import read_manifest
from api.backup.service import verify
from api.settings import Settings
from tests.backup.damage import (
    BYTES,
    Good,
    as_if_written_so,
    dump_again,
    edited,
    truncated,
)
from tests.support.databases import DatabaseServer

SEED = 20261123
ALL = 100


@pytest.fixture
def chance() -> random.Random:
    return random.Random(SEED)


class TestOnSqlite:
    """Every one is restored and read, unless its checksum gives it away."""

    @pytest.fixture
    def database_server(self, sqlite: DatabaseServer) -> DatabaseServer:
        return sqlite

    def test_all_of_100_are_found(self, settings: Settings, backup: Path, chance: random.Random) -> None:
        good = Good.of(backup)
        found = []
        for number in range(ALL):
            good.put_back()
            spoil = SPOILING[number % len(SPOILING)]
            spoil(backup, chance)
            found.append((spoil.__name__, verify(settings, backup).is_good))

        assert [name for name, is_good in found if is_good] == []
        assert len(found) == ALL
        good.put_back()
        assert verify(settings, backup).is_good


class TestOnPostgres:
    """A restore takes a second: 93 have a checksum that gives them away, 7 have one that fits."""

    @pytest.fixture
    def database_server(self, postgresql: DatabaseServer) -> DatabaseServer:
        return postgresql

    def test_93_that_were_damaged_are_found(
        self, settings: Settings, backup: Path, chance: random.Random
    ) -> None:
        good = Good.of(backup)
        missed = []
        for number in range(93):
            good.put_back()
            spoil = BYTES[number % len(BYTES)]
            spoil(backup, chance)
            if verify(settings, backup).is_good:
                missed.append(spoil.__name__)

        assert missed == []

    def test_7_with_a_checksum_that_fits_are_found(
        self, settings: Settings, backup: Path, chance: random.Random
    ) -> None:
        good = Good.of(backup)

        def problems(*options: str) -> str:
            good.put_back()
            dump_again(settings, backup, *options)
            as_if_written_so(backup)
            return " ".join(verify(settings, backup).problems)

        assert "The table alert_event is missing." in problems("--exclude-table=alert_event")
        assert "The table revision has 0 rows instead of 3." in problems("--exclude-table-data=revision")
        for statement, table in CHANGES:
            run(settings, statement)
            assert f" {table} " in problems()
        run(settings, "DROP INDEX ix_outbox_event_waiting")
        assert "Columns, constraints or indexes are not what they were." in problems()
        truncated(backup, chance)
        as_if_written_so(backup)
        assert "pg_restore stopped" in " ".join(verify(settings, backup).problems)
        assert scratch_databases(settings) == []


CHANGES = (
    ("DELETE FROM revision WHERE id::text = (SELECT min(id::text) FROM revision)", "revision"),
    ("UPDATE alert SET runs = '[]'", "alert"),
    ("INSERT INTO heartbeat VALUES ('made up', now())", "heartbeat"),
)


def scratch_databases(settings: Settings) -> list[str]:
    engine = sa.create_engine(settings.database_url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT datname FROM pg_database WHERE datname LIKE 'diary_scr%%'")
        return list(found.scalars())


def run(settings: Settings, statement: str) -> None:
    engine = sa.create_engine(settings.database_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)


def empty(backup: Path, _: random.Random) -> None:
    backup.write_bytes(b"")


def tables_with_rows(backup: Path) -> list[str]:
    tables = read_manifest(backup).contents.tables
    return sorted(name for name, table in tables.items() if table.rows)


def all_rows_of_a_table_gone(backup: Path, chance: random.Random) -> None:
    delete(backup, chance.choice(tables_with_rows(backup)), "1")


def one_row_gone(backup: Path, chance: random.Random) -> None:
    table = chance.choice(tables_with_rows(backup))
    delete(backup, table, f'rowid = (SELECT rowid FROM "{table}" ORDER BY random() LIMIT 1)')


def one_row_doubled(backup: Path, _: random.Random) -> None:
    with edited(backup) as connection:
        connection.execute("INSERT INTO heartbeat VALUES ('made up', '2026-11-23 10:00:00')")
    as_if_written_so(backup)


def a_table_left_out(backup: Path, chance: random.Random) -> None:
    with edited(backup) as connection:
        connection.execute(f'DROP TABLE "{chance.choice(sorted(read_manifest(backup).contents.tables))}"')
        connection.execute("VACUUM")
    as_if_written_so(backup)


def an_index_left_out(backup: Path, chance: random.Random) -> None:
    with edited(backup) as connection:
        named = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
        names = [name for (name,) in connection.execute(named)]
        connection.execute(f'DROP INDEX "{chance.choice(names)}"')
    as_if_written_so(backup)


def another_answer(backup: Path, chance: random.Random) -> None:
    with edited(backup) as connection:
        connection.execute(
            "UPDATE revision SET readings = ? WHERE rowid = (SELECT max(rowid) FROM revision)",
            [f'{{"diarrhea":{{"count":{chance.randrange(10, 20)}}}}}'],
        )
    as_if_written_so(backup)


def cut_before_the_checksum(backup: Path, chance: random.Random) -> None:
    truncated(backup, chance)
    as_if_written_so(backup)


def a_number_as_text(backup: Path, _: random.Random) -> None:
    """The same to a reader, another value to the database."""
    with edited(backup) as connection:
        connection.execute("UPDATE patient SET name = CAST(name AS BLOB)")
    as_if_written_so(backup)


def delete(backup: Path, table: str, condition: str) -> None:
    with edited(backup) as connection:
        connection.execute(f'DELETE FROM "{table}" WHERE {condition}')
    as_if_written_so(backup)


SPOILING: tuple[Callable[[Path, random.Random], None], ...] = (
    *BYTES,
    empty,
    all_rows_of_a_table_gone,
    one_row_gone,
    one_row_doubled,
    a_table_left_out,
    an_index_left_out,
    another_answer,
    cut_before_the_checksum,
    a_number_as_text,
)
