"""Moving what SQLite has logged into its file, out of the writer's way."""

import sqlite3
from contextlib import AbstractContextManager, closing
from pathlib import Path
from threading import Event, Thread

import structlog

log = structlog.get_logger()
PAUSE_SECONDS = 1.0
LONGEST_HOLD_UP_SECONDS = 0.1
LONG_LOG_PAGES = 16_384  # 64 MiB


class Checkpointer:
    """A thread that checkpoints once a second while there is something to move.

    A passive checkpoint holds up nobody, but under an unbroken stream of writes the log never starts again
    from its beginning; a long one is therefore truncated, which the writer waits for, though not for long.
    Each checkpoint holds `guard`.
    """

    def __init__(self, path: Path, *, guard: AbstractContextManager[object]) -> None:
        self._path = path
        self._guard = guard
        self._has_writes = Event()
        self._closing = Event()
        self._thread = Thread(target=self._run, name="database-checkpoint", daemon=True)
        self._thread.start()

    def note_a_write(self) -> None:
        self._has_writes.set()

    def close(self) -> None:
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        with closing(open_log(self._path)) as connection:
            while not self._closing.wait(PAUSE_SECONDS):
                if self._has_writes.is_set():
                    self._has_writes.clear()
                    with self._guard:
                        checkpoint(connection)


def open_log(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=LONGEST_HOLD_UP_SECONDS)


def checkpoint(connection: sqlite3.Connection) -> None:
    try:
        _, logged_pages, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if logged_pages > LONG_LOG_PAGES:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error as error:
        # Nothing is lost: the log keeps what was committed, and the next round tries again.
        log.warning("checkpoint_failed", cause=type(error).__name__)
