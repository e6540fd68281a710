"""SQLite's log belongs to its file: it must not meet another one."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from api.backup.service import restore
from api.database import UnsafeDatabase
from api.settings import Settings
from tests.backup.conftest import opened
from tests.support.databases import DatabaseServer
from tests.support.entries import SATURDAY, write
from tests.support.personas import People


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    return sqlite


@pytest.fixture
def killed(settings: Settings, people: People, backup: Path, tmp_path: Path) -> Settings:
    """A database as a killed service leaves it: its last entry is in the log only."""
    path = tmp_path / "killed" / "diary.db"
    path.parent.mkdir()
    assert settings.sqlite_path is not None
    with opened(settings) as database:
        write(database, people.anna, SATURDAY, loose_stools=6)
        for ending in ("", "-wal"):
            shutil.copyfile(f"{settings.sqlite_path}{ending}", f"{path}{ending}")
    return settings.model_copy(update={"database_url": f"sqlite:///{path}"})


def revisions_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        count: int = connection.execute("SELECT count(*) FROM revision").fetchone()[0]
    return count


def test_what_stands_in_the_log_only_is_put_aside_with_the_former_one(killed: Settings, backup: Path) -> None:
    path = killed.sqlite_path
    assert path is not None

    kept = restore(killed, backup, replaces=True).kept

    assert kept is not None
    assert revisions_in(path.with_name(kept)) == 4
    assert revisions_in(path) == 3


def test_the_log_of_a_broken_file_is_not_played_into_the_new_one(killed: Settings, backup: Path) -> None:
    path = killed.sqlite_path
    assert path is not None
    path.write_bytes(b"broken" * 1000)

    kept = restore(killed, backup, replaces=True).kept

    assert revisions_in(path) == 3
    assert path.with_name(f"{kept}-wal").stat().st_size > 0


def test_a_database_that_another_program_has_open_is_left_alone(settings: Settings, backup: Path) -> None:
    assert settings.sqlite_path is not None
    with closing(sqlite3.connect(settings.sqlite_path)) as shell:
        shell.execute("SELECT count(*) FROM revision").fetchone()

        with pytest.raises(UnsafeDatabase, match="in use"):
            restore(settings, backup, replaces=True)

    assert revisions_in(settings.sqlite_path) == 3
    assert [file.name for file in settings.sqlite_path.parent.iterdir() if "before" in file.name] == []
