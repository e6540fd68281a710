"""Backups: making one, proving that it can be restored, restoring it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from api import clock
from api.backup.contents import differences
from api.backup.files import sha256_of, unfinished
from api.backup.leftovers import at_work_in
from api.backup.manifest import (
    FORMAT,
    Manifest,
    manifest_path,
    read_manifest,
    require_untouched,
    write_manifest,
)
from api.backup.new_life import begin_new_life
from api.backup.postgres import PostgresBackups
from api.backup.refusal import BackupFailed
from api.backup.sqlite import SqliteBackups
from api.settings import Settings

LAST_VERIFIED = "last-verified.json"


@dataclass(frozen=True)
class Verdict:
    """Whether a backup can be restored, or what is wrong with it; a sentence each."""

    is_good: bool
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Restored:
    """`made_at` is the moment that the diary is back at; `kept` is what the former database is called now."""

    made_at: datetime
    epoch: UUID
    kept: str | None


def back_up(settings: Settings, folder: Path) -> Path:
    """A new backup in this folder, beside a manifest of what it should hold. The service may go on meanwhile.

    Raises: BackupFailed; nothing is left in the folder then.
    """
    database = _backups_of(settings)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made_at = clock.now()
    backup = folder / f"diary-{made_at:%Y%m%dT%H%M%S.%f}Z{database.suffix}"
    manifest_at = manifest_path(backup)
    try:
        with at_work_in(folder), unfinished(backup) as part:
            contents = database.dump(part)
            size, sha256 = part.stat().st_size, sha256_of(part)
            manifest = Manifest(FORMAT, made_at, database.dialect, backup.name, size, sha256, contents)
            # First: were it killed in between, a backup without its manifest would stay for ever.
            write_manifest(manifest, manifest_at)
    except BaseException:
        manifest_at.unlink(missing_ok=True)
        backup.unlink(missing_ok=True)
        raise
    return backup


def verify(settings: Settings, backup: Path) -> Verdict:
    """Restores a backup to a scratch place and compares all of it with its manifest."""
    try:
        manifest = read_manifest(backup)
        with _restored(settings, backup, manifest, near=backup.parent):
            pass
    except BackupFailed as failure:
        return Verdict(False, tuple(str(failure).splitlines()))
    _note_verified(backup, manifest)
    return Verdict(True, ())


def restore(settings: Settings, backup: Path, *, replaces: bool = False) -> Restored:
    """Puts a backup in the database's place, under a new epoch: all of it, or nothing.

    Raises: BackupFailed when the backup is damaged or not for this version, or there are rows and nobody
    said that they are to be replaced; UnsafeDatabase when somebody has the database open.
    """
    manifest = read_manifest(backup)
    database = _backups_of(settings)
    with database.held():
        if not replaces and (loss := database.loss()):
            raise BackupFailed(f"{loss} Say --replace to put the backup in its place.")
        with _restored(settings, backup, manifest, near=None) as scratch:
            epoch = begin_new_life(settings, scratch)
            kept = database.promote(scratch, former=f"before-{clock.now():%Y%m%dT%H%M%S}")
    return Restored(manifest.made_at, epoch, kept)


def newest_verified(folder: Path) -> datetime | None:
    """When the backup was made that was verified last and is still there; None when there is none.

    Raises: OSError, ValueError, KeyError when the note about it cannot be read.
    """
    note_at = folder / LAST_VERIFIED
    if not note_at.exists():
        return None
    note = json.loads(note_at.read_text(encoding="utf-8"))
    made_at = datetime.fromisoformat(note["made_at"])
    if made_at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    backup = folder / str(note["file"])
    return made_at if backup.is_file() and manifest_path(backup).is_file() else None


@contextmanager
def _restored(settings: Settings, backup: Path, manifest: Manifest, *, near: Path | None) -> Iterator[str]:
    """The address of a scratch database that holds what the manifest says."""
    database = _backups_of(settings)
    if manifest.dialect != database.dialect:
        raise BackupFailed(f"This is a backup of {manifest.contents.engine}, and DIARY_DATABASE_URL is not.")
    require_untouched(backup, manifest)
    with database.scratch(backup, near=near) as scratch:
        if problems := differences(manifest.contents, database.examine(scratch)):
            raise BackupFailed("\n".join(problems))
        yield scratch


def _backups_of(settings: Settings) -> SqliteBackups | PostgresBackups:
    path = settings.sqlite_path
    return PostgresBackups(settings) if path is None else SqliteBackups(path)


def _note_verified(backup: Path, manifest: Manifest) -> None:
    note = {
        "at": clock.now().isoformat(),
        "file": backup.name,
        "made_at": manifest.made_at.isoformat(),
    }
    with unfinished(backup.with_name(LAST_VERIFIED)) as part:
        part.write_text(json.dumps(note) + "\n", encoding="utf-8")
