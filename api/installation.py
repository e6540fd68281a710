"""Which life of the service this is: a restored backup begins a new epoch.

A phone that meets an epoch it does not know offers again what it was told had been received.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Column, Connection, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Field, SQLModel

from api.clock import now
from api.database import Database, UtcDateTime
from api.errors import Unavailable

FRESH_SECONDS = 5.0
PATIENCE_SECONDS = 1.0


class Installation(SQLModel, table=True):
    """One row."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="ck_installation_single"),)

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    epoch: UUID
    began_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


_INSTALLATION = Installation.__table__  # type: ignore[attr-defined]


def epoch_of(connection: Connection) -> UUID:
    """The epoch that phones are told of."""
    epoch: UUID = connection.execute(select(_INSTALLATION.c.epoch)).scalar_one()
    return epoch


def begin_new_epoch(connection: Connection) -> UUID:
    """Says that what was acknowledged before may be lost. Gives the new epoch."""
    epoch = uuid4()
    connection.execute(update(Installation).values(epoch=epoch, began_at=now()))
    return epoch


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
