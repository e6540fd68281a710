"""Copies of health data that a killed backup, check or restore left behind."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

UNFINISHED = ".diary-*Z.*.part*"
RESTORING = ".restoring-"
COPY = "diary.db"
SCRATCH = "diary_scratch_"
SCRATCHES = "SELECT datname FROM pg_database WHERE datname ~ %s"
CLAIM = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
LET_GO = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"


@contextmanager
def at_work_in(folder: Path) -> Iterator[None]:
    """Shows that this process works in the folder; first removes what processes that are gone left there.

    The lock lies on the folder itself and ends with the process. While another one works, nothing is removed.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        # Not every network file system has locks; there the leftovers stay.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove_from(folder)
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def _remove_from(folder: Path) -> None:
    for part in folder.glob(UNFINISHED):
        part.unlink(missing_ok=True)
    for place in folder.glob(f"{RESTORING}*"):
        for copy in place.glob(f"{COPY}*"):
            copy.unlink(missing_ok=True)
        with suppress(OSError):
            place.rmdir()


def claim_scratch(server: psycopg.Connection, name: str) -> None:
    """Shows that whoever has this connection open uses the scratch database of this name."""
    server.execute(CLAIM, (name,))


def remove_scratches(server: psycopg.Connection) -> None:
    """Drops the scratch databases whose users are gone."""
    for (name,) in server.execute(SCRATCHES, (f"^{SCRATCH}[0-9a-f]{{16}}$",)).fetchall():
        claimed = server.execute(CLAIM, (name,)).fetchone()
        if claimed and claimed[0]:
            with suppress(psycopg.errors.InsufficientPrivilege):
                server.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                )
            server.execute(LET_GO, (name,))
