"""Whether this machine's clock may be trusted with leases."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

import structlog
from sqlalchemy import Connection

from api.database import Database
from api.outbox import store

log = structlog.get_logger()
ALLOWED_SECONDS = 10.0
CHECKED_EVERY_SECONDS = 60.0


class ClockCheck:
    """Compares this machine's clock with the database's, once a minute.

    Leases are noted by the clock of whoever takes them, so that two machines a lease apart would both send
    the same event. Units: 10 s of difference are allowed, a sixth of a lease. A clock that jumps is found out
    within a minute; what was sent twice until then carries the same id.
    """

    def __init__(
        self,
        database: Database,
        *,
        seconds_ahead: Callable[[Connection], float] = store.seconds_ahead,
        every_seconds: float = CHECKED_EVERY_SECONDS,
    ) -> None:
        self._database = database
        self._seconds_ahead = seconds_ahead
        self._every_seconds = every_seconds
        self._lock = Lock()
        self._is_right = True
        self._check_at = monotonic()

    def is_right(self) -> bool:
        """Whether the clock was right when it was last compared. Raises: Unavailable."""
        with self._lock:
            if monotonic() >= self._check_at:
                self._compare()
                self._check_at = monotonic() + self._every_seconds
            return self._is_right

    def _compare(self) -> None:
        seconds = self._database.read_now(self._seconds_ahead)
        was_right, self._is_right = self._is_right, abs(seconds) <= ALLOWED_SECONDS
        if was_right and not self._is_right:
            log.error("clock_is_off", seconds=round(seconds, 1))
        if self._is_right and not was_right:
            log.info("clock_is_right_again", seconds=round(seconds, 1))
