"""The note about the newest backup that was verified, in the folder of the backups, for whoever watches."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from api import clock
from api.backup.files import unfinished
from api.backup.manifest import manifest_path

LAST_VERIFIED = "last-verified.json"
ROUNDED_SECONDS = 2.0  # a file system may keep times no finer


@dataclass(frozen=True)
class Looks:
    """By what a file that was changed is told, without reading it. `modified` is in seconds since 1970."""

    size: int
    modified: float

    def are_those_of(self, other: "Looks") -> bool:
        return self.size == other.size and abs(self.modified - other.modified) <= ROUNDED_SECONDS


def looks_of(backup: Path) -> Looks | None:
    """None when there is no such file."""
    if not backup.is_file():
        return None
    found = backup.stat()
    return Looks(found.st_size, found.st_mtime)


def note_verified(backup: Path, *, made_at: datetime, looks: Looks) -> None:
    """Notes it, unless a newer one stands that was found good: of those, the newest counts."""
    newest = None
    with suppress(ValueError, KeyError, TypeError):  # a note that makes no sense is written over
        newest = newest_verified(backup.parent)
    if newest is not None and newest > made_at:
        return
    note = {
        "at": clock.now().isoformat(),
        "file": backup.name,
        "made_at": made_at.isoformat(),
        **asdict(looks),
    }
    with unfinished(backup.with_name(LAST_VERIFIED)) as part:
        part.write_text(json.dumps(note) + "\n", encoding="utf-8")


def withdraw(backup: Path) -> None:
    """Notes no longer that this one was verified."""
    with suppress(ValueError, KeyError, TypeError):
        note = _note_in(backup.parent)
        if note is not None and note["file"] == backup.name:
            backup.with_name(LAST_VERIFIED).unlink(missing_ok=True)


def newest_verified(folder: Path) -> datetime | None:
    """When the newest backup was made that was verified and looks as it did then; None when there is none.

    Raises: OSError, ValueError, KeyError, TypeError when the note about it cannot be read.
    """
    note = _note_in(folder)
    if note is None:
        return None
    made_at = datetime.fromisoformat(note["made_at"])
    if made_at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    backup = folder / str(note["file"])
    looks = looks_of(backup)
    noted = Looks(int(note["size"]), float(note["modified"]))
    is_there = looks is not None and noted.are_those_of(looks) and manifest_path(backup).is_file()
    return made_at if is_there else None


def _note_in(folder: Path) -> Any:
    note_at = folder / LAST_VERIFIED
    return json.loads(note_at.read_text(encoding="utf-8")) if note_at.exists() else None
