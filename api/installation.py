"""Which life of the service this is: a restored backup begins a new epoch.

A phone that meets an epoch it does not know offers again what it was told had been received.
"""

from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Column, Connection, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Field, SQLModel

from api.clock import now
from api.database import Database, UtcDateTime
from api.errors import Unavailable


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
    """Gives the epoch for answers to name; None while it cannot be read. A running service has one only."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: str | None = None

    async def __call__(self) -> str | None:
        if self._known is None:
            with suppress(Unavailable, SQLAlchemyError):
                self._known = str(await self._database.read(epoch_of))
        return self._known
