"""Every query on the installation."""

from uuid import UUID, uuid4

from sqlalchemy import Connection, select, update

from api.clock import now
from api.installation.models import Installation

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
