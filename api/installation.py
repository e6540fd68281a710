"""Which life of the service this is: a restored backup begins a new epoch.

A phone that meets an epoch it does not know offers again what it was told had been received.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Column, Connection, select, update
from sqlmodel import Field, SQLModel

from api.clock import now
from api.database import UtcDateTime


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
