"""Events in the outbox, put there directly; what they tell of need not be."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from api.access.actors import Actor
from api.database import Database
from api.ids import new_id
from api.outbox import store
from api.outbox.models import EventKind, OutboxEvent
from api.outbox.store import Event

OUTBOX = OutboxEvent.__table__  # type: ignore[attr-defined]


def an_event(patient: Actor) -> Event:
    return Event(EventKind.ENTRY_RECORDED, patient.clinic_id, patient.id, new_id())


def put(database: Database, patient: Actor, *, count: int = 1) -> list[Event]:
    """Puts events in one transaction; each is known again by its subject."""
    events = [an_event(patient) for _ in range(count)]
    database.write_now(store.put, events)
    return events


def positions_of(database: Database, events: Sequence[Event]) -> list[int | None]:
    """Their places in the feed, in the order of the events given."""

    def work(connection: Connection) -> dict[object, int | None]:
        rows = connection.execute(sa.select(OUTBOX.c.subject_id, OUTBOX.c.position))
        return {row.subject_id: row.position for row in rows}

    found = database.read_now(work)
    return [found[event.subject_id] for event in events]


def waiting_in(database: Database) -> int:
    """How many events are not done."""
    count = sa.select(sa.func.count()).select_from(OUTBOX).where(OUTBOX.c.done_at.is_(None))
    return database.read_now(lambda connection: connection.execute(count).scalar_one())
