"""SQLite's file: for its owner alone, and for one writing process where the library asks for that."""

import fcntl
import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from api.database_works import UnsafeDatabase

# Each branch of SQLite in which the bug is mended, by the first release that is.
MENDED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


def may_damage_its_log() -> bool:
    """Whether the installed SQLite has the WAL-reset bug.

    With it a commit that meets a checkpoint of another thread or process can damage the file.
    Source: https://sqlite.org/wal.html#walresetbug
    """
    version = sqlite3.sqlite_version_info
    backported = any(version[:2] == first[:2] and version >= first for first in MENDED)
    return version < MENDED[-1] and not backported


def make_private(path: Path) -> None:
    """A database file that only its owner can read, in a folder of the same kind if there is none yet."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)


class FileClaim:
    """This process's right to write the file, until it is released or the process dies.

    The lock lies on a file beside the database, since SQLite has locks of its own on that.
    Raises: UnsafeDatabase when another process has a claim that does not go with this one.
    """

    def __init__(self, path: Path, *, alone: bool) -> None:
        # SQLite follows links too: whoever comes through another name writes the same log.
        self._descriptor = os.open(f"{path.resolve()}-lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_NB | (fcntl.LOCK_EX if alone else fcntl.LOCK_SH))
        except BlockingIOError:
            self.release()
            raise UnsafeDatabase(_taken(path)) from None

    def release(self) -> None:
        os.close(self._descriptor)


class OpenedFile:
    """A file as it was when it was opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened = path.stat()

    def problems(self) -> list[str]:
        """Whether what is written goes into the file of that name; a sentence if not."""
        log_file = self._path.with_name(f"{self._path.name}-wal")
        with suppress(FileNotFoundError):
            if log_file.exists() and os.path.samestat(self._path.stat(), self._opened):
                return []
        sentence = (
            f"{self._path.name} or its -wal was removed or replaced under the running service, and what is"
            " written now is lost. Stop the service, restore a backup, start again."
        )
        return [sentence]


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection that neither writes nor checkpoints, safe beside the process that has the file.

    Raises: sqlite3.OperationalError when there is no such file.
    """
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)


def _taken(path: Path) -> str:
    if not may_damage_its_log():
        return f"Stop the service first: another process keeps {path.name} for itself."
    return (
        f"Stop the service first: another process has {path.name} open, and SQLite {sqlite3.sqlite_version}"
        " can damage a file that two processes write (its WAL-reset bug). To let it go on meanwhile,"
        " install SQLite 3.51.3 or newer, or use PostgreSQL."
    )
