"""What tests ask of a whole database."""

from typing import Any

import sqlalchemy as sa

from api.access.actors import Actor
from api.alerts.models import QueuePage, Status
from api.database import Database
from api.paging import Cursor
from api.triage import service as triage


def rows_of(database: Database, model: Any) -> list[dict[str, Any]]:
    """Every row of a table in the order of its key."""
    table = model.__table__

    def work(connection: sa.Connection) -> list[dict[str, Any]]:
        found = connection.execute(sa.select(table).order_by(*table.primary_key)).mappings()
        return [dict(row) for row in found]

    return database.read_now(work)


def queue_of(
    database: Database,
    actor: Actor,
    *,
    statuses: tuple[Status, ...] = triage.UNRESOLVED,
    cursor: str | None = None,
    limit: int = 50,
) -> QueuePage:
    """The queue as this actor sees it; looking leaves an audit row."""
    return database.write_now(
        triage.read_queue, actor, statuses=statuses, level=None, cursor=Cursor(cursor), limit=limit
    )
