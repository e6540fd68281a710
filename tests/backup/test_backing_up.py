"""A backup is of one moment, private, and there as a whole or not at all."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from api.backup import service, sqlite
from api.backup.manifest import read_manifest
from api.backup.postgres_programs import Programs
from api.backup.refusal import BackupFailed
from api.backup.service import back_up, verify
from api.backup.verified import newest_verified
from api.settings import Settings
from tests.backup.conftest import opened
from tests.support.entries import SATURDAY, write
from tests.support.personas import People


def one_bit_flipped(backup: Path) -> None:
    held = bytearray(backup.read_bytes())
    held[len(held) // 2] ^= 1
    backup.write_bytes(held)


def emptied(backup: Path) -> None:
    backup.write_bytes(b"")


def test_a_backup_that_fails_leaves_nothing(
    settings: Settings, people: People, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_space(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(service, "write_manifest", out_of_space)

    with pytest.raises(OSError, match="No space"):
        back_up(settings, folder)

    assert list(folder.iterdir()) == []


def test_a_backup_without_its_manifest_is_not_whole(settings: Settings, backup: Path) -> None:
    backup.with_name(f"{backup.name}.json").unlink()

    verdict = verify(settings, backup)

    assert not verdict.is_good
    assert verdict.problems == (f"{backup.name}.json is missing: a backup is whole only with it.",)


@pytest.mark.parametrize("text", ["", "{}", '{"format": 2}', "null"])
def test_a_manifest_that_cannot_be_read_is_a_bad_one(settings: Settings, backup: Path, text: str) -> None:
    backup.with_name(f"{backup.name}.json").write_text(text)

    assert not verify(settings, backup).is_good


def test_a_good_one_is_verified_and_noted(settings: Settings, backup: Path) -> None:
    verdict = verify(settings, backup)

    assert verdict.problems == ()
    assert verdict.is_good
    note = json.loads((backup.parent / "last-verified.json").read_text())
    assert note["file"] == backup.name
    assert note["made_at"] <= note["at"]


def test_a_bad_one_is_not_noted(settings: Settings, backup: Path) -> None:
    backup.write_bytes(b"")

    assert not verify(settings, backup).is_good
    assert not (backup.parent / "last-verified.json").exists()


@pytest.mark.parametrize("spoil", [one_bit_flipped, emptied])
def test_a_noted_one_that_is_good_no_more_is_noted_no_longer(
    settings: Settings, backup: Path, spoil: Callable[[Path], None]
) -> None:
    verify(settings, backup)
    noted = newest_verified(backup.parent)
    spoil(backup)

    assert not verify(settings, backup).is_good
    assert noted is not None
    assert not (backup.parent / "last-verified.json").exists()


def test_a_bad_one_takes_nothing_from_the_good_one_that_is_noted(settings: Settings, backup: Path) -> None:
    newer = back_up(settings, backup.parent)
    verify(settings, newer)
    emptied(backup)

    assert not verify(settings, backup).is_good
    assert newest_verified(backup.parent) == read_manifest(newer).made_at


def test_an_older_one_that_is_good_too_is_not_noted_instead(settings: Settings, backup: Path) -> None:
    newer = back_up(settings, backup.parent)
    verify(settings, newer)

    assert verify(settings, backup).is_good
    assert newest_verified(backup.parent) == read_manifest(newer).made_at


def test_an_older_one_is_noted_when_the_newer_is_as_it_was_no_more(settings: Settings, backup: Path) -> None:
    newer = back_up(settings, backup.parent)
    verify(settings, newer)
    emptied(newer)

    assert verify(settings, backup).is_good
    assert newest_verified(backup.parent) == read_manifest(backup).made_at


@pytest.mark.parametrize("note", ["{", "[]", "{}"])
def test_a_note_that_makes_no_sense_is_written_over(settings: Settings, backup: Path, note: str) -> None:
    (backup.parent / "last-verified.json").write_text(note)

    assert verify(settings, backup).is_good
    assert newest_verified(backup.parent) == read_manifest(backup).made_at


def test_only_the_owner_can_read_it(settings: Settings, backup: Path) -> None:
    verify(settings, backup)

    modes = {file.name: file.stat().st_mode & 0o777 for file in backup.parent.iterdir()}

    assert set(modes.values()) == {0o600}
    assert backup.parent.stat().st_mode & 0o777 == 0o700
    assert len(modes) == 3


def test_the_manifest_counts_every_table(backup: Path, people: People) -> None:
    contents = read_manifest(backup).contents

    rows = {name: table.rows for name, table in contents.tables.items()}

    assert (rows["revision"], rows["alert"], rows["patient"], rows["installation"]) == (3, 1, 3, 1)
    assert contents.epoch is not None
    assert contents.head is not None


def test_what_is_written_meanwhile_is_in_neither_the_backup_nor_the_manifest(
    settings: Settings, people: People, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(settings) as database:

        def write_between() -> None:
            write(database, people.anna, SATURDAY, loose_stools=2)

        dump, count = Programs.dump, sqlite._contents
        monkeypatch.setattr(Programs, "dump", lambda *a, **k: (write_between(), dump(*a, **k)))
        monkeypatch.setattr(sqlite, "_contents", lambda source: (count(source), write_between())[0])
        backup = back_up(settings, folder)
        monkeypatch.undo()

    assert read_manifest(backup).contents.tables["revision"].rows == 3
    assert verify(settings, backup).problems == ()


def test_a_backup_of_the_other_database_is_told_apart(
    settings: Settings, backup: Path, tmp_path: Path
) -> None:
    is_sqlite = settings.sqlite_path is not None
    other = "postgresql+psycopg:///diary" if is_sqlite else f"sqlite:///{tmp_path / 'diary.db'}"

    verdict = verify(settings.model_copy(update={"database_url": other}), backup)

    assert not verdict.is_good
    assert "DIARY_DATABASE_URL" in verdict.problems[0]


def test_no_database_is_no_backup(tmp_path: Path, folder: Path) -> None:
    nowhere = Settings(environment="test", database_url=f"sqlite:///{tmp_path / 'missing.db'}")

    with pytest.raises(BackupFailed, match=r"no database missing\.db"):
        back_up(nowhere, folder)

    assert list(folder.iterdir()) == []
    assert not (tmp_path / "missing.db").exists()
