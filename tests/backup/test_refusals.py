"""What stops a backup is said in a sentence that says where to look, before hours of work where it can be."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from api.backup import postgres, sqlite
from api.backup.refusal import BackupFailed
from api.backup.service import back_up, restore, verify
from api.settings import Settings
from tests.support.databases import DatabaseServer


class TestOnSqlite:
    @pytest.fixture
    def database_server(self, sqlite: DatabaseServer) -> DatabaseServer:
        return sqlite

    def test_what_is_no_database_is_called_so(self, tmp_path: Path, folder: Path) -> None:
        (tmp_path / "diary.db").write_bytes(b"no database at all" * 100)

        with pytest.raises(BackupFailed, match=r"diary\.db is no database"):
            back_up(settings_of(tmp_path / "diary.db"), folder)

        assert list(folder.iterdir()) == []

    def test_a_full_target_is_named(
        self, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def with_little_room(path: Path) -> sqlite3.Connection:
            connection = sqlite3.connect(path, isolation_level=None)
            connection.execute("PRAGMA max_page_count = 2")
            return connection

        monkeypatch.setattr(sqlite, "_opened", with_little_room)

        with pytest.raises(BackupFailed, match=f"no room left in {folder}"):
            back_up(settings, folder)

        assert list(folder.iterdir()) == []

    def test_a_file_that_cannot_be_opened_is_named(
        self, settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def not_ours(path: Path) -> sqlite3.Connection:
            return sqlite3.connect(path.parent)

        monkeypatch.setattr(sqlite, "open_read_only", not_ours)

        with pytest.raises(BackupFailed, match=r"diary\.db cannot be opened: run this as the user who owns"):
            back_up(settings, folder)

    def test_no_room_for_a_check_is_the_scratch_folders_fault_and_not_the_backups(
        self, settings: Settings, backup: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(source: Path, _: Path) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(source))

        monkeypatch.setattr(shutil, "copyfile", full)

        with pytest.raises(OSError, match="No space left") as refusal:
            verify(settings, backup)

        assert refusal.value.filename == str(backup.parent)


class TestOnPostgres:
    @pytest.fixture
    def database_server(self, postgresql: DatabaseServer) -> DatabaseServer:
        return postgresql

    @pytest.fixture
    def role(self, settings: Settings) -> Iterator[Settings]:
        """Somebody who may connect, and nothing else."""
        run(settings, "CREATE ROLE diary_stranger LOGIN PASSWORD 'made up'")
        yield acting_as(settings, "diary_stranger")
        run(settings, "DROP OWNED BY diary_stranger", "DROP ROLE diary_stranger")

    def test_a_database_that_is_not_there_is_called_so(self, settings: Settings, folder: Path) -> None:
        url = sa.make_url(settings.database_url).set(database="nono").render_as_string(hide_password=False)

        with pytest.raises(BackupFailed, match="There is no database nono"):
            back_up(settings.model_copy(update={"database_url": url}), folder)

    def test_a_role_that_may_not_read_the_tables_is_told(self, role: Settings, folder: Path) -> None:
        with pytest.raises(BackupFailed, match="lacks a right"):
            back_up(role, folder)

        assert list(folder.iterdir()) == []

    def test_a_role_that_may_not_look_into_the_tables_is_told(
        self, role: Settings, settings: Settings, backup: Path
    ) -> None:
        with pytest.raises(BackupFailed, match="PostgreSQL refuses: permission denied for"):
            postgres.PostgresBackups(role).loss()

    def test_a_role_that_may_not_rename_is_told_before_anything_is_restored(
        self, role: Settings, backup: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(postgres.PostgresBackups, "scratch", None)

        with pytest.raises(BackupFailed, match=r"diary_stranger may not put.*CREATEDB"):
            restore(role, backup, replaces=True)


def settings_of(path: Path) -> Settings:
    return Settings(environment="test", database_url=f"sqlite:///{path}")


def acting_as(settings: Settings, role: str) -> Settings:
    url = sa.make_url(settings.database_url).set(username=role, password="made up")
    return settings.model_copy(update={"database_url": url.render_as_string(hide_password=False)})


def run(settings: Settings, *statements: str) -> None:
    engine = sa.create_engine(settings.database_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
