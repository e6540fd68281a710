"""Every query on the outbox: put, number, claim, done, release, tidy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection, insert
from sqlalchemy.dialects import postgresql, sqlite

from api.clock import now
from api.ids import new_id
from api.outbox.leases import LEASE, LONGEST_PAUSE, has_come, latest_after
from api.outbox.models import EventKind, FeedEnd, OutboxEvent

NUMBERED_AT_ONCE = 1000

_EVENT = OutboxEvent.__table__  # type: ignore[attr-defined]
_FEED_END = FeedEnd.__table__  # type: ignore[attr-defined]

_PUT = insert(_EVENT)
_LOCKED_END = (
    sa.select(_FEED_END.c.position).where(_FEED_END.c.clinic_id == sa.bindparam("clinic")).with_for_update()
)
_MOVE_END = (
    sa.update(_FEED_END)
    .where(_FEED_END.c.clinic_id == sa.bindparam("clinic"))
    .values(position=_FEED_END.c.position + sa.bindparam("by"))
)


def _number_by(*order: sa.ColumnElement[Any]) -> sa.Update:
    unnumbered = (
        sa.select(_EVENT.c.id, sa.func.row_number().over(order_by=order).label("place"))
        .where(_EVENT.c.clinic_id == sa.bindparam("clinic"), _EVENT.c.position.is_(None))
        .order_by(*order)
        .limit(NUMBERED_AT_ONCE)
        .subquery()
    )
    place = sa.bindparam("end", type_=sa.BigInteger) + unnumbered.c.place
    return sa.update(_EVENT).where(_EVENT.c.id == unnumbered.c.id).values(position=place)


# Not by id: it follows the clock of whoever wrote, and with two machines an effect could come before its
# cause. Whoever puts an event holds the patient's row until the commit, so that hers are put in the order of
# their commits; PostgreSQL counts what is put. The age of a transaction would not do: it may be older than
# the one that it waits for, by what it wrote before or because it got its number while it waited. SQLite has
# one writer, so its rows stand in the order of commits.
_NUMBER = {
    "sqlite": _number_by(sa.literal_column("outbox_event.rowid", sa.BigInteger)),
    "postgresql": _number_by(_EVENT.c.put_number),
}
_LEASE_IS_OVER = has_come(_EVENT.c.leased_until, at=sa.bindparam("at"), latest=sa.bindparam("latest"))
_IS_FREE = sa.or_(_EVENT.c.leased_until.is_(None), _LEASE_IS_OVER)
_IS_READY = sa.and_(_EVENT.c.done_at.is_(None), _EVENT.c.position.is_not(None), _IS_FREE)
_NEXT = (
    sa.select(_EVENT)
    .where(_IS_READY)
    .order_by(_EVENT.c.at, _EVENT.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_HAS_WORK = sa.select(
    sa.or_(
        sa.exists().where(_EVENT.c.position.is_(None)),
        sa.exists().where(_IS_READY),
    )
)


@dataclass(frozen=True, slots=True)
class Event:
    """`subject_id` is the id of the revision or alert that it is about, or of the patient herself."""

    kind: EventKind
    clinic_id: UUID
    patient_id: UUID
    subject_id: UUID


@dataclass(frozen=True, slots=True)
class SentEvent:
    """An event on its way out. A repeat carries the same `id` and a higher `attempt`, which counts from 1."""

    id: UUID
    position: int
    kind: EventKind
    clinic_id: UUID
    patient_id: UUID
    subject_id: UUID
    at: datetime
    attempt: int


def put(connection: Connection, events: Sequence[Event]) -> None:
    """Leaves events to be sent, in the transaction of what they tell of.

    The caller has locked their patients' rows: the feed has a patient's events in the order they are put.
    """
    if not events:
        return
    at = now()
    rows = [
        {
            "id": new_id(),
            "clinic_id": event.clinic_id,
            "patient_id": event.patient_id,
            "kind": event.kind.value,
            "subject_id": event.subject_id,
            "at": at,
            "attempts": 0,
        }
        for event in events
    ]
    connection.execute(_PUT, rows)


def number(connection: Connection, *, clinic_id: UUID | None = None) -> int:
    """Gives the next places in their clinic's feed to committed events without one. Gives how many it was.

    Only one transaction at a time numbers a clinic, and it holds what it gave until it commits; so whoever
    sees a position sees every lower one too. Units: at most NUMBERED_AT_ONCE a clinic.
    """
    waiting = sa.select(_EVENT.c.clinic_id).distinct().where(_EVENT.c.position.is_(None))
    if clinic_id is not None:
        waiting = waiting.where(_EVENT.c.clinic_id == clinic_id)
    # In one order everywhere, so that two that number never wait for each other.
    clinics = connection.execute(waiting.order_by(_EVENT.c.clinic_id)).scalars().all()
    return sum(_number_clinic(connection, clinic) for clinic in clinics)


def _number_clinic(connection: Connection, clinic: UUID) -> int:
    end = connection.execute(_LOCKED_END, {"clinic": clinic}).scalar_one_or_none()
    if end is None:
        on = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(on(_FEED_END).values(clinic_id=clinic, position=0).on_conflict_do_nothing())
        end = connection.execute(_LOCKED_END, {"clinic": clinic}).scalar_one()
    # A statement of its own after the lock: it sees what those before us committed while we waited.
    numbered = connection.execute(_NUMBER[connection.dialect.name], {"clinic": clinic, "end": end}).rowcount
    connection.execute(_MOVE_END, {"clinic": clinic, "by": numbered})
    return numbered


def has_work(connection: Connection) -> bool:
    """Whether anything waits to be numbered or claimed now."""
    return bool(connection.execute(_HAS_WORK, _times(now())).scalar_one())


def claim(connection: Connection, *, most: int) -> list[SentEvent]:
    """The events that wait longest, nobody else's until the lease ends; what others hold is passed over."""
    at = now()
    rows = connection.execute(_NEXT, {"most": most, **_times(at)}).mappings().all()
    if rows:
        taken = sa.update(_EVENT).where(_EVENT.c.id.in_([row["id"] for row in rows]))
        connection.execute(taken.values(leased_until=at + LEASE, attempts=_EVENT.c.attempts + 1))
    return [_sent(row) for row in rows]


def _times(at: datetime) -> dict[str, datetime]:
    return {"at": at, "latest": latest_after(at, LONGEST_PAUSE)}


def _sent(row: Mapping[Any, Any]) -> SentEvent:
    return SentEvent(
        id=row["id"],
        position=row["position"],
        kind=EventKind(row["kind"]),
        clinic_id=row["clinic_id"],
        patient_id=row["patient_id"],
        subject_id=row["subject_id"],
        at=row["at"],
        attempt=row["attempts"] + 1,
    )


def extend(connection: Connection, events: Sequence[SentEvent]) -> set[UUID]:
    """Holds claimed events for longer. Gives the ids of those that nobody has taken over."""
    longer = sa.update(_EVENT).where(_held(events)).values(leased_until=now() + LEASE)
    return set(connection.execute(longer.returning(_EVENT.c.id)).scalars())


def done(connection: Connection, ids: Sequence[UUID]) -> None:
    """Marks what took effect, whoever holds it by now."""
    if not ids:
        return
    marked = sa.update(_EVENT).where(_EVENT.c.id.in_(ids), _EVENT.c.done_at.is_(None))
    connection.execute(marked.values(done_at=now(), leased_until=None))


def release(connection: Connection, events: Sequence[SentEvent], *, pause: timedelta) -> None:
    """Gives claimed events back, for anyone to claim after the pause."""
    if not events:
        return
    connection.execute(sa.update(_EVENT).where(_held(events)).values(leased_until=now() + pause))


def _held(events: Sequence[SentEvent]) -> sa.ColumnElement[bool]:
    # Whoever takes an event over raises its attempts, so that an earlier holder no longer touches it.
    held = sa.tuple_(_EVENT.c.id, _EVENT.c.attempts).in_([(sent.id, sent.attempt) for sent in events])
    return sa.and_(_EVENT.c.done_at.is_(None), held)


def seconds_ahead(connection: Connection) -> float:
    """How far this machine's clock is ahead of PostgreSQL's; below 0 when it is behind.

    Units: seconds, give or take half the time that asking takes.
    """
    asked_at = now()
    theirs = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    middle = asked_at + (now() - asked_at) / 2
    return float((middle - theirs).total_seconds())


def tidy(connection: Connection, *, before: datetime, most: int) -> int:
    """Deletes the oldest of each feed that were put before an instant and are done. Gives how many.

    Only from its beginning, so that what is left of a feed has no gaps. Units: at most `most` a clinic.
    """
    ends = sa.select(_FEED_END.c.clinic_id).order_by(_FEED_END.c.clinic_id)
    clinics = connection.execute(ends).scalars().all()
    return sum(_tidy_clinic(connection, clinic, before=before, most=most) for clinic in clinics)


def _tidy_clinic(connection: Connection, clinic: UUID, *, before: datetime, most: int) -> int:
    # Nobody numbers meanwhile: what got its place between these statements would go with the old ones.
    connection.execute(_LOCKED_END, {"clinic": clinic})
    numbered = (_EVENT.c.clinic_id == clinic, _EVENT.c.position.is_not(None))
    places = sa.select(_EVENT.c.position).where(*numbered).order_by(_EVENT.c.position).limit(1)
    first = connection.execute(places).scalar_one_or_none()
    if first is None:
        return 0
    needed = places.where(sa.or_(_EVENT.c.done_at.is_(None), _EVENT.c.at >= before))
    first_needed = connection.execute(needed).scalar_one_or_none()
    end = first + most if first_needed is None else min(first_needed, first + most)
    old = (_EVENT.c.position < end, _EVENT.c.done_at.is_not(None), _EVENT.c.at < before)
    return connection.execute(sa.delete(_EVENT).where(*numbered, *old)).rowcount
