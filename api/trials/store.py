"""Every query on trials."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection

from api.access.actors import Actor
from api.clock import now
from api.errors import NotFound
from api.outbox.leases import LEASE, has_come, latest_after
from api.patients.models import Patient
from api.trials.models import Trial, TrialState

Row = Mapping[str, Any]

_TRIAL = Trial.__table__  # type: ignore[attr-defined]
_PATIENT = Patient.__table__  # type: ignore[attr-defined]
_LARGE = {"pack_text", "results"}
_GIST = [column for column in _TRIAL.c if column.name not in _LARGE]


def add(connection: Connection, trial: Trial) -> None:
    connection.execute(sa.insert(_TRIAL).values(trial.model_dump()))


def get(connection: Connection, clinic: UUID, key: UUID) -> Trial:
    """Raises: NotFound, also for a trial of another clinic."""
    query = sa.select(_TRIAL).where(_TRIAL.c.clinic_id == clinic, _TRIAL.c.id == key)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound
    return Trial(**row)


def page(connection: Connection, actor: Actor, *, before: UUID | None, limit: int) -> list[Row]:
    """The trials of the actor's clinic without what came out, the newest first, from behind `before` on."""
    query = sa.select(*_GIST).where(_TRIAL.c.clinic_id == actor.clinic_id)
    if before is not None:
        query = query.where(_TRIAL.c.id < before)
    found = connection.execute(query.order_by(_TRIAL.c.id.desc()).limit(limit))
    return [dict(row) for row in found.mappings()]


def awaited(connection: Connection, clinic: UUID, *, since: datetime) -> list[Trial]:
    """Those that a command asked for since an instant and has not printed, the newest first."""
    query = sa.select(_TRIAL).where(
        _TRIAL.c.clinic_id == clinic, _TRIAL.c.is_awaited, _TRIAL.c.asked_at >= since
    )
    return [Trial(**row) for row in connection.execute(query.order_by(_TRIAL.c.id.desc())).mappings()]


def no_longer_awaited(connection: Connection, key: UUID) -> None:
    connection.execute(sa.update(_TRIAL).where(_TRIAL.c.id == key).values(is_awaited=False))


def some_wait(connection: Connection) -> bool:
    """Whether there is a trial to go on with that is in nobody's hands."""
    return connection.execute(sa.select(_TRIAL.c.id).where(*_is_free()).limit(1)).first() is not None


def take(connection: Connection, key: UUID | None = None) -> Trial | None:
    """Takes the oldest trial to go on with that is in nobody's hands, or this one; None: there is none."""
    query = sa.select(_TRIAL).where(*_is_free()).order_by(_TRIAL.c.id).limit(1)
    if key is not None:
        query = query.where(_TRIAL.c.id == key)
    # On PostgreSQL another worker's is passed over; it holds it by the time it has committed.
    row = connection.execute(query.with_for_update(skip_locked=True)).mappings().one_or_none()
    return _held(connection, Trial(**row)) if row else None


def take_over(connection: Connection, key: UUID) -> Trial | None:
    """Takes a trial out of whosever hands; None when it is finished."""
    query = sa.select(_TRIAL).where(_TRIAL.c.id == key, _TRIAL.c.finished_at.is_(None)).with_for_update()
    row = connection.execute(query).mappings().one_or_none()
    return _held(connection, Trial(**row)) if row else None


def move(connection: Connection, held: Trial, changes: Mapping[str, Any]) -> Trial | None:
    """Keeps what a step has brought, and the trial for longer. None when somebody else has taken it over.

    Nobody is counted twice: whoever took it over holds it until another moment, or has moved it.
    """
    until = None if changes.get("finished_at") else now() + LEASE
    values = {**changes, "leased_until": until}
    moving = sa.update(_TRIAL).where(*_as_it_was(held)).values(values)
    return held.model_copy(update=values) if connection.execute(moving).rowcount else None


def give_back(connection: Connection, held: Trial) -> None:
    """For anyone to go on with at once."""
    connection.execute(sa.update(_TRIAL).where(*_as_it_was(held)).values(leased_until=None))


def forget(connection: Connection, *, before: datetime) -> int:
    """Deletes those asked for before an instant, finished or not. Gives how many."""
    return connection.execute(sa.delete(_TRIAL).where(_TRIAL.c.asked_at < before)).rowcount


def number_of_patients(connection: Connection, clinic: UUID, *, at: datetime) -> int:
    """How many the clinic had at an instant."""
    query = sa.select(sa.func.count()).select_from(_PATIENT).where(*_there_at(clinic, at))
    found: int = connection.execute(query).scalar_one()
    return found


def patients_after(
    connection: Connection, clinic: UUID, *, at: datetime, after: UUID | None, limit: int
) -> list[Patient]:
    """Those whom the clinic had at an instant, in the order of their ids, from behind `after` on."""
    query = sa.select(_PATIENT).where(*_there_at(clinic, at))
    if after is not None:
        query = query.where(_PATIENT.c.id > after)
    return [
        Patient(**row) for row in connection.execute(query.order_by(_PATIENT.c.id).limit(limit)).mappings()
    ]


def record_numbers(connection: Connection, clinic: UUID, ids: Collection[UUID]) -> dict[UUID, str | None]:
    """What the hospital calls these patients of a clinic."""
    query = sa.select(_PATIENT.c.id, _PATIENT.c.record_number)
    found = connection.execute(query.where(_PATIENT.c.clinic_id == clinic, _PATIENT.c.id.in_(ids)))
    return {row.id: row.record_number for row in found}


def _held(connection: Connection, trial: Trial) -> Trial:
    values = {"state": TrialState.RUNNING.value, "leased_until": now() + LEASE}
    connection.execute(sa.update(_TRIAL).where(_TRIAL.c.id == trial.id).values(values))
    return trial.model_copy(update=values)


def _is_free() -> tuple[sa.ColumnElement[bool], ...]:
    at = now()
    is_over = has_come(_TRIAL.c.leased_until, at=at, latest=latest_after(at, LEASE))
    return _TRIAL.c.finished_at.is_(None), sa.or_(_TRIAL.c.leased_until.is_(None), is_over)


def _as_it_was(held: Trial) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        _TRIAL.c.id == held.id,
        _TRIAL.c.finished_at.is_(None),
        _TRIAL.c.leased_until == held.leased_until,
        _TRIAL.c.judged == held.judged,
    )


def _there_at(clinic: UUID, at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    # Who comes while a trial runs is not in it, so that its progress has an end.
    return _PATIENT.c.clinic_id == clinic, _PATIENT.c.created_at <= at
