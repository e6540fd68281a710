"""What only SQLite's one writer can get wrong."""

import asyncio
import sqlite3
import stat
from contextlib import closing, suppress
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from api.database import Database, open_database
from api.database_checkpoint import checkpoint, open_log
from api.database_sqlite import BATCH, SqliteEngine
from api.errors import Unavailable
from api.settings import Settings
from tests.database.batches import answers_to, patient_added
from tests.database.tables import add_patient, patient_names
from tests.support.databases import DatabaseServer

ROOM_FOR_A_BATCH_PAGES = 8
MORE_THAN_THERE_IS_ROOM_FOR = "x" * 1_000_000


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    return sqlite


def leave_little_room(connection: Connection) -> None:
    used = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    connection.exec_driver_sql(f"PRAGMA max_page_count = {used + ROOM_FOR_A_BATCH_PAGES}")


def fill_the_disk(connection: Connection) -> None:
    add_patient(connection, MORE_THAN_THERE_IS_ROOM_FOR)


def fill_the_disk_in_silence(connection: Connection) -> str:
    with suppress(Unavailable):
        fill_the_disk(connection)
    return "stored"


@pytest.mark.parametrize("filling", [fill_the_disk, fill_the_disk_in_silence])
def test_a_work_that_loses_the_transaction_fails_its_batch(database: Database, filling: object) -> None:
    assert callable(filling)
    database.write_now(leave_little_room)

    answers = answers_to(database, patient_added("Anna"), filling, patient_added("Ben"))

    assert [type(answer) for answer in answers] == [Unavailable] * 3
    assert database.read_now(patient_names) == []


def test_a_work_hears_of_a_full_disk_in_our_words(database: Database) -> None:
    heard: list[Exception] = []

    def fill_and_listen(connection: Connection) -> None:
        try:
            fill_the_disk(connection)
        except Exception as error:
            heard.append(error)
            raise

    database.write_now(leave_little_room)
    with pytest.raises(Unavailable):
        database.write_now(fill_and_listen)

    assert [type(error) for error in heard] == [Unavailable]


def test_the_writer_goes_on_after_a_lost_batch(database: Database) -> None:
    database.write_now(leave_little_room)
    answers_to(database, fill_the_disk, patient_added("Anna"))

    database.write_now(add_patient, "Anna")

    assert database.read_now(patient_names) == ["Anna"]


def test_works_that_wait_share_one_commit(database: Database) -> None:
    commits: list[Connection] = []
    count = commits.append
    sa.event.listen(sa.Engine, "commit", count)

    answers = answers_to(database, *(patient_added(f"patient {n:02}") for n in range(BATCH + 1)))

    sa.event.remove(sa.Engine, "commit", count)
    held_work, full_batch, the_rest = 1, 1, 1
    assert len(commits) == held_work + full_batch + the_rest
    assert database.read_now(patient_names) == answers


def test_each_connection_keeps_what_it_acknowledges(database: Database) -> None:
    def pragmas(connection: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "query_only", "wal_autocheckpoint")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names]

    full, on, off, sqlites_default = 2, 1, 0, 1000
    assert database.write_now(pragmas) == ["wal", full, on, off, 0]
    assert database.read_now(pragmas) == ["wal", full, on, on, sqlites_default]


def test_the_file_and_its_new_folder_are_for_their_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "home" / "diary.db"

    open_database(Settings(environment="test", database_url=f"sqlite:///{file}")).close()

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_writer_that_died_is_not_ready_and_leaves_nobody_waiting(settings: Settings) -> None:
    engine = SqliteEngine(settings)
    database = Database(engine)

    def die(_: object) -> None:
        raise SystemExit

    gate = Event()
    engine.write(lambda _: gate.wait(10)).add_done_callback(die)
    waiting = engine.write(lambda _: "never run")
    gate.set()
    engine._thread.join()

    assert isinstance(waiting.exception(timeout=10), Unavailable)
    with pytest.raises(Unavailable):
        database.write_now(patient_names)
    assert not asyncio.run(database.gets_through(patient_names))
    database.close()


def test_a_file_that_someone_else_keeps_locked_is_unavailable_for_now(
    database: Database, settings: Settings
) -> None:
    database.write_now(lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout = 1"))
    other = sqlite3.connect(str(settings.sqlite_path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(Unavailable):
        database.write_now(add_patient, "Anna")

    other.execute("ROLLBACK")
    other.close()
    assert database.write_now(add_patient, "Anna") == "Anna"


def test_a_checkpoint_moves_the_log_into_the_file_while_the_writer_is_open(
    database: Database, settings: Settings
) -> None:
    database.write_now(add_patient, "Anna")
    path = settings.sqlite_path
    assert path is not None
    with closing(open_log(path)) as connection:
        checkpoint(connection)

    without_its_log = path.with_name("copy.db")
    without_its_log.write_bytes(path.read_bytes())

    names = sqlite3.connect(without_its_log).execute("SELECT name FROM patient").fetchall()
    assert names == [("Anna",)]
