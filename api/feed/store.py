"""Every query on the feed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection

from api.access.actors import Actor, visible_to
from api.outbox.models import FeedEnd, OutboxEvent

Row = Mapping[str, Any]

_EVENT = OutboxEvent.__table__  # type: ignore[attr-defined]
_FEED_END = FeedEnd.__table__  # type: ignore[attr-defined]


def end_of(connection: Connection, clinic_id: UUID) -> int:
    """The last position given in a clinic; 0 when none was."""
    end = sa.select(_FEED_END.c.position).where(_FEED_END.c.clinic_id == clinic_id)
    return connection.execute(end).scalar_one_or_none() or 0


def events_after(connection: Connection, actor: Actor, *, after: int, limit: int) -> list[Row]:
    """What this actor may see behind a position, in the order of positions."""
    wanted = (
        sa.select(_EVENT)
        .where(visible_to(actor, clinic=_EVENT.c.clinic_id, patient=_EVENT.c.patient_id))
        .where(_EVENT.c.position > after)
        .order_by(_EVENT.c.position)
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(wanted).mappings()]
