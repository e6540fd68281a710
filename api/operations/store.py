"""What operators count. These queries see every clinic, and give numbers and times only."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from api.clock import now
from api.outbox.models import OutboxEvent
from api.patients.models import Patient
from api.sweeper.models import Beat, Heartbeat, Repair
from api.sweeper.store import beat_of

_EVENT = OutboxEvent.__table__  # type: ignore[attr-defined]
_REPAIR = Repair.__table__  # type: ignore[attr-defined]
_HEARTBEAT = Heartbeat.__table__  # type: ignore[attr-defined]
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


ONE_MARK = 1
AS_MUCH_AS_AN_ENTRY = 2000  # 22 pages of SQLite's; an entry and its alert change about 16


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


def leave_marks(connection: Connection, *, number: int) -> None:
    """Writes so many rows that mean nothing, over those of the last time, to see whether they stay."""
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(_HEARTBEAT)
    again = insert.on_conflict_do_update(index_elements=["name"], set_={"at": insert.excluded.at})
    connection.execute(again, [{"name": f"write-{n:026}", "at": now()} for n in range(number)])
