"""Every query on duties: who may do one now, and when it comes round again."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from api.clock import now
from api.outbox.leases import LEASE, has_come, latest_after
from api.outbox.models import Duty

_DUTY = Duty.__table__  # type: ignore[attr-defined]


def due(connection: Connection, every: Mapping[str, timedelta]) -> list[str]:
    """Which of these duties are due and in nobody's hands, the longest due first; new ones come first.

    Units: `every` says by the name of a duty how long it rests.
    """
    known = set(connection.execute(sa.select(_DUTY.c.name)).scalars())
    ready = sa.or_(sa.false(), *(_is_ready(name, every=rest) for name, rest in every.items()))
    names = connection.execute(sa.select(_DUTY.c.name).where(ready).order_by(_DUTY.c.due_at)).scalars()
    return [name for name in every if name not in known] + list(names)


def take(connection: Connection, name: str, *, every: timedelta) -> datetime | None:
    """Takes a duty if it is due and in nobody's hands. Gives until when it is ours, or None."""
    at = now()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(_DUTY).values(name=name, due_at=at).on_conflict_do_nothing())
    # On PostgreSQL whoever waited here for another's commit looks at the row again, and finds it taken.
    taking = sa.update(_DUTY).where(_is_ready(name, every=every)).values(leased_until=at + LEASE)
    return at + LEASE if connection.execute(taking).rowcount else None


def extend(connection: Connection, name: str, *, held_until: datetime) -> datetime | None:
    """Holds a duty for longer. Gives until when, or None when another has taken it over."""
    until = now() + LEASE
    longer = _held(name, held_until).values(leased_until=until)
    return until if connection.execute(longer).rowcount else None


def finish(connection: Connection, name: str, *, held_until: datetime, every: timedelta) -> None:
    """Notes that a duty was done, and when it comes round again."""
    at = now()
    connection.execute(_held(name, held_until).values(due_at=at + every, leased_until=None, done_at=at))


def give_up(connection: Connection, name: str, *, held_until: datetime, pause: timedelta) -> None:
    """Gives a duty back that was not done; it is due again after the pause."""
    connection.execute(_held(name, held_until).values(due_at=now() + pause, leased_until=None))


def hasten(connection: Connection, name: str) -> None:
    """Has a duty that rests come round at once."""
    resting = sa.update(_DUTY).where(_DUTY.c.name == name, _DUTY.c.leased_until.is_(None))
    connection.execute(resting.values(due_at=now()))


def _is_ready(name: str, *, every: timedelta) -> sa.ColumnElement[bool]:
    at = now()
    is_due = has_come(_DUTY.c.due_at, at=at, latest=latest_after(at, every))
    is_free = has_come(_DUTY.c.leased_until, at=at, latest=latest_after(at, LEASE))
    return sa.and_(_DUTY.c.name == name, is_due, sa.or_(_DUTY.c.leased_until.is_(None), is_free))


def _held(name: str, until: datetime) -> sa.Update:
    # Whoever takes a duty over holds it until another moment, so that an earlier holder no longer touches it.
    return sa.update(_DUTY).where(_DUTY.c.name == name, _DUTY.c.leased_until == until)
