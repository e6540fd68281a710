"""What operators count. These queries see every clinic, and give numbers and times only."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from api.outbox.models import OutboxEvent
from api.patients.models import Patient
from api.sweeper.models import Beat, Repair
from api.sweeper.store import beat_of

_EVENT = OutboxEvent.__table__  # type: ignore[attr-defined]
_REPAIR = Repair.__table__  # type: ignore[attr-defined]
_PATIENT = Patient.__table__  # type: ignore[attr-defined]


def _number(of: sa.FromClause, *where: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(of).where(*where).scalar_subquery()


# When a silence is over it stays written down, and `silent_from` has moved past it.
_IS_SILENT = sa.not_(_PATIENT.c.is_paused) & (_PATIENT.c.silence_noted_at >= _PATIENT.c.silent_from)
_STANDING = sa.select(
    beat_of(Beat.SERVICE).scalar_subquery().label("service_seen_at"),
    beat_of(Beat.WORKER).scalar_subquery().label("worker_seen_at"),
    beat_of(Beat.SWEEP).scalar_subquery().label("swept_at"),
    sa.select(sa.func.min(_EVENT.c.at))
    .where(_EVENT.c.done_at.is_(None))
    .scalar_subquery()
    .label("oldest_at"),
    _number(_EVENT, _EVENT.c.done_at.is_(None)).label("waiting"),
    _number(_REPAIR).label("repairs"),
    _number(_REPAIR, _REPAIR.c.at >= sa.bindparam("since", type_=_REPAIR.c.at.type)).label("repairs_lately"),
    _number(_PATIENT, _IS_SILENT).label("silent"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """None: no service or worker has ever been seen; no sweep was ever finished; nothing waits to be sent."""

    service_seen_at: datetime | None
    worker_seen_at: datetime | None
    swept_at: datetime | None
    oldest_at: datetime | None
    waiting: int
    repairs: int
    repairs_lately: int
    silent: int

    @property
    def beats(self) -> tuple[tuple[Beat, datetime | None], ...]:
        """What ought to come round once a minute, and when it last did."""
        return (
            (Beat.SERVICE, self.service_seen_at),
            (Beat.WORKER, self.worker_seen_at),
            (Beat.SWEEP, self.swept_at),
        )


def standing(connection: Connection, *, since: datetime) -> Standing:
    """How things stand; `repairs_lately` counts those after this instant."""
    return Standing(**connection.execute(_STANDING, {"since": since}).mappings().one())
