"""Counts a server's commits where others can read them, and finds the middle of one."""

import mmap
import struct
import time
from collections.abc import Callable
from pathlib import Path
from random import random
from threading import Lock

from sqlalchemy import Connection

Commit = Callable[[Connection], None]
# Each is written by one side only.
COMMITS = struct.Struct("QQd")  # begun, ended, seconds that the last one took
AIM = struct.Struct("Q")  # whether the next one is to be the last


class Witness:
    """A page of memory that a server and its killers share; the kernel keeps it when the server dies."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(bytes(COMMITS.size + AIM.size))
        with path.open("r+b") as file:
            self._page = mmap.mmap(file.fileno(), COMMITS.size + AIM.size)
        self._lock = Lock()

    def forget(self) -> None:
        """Before a new life."""
        COMMITS.pack_into(self._page, 0, 0, 0, 0.0)
        AIM.pack_into(self._page, COMMITS.size, 0)

    @property
    def under_way(self) -> int:
        """Commits that have begun and not ended."""
        begun, ended, _ = COMMITS.unpack_from(self._page)
        return int(begun - ended)

    @property
    def is_aimed_at(self) -> bool:
        """Whether the server is to be killed while it commits the next time."""
        return bool(AIM.unpack_from(self._page, COMMITS.size)[0])

    def aim(self) -> None:
        AIM.pack_into(self._page, COMMITS.size, 1)

    def wait_for_the_middle_of_a_commit(self, *, seconds_at_most: float) -> None:
        """Spins, since a commit is over before a sleeper has woken."""
        give_up_at = time.perf_counter() + seconds_at_most
        while not self.under_way and time.perf_counter() < give_up_at:
            pass
        strike_at = time.perf_counter() + random() * COMMITS.unpack_from(self._page)[2]
        while time.perf_counter() < strike_at:
            pass

    def around(self, commit: Commit) -> Commit:
        def watched(connection: Connection) -> None:
            self._note(begun=1)
            began = time.perf_counter()
            try:
                commit(connection)
            finally:
                self._note(ended=1, seconds=time.perf_counter() - began)

        return watched

    def _note(self, *, begun: int = 0, ended: int = 0, seconds: float | None = None) -> None:
        with self._lock:
            before = COMMITS.unpack_from(self._page)
            took = before[2] if seconds is None else seconds
            COMMITS.pack_into(self._page, 0, before[0] + begun, before[1] + ended, took)
