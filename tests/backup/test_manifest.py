"""The manifest says what a backup should hold, so nothing in it may change unseen either."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from api.backup.manifest import manifest_path, read_manifest
from api.backup.refusal import BackupFailed
from api.backup.service import verify
from api.settings import Settings
from tests.backup.damage import rewrite_manifest
from tests.support.databases import DatabaseServer

SEED = 20261123
FLIPS = 2000


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The manifest is the same for both."""
    return sqlite


def test_a_flipped_bit_anywhere_in_it_is_found(backup: Path) -> None:
    path, chance, passed = manifest_path(backup), random.Random(SEED), []
    good = path.read_bytes()
    for _ in range(FLIPS):
        flipped = bytearray(good)
        place = chance.randrange(len(flipped))
        flipped[place] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        try:
            read_manifest(backup)
            passed.append(bytes(flipped[place - 20 : place + 20]))
        except BackupFailed:
            continue

    assert passed == []
    path.write_bytes(good)
    assert read_manifest(backup).file == backup.name


@pytest.mark.parametrize("length", [0.1, 0.5, 0.9, 0.99])
def test_one_that_was_cut_is_found(backup: Path, length: float) -> None:
    path = manifest_path(backup)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * length)])

    with pytest.raises(BackupFailed, match="damaged"):
        read_manifest(backup)


@pytest.mark.parametrize(
    "change",
    [
        {"made_at": "2026-01-01T00:00:00Z"},
        {"manifest_sha256": ""},
        {"format": 1},
        {"more": 1},
        {"format": 1, "manifest_sha256": "", "more": 1},
    ],
)
def test_what_was_changed_or_added_in_it_is_found(backup: Path, change: dict[str, Any]) -> None:
    path = manifest_path(backup)
    path.write_text(json.dumps(json.loads(path.read_text()) | change, indent=2))

    with pytest.raises(BackupFailed, match="damaged"):
        read_manifest(backup)


def test_the_manifest_of_another_file_is_refused(settings: Settings, backup: Path) -> None:
    rewrite_manifest(backup, file="another.sqlite")

    problems = verify(settings, backup).problems

    assert problems == ("The manifest is of another.sqlite. Give both files the names they had.",)


def test_one_of_the_first_version_which_had_no_hash_is_read(settings: Settings, backup: Path) -> None:
    path = manifest_path(backup)
    first = {key: value for key, value in json.loads(path.read_text()).items() if key != "manifest_sha256"}
    path.write_text(json.dumps(first | {"format": 1}))

    assert verify(settings, backup).problems == ()


def test_the_manifest_in_place_of_the_backup_is_refused(settings: Settings, backup: Path) -> None:
    problems = verify(settings, manifest_path(backup)).problems

    assert problems == (f"Name the backup, {backup.name}, and not its manifest.",)
