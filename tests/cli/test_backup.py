"""`diary backup` and `diary restore`: what an operator types; what they do is tried in tests/backup."""

from pathlib import Path

import pytest

from api.backup import service
from api.backup.service import Verdict
from api.clinics.models import Clinic
from api.database import Database, open_database
from api.settings import Settings
from tests.cli.conftest import Diary
from tests.support.databases import SqliteServer
from tests.support.factories import a_clinic, insert
from tests.support.rows import rows_of


@pytest.fixture
def database_server(sqlite: SqliteServer) -> SqliteServer:
    return sqlite


@pytest.fixture
def filled(database: Database) -> Database:
    database.write_now(insert, a_clinic())
    return database


def test_a_backup_that_is_no_good_ends_with_an_error(
    on_tables: Diary, filled: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "verify", lambda *_: Verdict(False, ("entry: 3 rows are missing",)))

    done = on_tables("backup", str(tmp_path / "copies"), "--verify")

    assert done.exit_code == 1
    assert "This backup is no good:\nentry: 3 rows are missing" in done.output


def test_an_existing_backup_that_is_no_good_ends_with_an_error_too(
    on_tables: Diary, filled: Database, tmp_path: Path
) -> None:
    backup = Path(on_tables("backup", str(tmp_path)).stdout.strip())
    good = on_tables("verify", str(backup))
    backup.write_bytes(backup.read_bytes()[:-100])

    bad = on_tables("verify", str(backup))

    assert (good.exit_code, bad.exit_code) == (0, 1), good.output
    assert "This backup is no good:\n" in bad.output
    assert "bytes instead of" in bad.output


def test_a_folder_without_a_name_is_refused(on_tables: Diary, filled: Database) -> None:
    done = on_tables("backup", "")

    assert done.exit_code == 2
    assert "Name the folder" in done.output


def test_the_manifest_is_not_taken_for_the_backup(on_tables: Diary, filled: Database, tmp_path: Path) -> None:
    backup = on_tables("backup", str(tmp_path)).stdout.strip()

    done = on_tables("restore", f"{backup}.json", "--replace")

    assert done.exit_code == 1
    assert f"Name the backup, {Path(backup).name}, and not its manifest." in done.output


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(
    on_tables: Diary, filled: Database, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()

    done = on_tables("backup", str(tmp_path / "file" / "copies"))

    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert "copies" in done.output


def test_a_damaged_backup_is_refused_and_a_missing_one_too(
    on_tables: Diary, filled: Database, tmp_path: Path
) -> None:
    backup = Path(on_tables("backup", str(tmp_path)).stdout.strip())
    backup.write_bytes(backup.read_bytes()[:-100])

    damaged = on_tables("restore", str(backup), "--replace")
    missing = on_tables("restore", str(tmp_path / "nothing"))

    assert (damaged.exit_code, missing.exit_code) == (1, 2)
    assert "Traceback" not in damaged.output + missing.output
    assert len(rows_of(filled, Clinic)) == 1


def test_a_verified_backup_brings_back_what_was_there(
    on_tables: Diary, database: Database, settings: Settings, tmp_path: Path
) -> None:
    database.write_now(insert, a_clinic(name="Hillside Cancer Clinic"))
    made = on_tables("backup", str(tmp_path), "--verify")
    database.write_now(insert, a_clinic(name="Added since"))
    database.close()

    refused = on_tables("restore", made.stdout.strip())
    done = on_tables("restore", made.stdout.strip(), "--replace")

    assert (made.exit_code, refused.exit_code, done.exit_code) == (0, 1, 0), done.output
    assert "--replace" in refused.output
    restored = open_database(settings)
    assert [row["name"] for row in rows_of(restored, Clinic)] == ["Hillside Cancer Clinic"]
    restored.close()
