"""An SQLite with the WAL-reset bug is used so that it cannot strike: no commit ever meets a checkpoint."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Event
from typing import Any

import pytest

from api import database_checkpoint, database_sqlite
from api.database import UnsafeDatabase, open_database
from api.database_file import FileClaim, may_damage_its_log, open_read_only
from api.settings import Settings
from tests.support.databases import ROOT

AFFECTED, MENDED = (3, 40, 1), (3, 51, 3)
TOGETHER_SECONDS = 10.0
APART_SECONDS = 0.3
HOLD = """
import sys
from api.database import open_database
from api.settings import Settings
database = open_database(Settings(environment="production", database_url=sys.argv[1]))
database.write_now(lambda connection: connection.exec_driver_sql("CREATE TABLE visit (day date)"))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'diary.db'}"


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Callable[[tuple[int, int, int]], None]:
    """Makes this version of SQLite the installed one."""
    return lambda version: monkeypatch.setattr(sqlite3, "sqlite_version_info", version)


@pytest.fixture
def other_process(address: str) -> Iterator["subprocess.Popen[str]"]:
    """Has the database open, and has written to it."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, address],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    yield process
    process.kill()
    process.communicate()


def open_in_production(address: str) -> None:
    open_database(Settings(environment="production", database_url=address)).close()


@pytest.mark.parametrize(
    ("version", "may"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
    ],
)
def test_the_versions_with_the_bug_are_known(
    version: tuple[int, int, int], may: bool, library: Callable[[tuple[int, int, int]], None]
) -> None:
    library(version)

    assert may_damage_its_log() is may


@pytest.mark.parametrize("mine", [AFFECTED, MENDED])
def test_a_second_process_is_refused_where_one_of_the_two_has_the_bug(
    mine: tuple[int, int, int], address: str, tmp_path: Path, library: Callable[[tuple[int, int, int]], None]
) -> None:
    library(mine)
    theirs = FileClaim(tmp_path / "diary.db", alone=mine == MENDED)

    with pytest.raises(UnsafeDatabase, match=r"Stop .*process .*diary\.db"):
        open_in_production(address)

    theirs.release()
    open_in_production(address)


def test_a_second_name_of_the_file_is_the_same_file(tmp_path: Path) -> None:
    file, link = tmp_path / "diary.db", tmp_path / "other.db"
    file.touch()
    link.symlink_to(file)
    theirs = FileClaim(file, alone=True)

    with pytest.raises(UnsafeDatabase):
        FileClaim(link, alone=True)

    theirs.release()


def test_the_refusal_says_what_can_be_done(
    address: str, tmp_path: Path, library: Callable[[tuple[int, int, int]], None]
) -> None:
    library(AFFECTED)
    claim = FileClaim(tmp_path / "diary.db", alone=True)

    with pytest.raises(UnsafeDatabase) as refusal:
        open_in_production(address)

    claim.release()
    for remedy in ("Stop the service first", "install SQLite 3.51.3 or newer", "use PostgreSQL"):
        assert remedy in str(refusal.value)


def test_processes_whose_library_is_mended_share_the_file(
    address: str, tmp_path: Path, library: Callable[[tuple[int, int, int]], None]
) -> None:
    library(MENDED)
    theirs = FileClaim(tmp_path / "diary.db", alone=may_damage_its_log())

    open_in_production(address)

    theirs.release()


def test_a_process_that_was_killed_leaves_nothing_in_the_way(
    address: str, other_process: "subprocess.Popen[str]", library: Callable[[tuple[int, int, int]], None]
) -> None:
    library(AFFECTED)
    with pytest.raises(UnsafeDatabase):
        open_in_production(address)

    other_process.kill()
    other_process.wait()

    open_in_production(address)


def test_an_opening_that_failed_leaves_nothing_in_the_way(
    address: str, tmp_path: Path, library: Callable[[tuple[int, int, int]], None]
) -> None:
    library(AFFECTED)
    file = tmp_path / "diary.db"
    file.write_bytes(b"no database at all" * 100)
    with pytest.raises(Exception, match="not a database"):
        open_in_production(address)

    file.unlink()
    open_in_production(address)


def test_beside_the_service_a_backup_can_read_and_changes_nothing(
    tmp_path: Path, other_process: "subprocess.Popen[str]"
) -> None:
    before = {file.name: file.read_bytes() for file in tmp_path.glob("diary.db*") if file.suffix != ".db-shm"}

    with closing(open_read_only(tmp_path / "diary.db")) as connection:
        assert connection.execute("SELECT count(*) FROM visit").fetchone() == (0,)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("INSERT INTO visit VALUES ('2026-11-23')")

    assert before == {name: (tmp_path / name).read_bytes() for name in before}
    assert len(before["diary.db-wal"]) > 0


def test_reading_does_not_make_a_database_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        open_read_only(tmp_path / "none.db")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("version", "meets"), [(AFFECTED, False), (MENDED, True)])
def test_a_commit_never_meets_a_checkpoint_where_that_could_do_damage(
    version: tuple[int, int, int],
    meets: bool,
    address: str,
    library: Callable[[tuple[int, int, int]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library(version)
    both = Barrier(2, timeout=TOGETHER_SECONDS if meets else APART_SECONDS)
    met, checkpoint_waits = Event(), Event()

    def waiting_for_the_other(step: Callable[..., None], *, begun: Event) -> Callable[..., None]:
        def stepping(*args: Any) -> None:
            begun.set()
            if not met.is_set():
                with suppress(BrokenBarrierError):
                    both.wait()
                    met.set()
            step(*args)

        return stepping

    def write() -> None:
        database.write_now(lambda connection: connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS t (a)"))

    checkpoint = waiting_for_the_other(database_checkpoint.checkpoint, begun=checkpoint_waits)
    commit = waiting_for_the_other(database_sqlite.commit, begun=Event())
    monkeypatch.setattr(database_checkpoint, "PAUSE_SECONDS", 0.001)
    monkeypatch.setattr(database_checkpoint, "checkpoint", checkpoint)
    database = open_database(Settings(environment="production", database_url=address))
    write()
    assert checkpoint_waits.wait(TOGETHER_SECONDS)
    monkeypatch.setattr(database_sqlite, "commit", commit)
    write()
    database.close()

    assert met.is_set() is meets


def test_the_log_is_written_to_by_commits_alone(address: str) -> None:
    database = open_database(Settings(environment="production", database_url=address))
    log_file = Path(f"{address.removeprefix('sqlite:///')}-wal")
    more_than_the_cache = 4_000
    database.write_now(lambda connection: connection.exec_driver_sql("CREATE TABLE visit (note text)"))

    def write_much(connection: Any) -> tuple[int, int]:
        before = log_file.stat().st_size
        for _ in range(more_than_the_cache):
            connection.exec_driver_sql("INSERT INTO visit VALUES (hex(randomblob(2000)))")
        return before, log_file.stat().st_size

    before, after = database.write_now(write_much)

    assert before == after
    assert log_file.stat().st_size > after
    database.close()
