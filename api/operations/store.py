"""What operators count. These queries see every clinic, and give numbers and times only."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from api.outbox.models import OutboxEvent
from api.patients.models import Patient
from api.sweeper.models import Heartbeat, Repair
from api.sweeper.service import SWEEP

WORKER = "worker"
_BEAT = Heartbeat.__table__  # type: ignore[attr-defined]
_EVENT = OutboxEvent.__table__  # type: ignore[attr-defined]
_REPAIR = Repair.__table__  # type: ignore[attr-defined]
_PATIENT = Patient.__table__  # type: ignore[attr-defined]


def _beat_of(name: str) -> sa.ScalarSelect[datetime]:
    return sa.select(_BEAT.c.at).where(_BEAT.c.name == name).scalar_subquery()


def _number(of: sa.FromClause, *where: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(of).where(*where).scalar_subquery()


_STANDING = sa.select(
    _beat_of(WORKER).label("worker_seen_at"),
    _beat_of(SWEEP).label("swept_at"),
    sa.select(sa.func.min(_EVENT.c.at))
    .where(_EVENT.c.done_at.is_(None))
    .scalar_subquery()
    .label("oldest_at"),
    _number(_EVENT, _EVENT.c.done_at.is_(None)).label("waiting"),
    _number(_REPAIR).label("repairs"),
    _number(_REPAIR, _REPAIR.c.at >= sa.bindparam("since", type_=_REPAIR.c.at.type)).label("repairs_lately"),
    _number(_PATIENT, _PATIENT.c.silence_noted_at.is_not(None)).label("silent"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """None: no worker has ever been seen; no sweep was ever finished; nothing waits to be sent."""

    worker_seen_at: datetime | None
    swept_at: datetime | None
    oldest_at: datetime | None
    waiting: int
    repairs: int
    repairs_lately: int
    silent: int


def standing(connection: Connection, *, since: datetime) -> Standing:
    """How things stand; `repairs_lately` counts those after this instant."""
    return Standing(**connection.execute(_STANDING, {"since": since}).mappings().one())
