"""An SQLite that could lose what it acknowledged is refused, and one that begins to lose it is noticed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from api.database import Database, UnsafeDatabase, open_database
from api.settings import Settings

NORMAL = "PRAGMA synchronous = NORMAL"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "diary.db"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    database = open_database(Settings(environment="production", database_url=f"sqlite:///{file}"))
    database.write_now(lambda connection: connection.exec_driver_sql("CREATE TABLE visit (day date)"))
    yield database
    database.close()


@pytest.fixture
def library_that_stays_at_normal() -> Iterator[None]:
    """As if it had been built not to listen."""

    def keep(driver: sqlite3.Connection, _record: object) -> None:
        driver.execute(NORMAL)
        driver.set_authorizer(_ignore_synchronous)

    sa.event.listen(sa.Engine, "connect", keep)
    yield
    sa.event.remove(sa.Engine, "connect", keep)


def _ignore_synchronous(action: int, name: str | None, value: str | None, *_: Any) -> int:
    ignored = action == sqlite3.SQLITE_PRAGMA and name == "synchronous" and value is not None
    return sqlite3.SQLITE_IGNORE if ignored else sqlite3.SQLITE_OK


@pytest.mark.usefixtures("library_that_stays_at_normal")
def test_a_library_that_does_not_sync_each_commit_is_refused(file: Path) -> None:
    with pytest.raises(UnsafeDatabase) as refusal:
        open_database(Settings(environment="production", database_url=f"sqlite:///{file}"))

    assert str(refusal.value) == (
        "SQLite has synchronous = 1 where 2 is needed to keep what is acknowledged:"
        " use an SQLite library that is built with the usual options."
    )


def test_a_place_without_a_write_ahead_log_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The diary takes it for a file's name and makes that file.
    monkeypatch.chdir(tmp_path)

    with pytest.raises(
        UnsafeDatabase, match=r"journal_mode = memory .* put the file on a disk of this machine"
    ):
        open_database(Settings(environment="test", database_url="sqlite:///:memory:"))


@pytest.mark.parametrize("option", ["timeout=1", "nolock=1&uri=true", "vfs=unix-none&uri=true"])
def test_an_address_with_options_is_refused(option: str, file: Path) -> None:
    with pytest.raises(UnsafeDatabase, match="without options"):
        open_database(Settings(environment="test", database_url=f"sqlite:///file:{file}?{option}"))


def test_a_file_that_was_opened_as_it_should_be_is_safe(database: Database) -> None:
    assert database.durability() == []


def test_a_connection_that_stops_syncing_is_noticed(database: Database) -> None:
    writer = database._engine._writer  # type: ignore[attr-defined]
    with writer.connect() as connection:
        connection.connection.driver_connection.execute(NORMAL)

    (sentence,) = database.durability()

    assert sentence.startswith("SQLite has synchronous = 1 where 2 is needed")


@pytest.mark.parametrize("gone", ["diary.db", "diary.db-wal"])
def test_a_file_that_was_removed_under_the_service_is_noticed(
    gone: str, database: Database, file: Path
) -> None:
    file.with_name(gone).unlink()

    (sentence,) = database.durability()

    assert "restore a backup" in sentence


def test_a_file_that_was_replaced_under_the_service_is_noticed(database: Database, file: Path) -> None:
    with closing(sqlite3.connect(file.with_name("other.db"))) as other:
        other.execute("CREATE TABLE visit (day date)")
    file.with_name("other.db").rename(file)

    (sentence,) = database.durability()

    assert sentence.startswith("diary.db or its -wal was removed or replaced")
