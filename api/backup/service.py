"""Backups: making one, proving that it can be restored, restoring it."""

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
from api.backup.verified import looks_of, note_verified, withdraw
from api.settings import Settings


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
    """Restores a backup to a scratch place and compares all of it with its manifest.

    A good one is noted in its folder, unless a newer one is; the note of one that is good no more goes.
    """
    looks = looks_of(backup)
    try:
        manifest = read_manifest(backup)
        with _restored(settings, backup, manifest, near=backup.parent):
            pass
    except BackupFailed as failure:
        withdraw(backup)
        return Verdict(False, tuple(str(failure).splitlines()))
    if looks is not None:
        note_verified(backup, made_at=manifest.made_at, looks=looks)
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
