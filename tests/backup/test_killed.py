"""What is killed leaves copies of health data behind; the next command removes them, but nobody else's."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.backup.service import back_up, restore, verify
from api.settings import Settings
from tests.support.databases import ROOT, DatabaseServer
from tests.support.personas import People

DEADLINE_SECONDS = 30.0
ENDED_BY_SIGTERM = 143
# The command itself, halted in the middle of its work.
HALTED = """
import sys
from api.backup import service
from api.cli import app

def halted(*_):
    print("halted", flush=True)
    sys.stdin.read()

setattr(service, sys.argv[1], halted)
app(sys.argv[2:])
"""
COPIED, RESTORED = "sha256_of", "differences"


@contextmanager
def halted(settings: Settings, at: str, *arguments: str | Path) -> Iterator["subprocess.Popen[str]"]:
    chosen = {
        "DIARY_DATABASE_URL": settings.database_url,
        "DIARY_ENVIRONMENT": "test",
        "DIARY_POSTGRES_BIN": settings.postgres_bin,
    }
    command = [sys.executable, "-c", HALTED, at, *map(str, arguments)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | chosen,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "halted\n"
        try:
            yield process
        finally:
            process.kill()


def end(process: "subprocess.Popen[str]", how: signal.Signals, settings: Settings) -> int:
    process.send_signal(how)
    code = process.wait(DEADLINE_SECONDS)
    give_up_at = time.monotonic() + DEADLINE_SECONDS
    while scratch_users(settings):
        assert time.monotonic() < give_up_at
    return code


def test_a_scratch_place_is_removed_by_the_next_check(settings: Settings, backup: Path) -> None:
    check_that_what_is_left_is_removed(settings, "verify", backup)


def test_what_somebody_is_working_with_stays_until_they_are_told_to_end(
    settings: Settings, backup: Path
) -> None:
    with halted(settings, RESTORED, "verify", backup) as process:
        theirs = left_of(settings, "verify", backup)

        assert verify(settings, backup).problems == ()
        assert left_of(settings, "verify", backup) == theirs != []
        code = end(process, signal.SIGTERM, settings)

    assert code == ENDED_BY_SIGTERM
    assert left_of(settings, "verify", backup) == []


class TestOnSqlite:
    """It has files where PostgreSQL has databases; a backup of either is a file."""

    @pytest.fixture
    def database_server(self, sqlite: DatabaseServer) -> DatabaseServer:
        return sqlite

    def test_a_half_made_backup_is_removed_by_the_next_one(
        self, settings: Settings, backup: Path, folder: Path
    ) -> None:
        before = {file.name for file in folder.iterdir()}
        with halted(settings, COPIED, "backup", folder) as process:
            end(process, signal.SIGKILL, settings)
        assert left_in(folder) != []

        made = back_up(settings, folder)

        assert left_in(folder) == []
        assert {file.name for file in folder.iterdir()} - before == {made.name, f"{made.name}.json"}

    def test_a_half_done_restore_is_removed_by_the_next_one(self, settings: Settings, backup: Path) -> None:
        check_that_what_is_left_is_removed(settings, "restore", backup)

    def test_a_backup_that_is_told_to_end_leaves_nothing(
        self, settings: Settings, people: People, folder: Path
    ) -> None:
        with halted(settings, COPIED, "backup", folder) as process:
            code = end(process, signal.SIGTERM, settings)

        assert code == ENDED_BY_SIGTERM
        assert list(folder.iterdir()) == []


def check_that_what_is_left_is_removed(settings: Settings, command: str, backup: Path) -> None:
    options = ["--replace"] if command == "restore" else []
    with halted(settings, RESTORED, command, backup, *options) as process:
        end(process, signal.SIGKILL, settings)
    assert left_of(settings, command, backup) != []

    if command == "restore":
        restore(settings, backup, replaces=True)
    else:
        assert verify(settings, backup).problems == ()

    assert left_of(settings, command, backup) == []


def left_of(settings: Settings, command: str, backup: Path) -> list[str]:
    if settings.sqlite_path is None:
        return scratches(settings)
    return left_in(backup.parent if command == "verify" else settings.sqlite_path.parent)


def left_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir() if file.name.startswith("."))


def scratches(settings: Settings) -> list[str]:
    return ask(settings, "SELECT datname FROM pg_database WHERE datname LIKE 'diary_scratch_%%' ORDER BY 1")


def scratch_users(settings: Settings) -> list[str]:
    if settings.sqlite_path is not None:
        return []
    return ask(settings, "SELECT locktype FROM pg_locks WHERE locktype = 'advisory'")


def ask(settings: Settings, question: str) -> list[str]:
    engine = sa.create_engine(settings.database_url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        return list(connection.exec_driver_sql(question).scalars())
