"""The feed: everything that happens in a clinic, in one order that never changes."""

from sqlalchemy import Connection

from api.access.actors import Actor
from api.audit import store as audit
from api.errors import PositionGone
from api.feed import store
from api.feed.models import EventPage, EventPublic
from api.outbox.store import number


def read_events(connection: Connection, actor: Actor, *, after: int | None, limit: int) -> EventPage:
    """What happened since a position, or since the oldest event that is kept.

    Raises: PositionGone when events after it were deleted, or when it was never given here.
    """
    # Here too, so that a program waits for no worker.
    number(connection, clinic_id=actor.clinic_id)
    # Before the page: what gets its position between the two may be on the page, and only there.
    end = store.end_of(connection, actor.clinic_id)
    rows = store.events_after(connection, actor, after=after or 0, limit=limit)
    if after is not None and not (rows[0]["position"] == after + 1 if rows else after == end):
        raise PositionGone
    events = [EventPublic.model_validate(row) for row in rows]
    seen = sorted({str(event.patient_id) for event in events})
    if seen:
        audit.note(connection, actor, action="events.read", new={"patients": seen})
    else:
        audit.see_nobody(actor, action="events.read")
    return EventPage(items=events, next=None, position=events[-1].position if events else end)
