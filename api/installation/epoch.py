"""The epoch that answers name, without asking the database for each."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from api.database import Database
from api.errors import Unavailable
from api.installation.store import epoch_of

FRESH_SECONDS = 5.0
PATIENCE_SECONDS = 1.0


class Epoch:
    """Gives the epoch for answers to name; None while it cannot be read.

    On PostgreSQL a service can live through a restore, so what was read holds for FRESH_SECONDS only.
    """

    def __init__(self, database: Database, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._seconds = seconds
        self._known: str | None = None
        self._asked_at = 0.0
        self._reading: asyncio.Task[None] | None = None

    async def __call__(self) -> str | None:
        """Waits for PATIENCE_SECONDS at most, and for one read at a time, however many ask."""
        if self._known is None or self._seconds() - self._asked_at > FRESH_SECONDS:
            reading = self._read_under_way()
            patience = max(0.0, self._asked_at + PATIENCE_SECONDS - self._seconds())
            done, _ = await asyncio.wait({reading}, timeout=patience)
            if not done:
                return None
        return self._known

    def _read_under_way(self) -> asyncio.Task[None]:
        # One whose loop has ended would never be done.
        if self._reading is None or self._reading.get_loop() is not asyncio.get_running_loop():
            self._asked_at = self._seconds()
            self._reading = asyncio.create_task(self._read())
        return self._reading

    async def _read(self) -> None:
        self._known = None
        try:
            with suppress(Unavailable, SQLAlchemyError):
                self._known = str(await self._database.read(epoch_of))
        finally:
            self._reading = None
