"""Every query on revisions. The diary's way is hot: Core statements, built once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection

from api.access.actors import Actor, visible_to
from api.diary.models import RevisionRow
from api.patients.models import Patient

Row = Mapping[str, Any]

revision = RevisionRow.__table__  # type: ignore[attr-defined]
patient_table = Patient.__table__  # type: ignore[attr-defined]

_mine = revision.c.patient_id == sa.bindparam("patient")
_span = revision.c.day.between(sa.bindparam("first"), sa.bindparam("last"))
_on_day = revision.c.day == sa.bindparam("day")
_in_order = (revision.c.day, revision.c.position)
_OF_DAY = sa.select(revision).where(_mine, _on_day).order_by(revision.c.position)
_OF_DAY_OR_ID = (
    sa.select(revision)
    .where(_mine, sa.or_(_on_day, revision.c.id == sa.bindparam("id")))
    .order_by(revision.c.position)
)
_HEADS = (
    sa.select(revision.c.day, revision.c.readings)
    .where(_mine, _span, revision.c.is_head)
    .order_by(*_in_order)
)
_HEADS_OF_MANY = (
    sa.select(revision.c.patient_id, revision.c.day, revision.c.readings)
    .where(revision.c.patient_id.in_(sa.bindparam("patients", expanding=True)), _span, revision.c.is_head)
    .order_by(revision.c.patient_id, revision.c.day, revision.c.position)
)
_HEAD_IDS = sa.select(revision.c.id).where(_mine, _span, revision.c.is_head).order_by(*_in_order)
_CAN_WAIT = sa.select(revision.c.day, revision.c.can_wait).where(
    _mine,
    revision.c.day >= sa.bindparam("first"),
    revision.c.is_head,
    revision.c.can_wait.is_not(None),
)
_INSERT = sa.insert(revision)
_UNMARK = (
    sa.update(revision)
    .where(_mine, revision.c.id.in_(sa.bindparam("ids", expanding=True)))
    .values(is_head=False)
)
_MOVE_PATIENT = (
    sa.update(patient_table)
    .where(patient_table.c.id == sa.bindparam("patient"))
    .values(
        position=sa.bindparam("at"),
        last_entry_day=sa.bindparam("last_day"),
        last_zone=sa.bindparam("zone"),
        silent_from=sa.bindparam("silent"),
        silence_noted_at=sa.bindparam("noted"),
    )
)


def of_day(connection: Connection, patient: UUID, *, day: date) -> list[Row]:
    """All revisions of a day in the order of their arrival."""
    return [dict(row) for row in connection.execute(_OF_DAY, {"patient": patient, "day": day}).mappings()]


def of_day_or_id(
    connection: Connection, patient: UUID, *, day: date, save_id: UUID
) -> tuple[list[Row], Row | None]:
    """All revisions of a day as they came, and the one that came with this client-made id, of any day."""
    asked = {"patient": patient, "day": day, "id": save_id}
    found: list[Row] = [dict(row) for row in connection.execute(_OF_DAY_OR_ID, asked).mappings()]
    twin = next((row for row in found if row["id"] == save_id), None)
    return [row for row in found if row["day"] == day], twin


def head_readings(
    connection: Connection, patient: UUID, *, first: date, last: date
) -> dict[date, tuple[Row, ...]]:
    """By day, the readings of every head: what the rules read."""
    days: dict[date, tuple[Row, ...]] = {}
    for day, readings in connection.execute(_HEADS, {"patient": patient, "first": first, "last": last}):
        days[day] = (*days.get(day, ()), readings)
    return days


def head_readings_of(
    connection: Connection, patients: Sequence[UUID], *, first: date, last: date
) -> dict[UUID, dict[date, tuple[Row, ...]]]:
    """As `head_readings`, of many patients at once; who wrote nothing is left out."""
    diaries: dict[UUID, dict[date, tuple[Row, ...]]] = {}
    asked = {"patients": list(patients), "first": first, "last": last}
    for patient, day, readings in connection.execute(_HEADS_OF_MANY, asked):
        days = diaries.setdefault(patient, {})
        days[day] = (*days.get(day, ()), readings)
    return diaries


def readings_of_last_days(connection: Connection, patients: Sequence[UUID]) -> dict[UUID, tuple[Row, ...]]:
    """By patient, the readings of every head of the last day that she wrote of."""
    query = (
        sa.select(revision.c.patient_id, revision.c.readings)
        .join(patient_table, patient_table.c.id == revision.c.patient_id)
        .where(revision.c.patient_id.in_(patients), revision.c.is_head)
        .where(revision.c.day == patient_table.c.last_entry_day)
        .order_by(revision.c.position)
    )
    found: dict[UUID, tuple[Row, ...]] = {}
    for patient, readings in connection.execute(query):
        found[patient] = (*found.get(patient, ()), readings)
    return found


def head_ids(connection: Connection, patient: UUID, *, first: date, last: date) -> list[UUID]:
    """The heads of a span of days, by day and position."""
    asked = {"patient": patient, "first": first, "last": last}
    return list(connection.execute(_HEAD_IDS, asked).scalars())


def revisions_of(connection: Connection, patient: UUID, *, ids: Sequence[UUID]) -> list[Row]:
    """Those of these revisions that are there, by day and position, heads or not."""
    query = (
        sa.select(revision.c.id, revision.c.day, revision.c.readings)
        .where(revision.c.patient_id == patient, revision.c.id.in_(ids))
        .order_by(revision.c.day, revision.c.position)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def patient_of(connection: Connection, patient: UUID) -> Patient:
    """Whose diary it is; the caller has seen to it that whoever asks may see her."""
    row = connection.execute(sa.select(patient_table).where(patient_table.c.id == patient)).mappings().one()
    return Patient(**row)


def add(connection: Connection, row: Row) -> None:
    connection.execute(_INSERT, dict(row))


def unmark_heads(connection: Connection, patient: UUID, *, ids: Sequence[UUID]) -> None:
    """Unmarks what is no longer a head."""
    connection.execute(_UNMARK, {"patient": patient, "ids": list(ids)})


def move_patient(
    connection: Connection,
    patient: UUID,
    *,
    position: int,
    last_entry_day: date | None,
    last_zone: str | None,
    silent_from: datetime | None,
    silence_noted_at: datetime | None,
) -> None:
    """Keeps the patient's counter, her last day and when she falls silent; the caller has locked her row."""
    moved = {"at": position, "last_day": last_entry_day, "zone": last_zone}
    silence = {"silent": silent_from, "noted": silence_noted_at}
    connection.execute(_MOVE_PATIENT, {"patient": patient, **moved, **silence})


def days_with_entries(
    connection: Connection,
    actor: Actor,
    *,
    patient: UUID,
    first: date | None,
    last: date | None,
    before: date | None,
    limit: int,
) -> list[date]:
    """Days that have revisions, newest first; `before` continues behind that day."""
    query = _in_span(actor, patient=patient, first=first, last=last).group_by(revision.c.day)
    if before is not None:
        query = query.where(revision.c.day < before)
    return list(connection.execute(query.order_by(revision.c.day.desc()).limit(limit)).scalars())


def days_changed(
    connection: Connection,
    actor: Actor,
    *,
    patient: UUID,
    first: date | None,
    last: date | None,
    after: int,
    limit: int,
) -> list[tuple[date, int]]:
    """Days that changed since a position, each with the position of its latest change, in that order."""
    latest = sa.func.max(revision.c.position)
    query = (
        _in_span(actor, patient=patient, first=first, last=last)
        .add_columns(latest)
        .where(revision.c.position > after)
        .group_by(revision.c.day)
        .order_by(latest)
        .limit(limit)
    )
    return [(day, position) for day, position in connection.execute(query)]


def _in_span(actor: Actor, *, patient: UUID, first: date | None, last: date | None) -> sa.Select[Any]:
    query = sa.select(revision.c.day).where(
        visible_to(actor, clinic=revision.c.clinic_id, patient=revision.c.patient_id),
        revision.c.patient_id == patient,
    )
    if first is not None:
        query = query.where(revision.c.day >= first)
    return query if last is None else query.where(revision.c.day <= last)


def heads_of_days(connection: Connection, patient: UUID, *, days: Sequence[date]) -> list[Row]:
    """The whole head revisions of some days."""
    query = (
        sa.select(revision)
        .where(revision.c.patient_id == patient, revision.c.day.in_(days), revision.c.is_head)
        .order_by(revision.c.day.desc(), revision.c.position)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def can_wait_answers(connection: Connection, patient: UUID, *, first: date) -> dict[date, list[bool | None]]:
    """What the heads of each day from `first` on say about whether it can wait; days without are left out."""
    answers: dict[date, list[bool | None]] = {}
    for day, can_wait in connection.execute(_CAN_WAIT, {"patient": patient, "first": first}):
        answers.setdefault(day, []).append(can_wait)
    return answers


def last_entry_day(connection: Connection, patient: UUID) -> date | None:
    """The latest day that a person wrote of and did not take back; a program's values do not count."""
    head = revision.alias()
    stands = sa.exists().where(
        head.c.patient_id == patient,
        head.c.day == revision.c.day,
        head.c.is_head,
        head.c.void_reason.is_(None),
    )
    query = sa.select(sa.func.max(revision.c.day)).where(
        revision.c.patient_id == patient,
        revision.c.author_kind != "client",
        revision.c.void_reason.is_(None),
        stands,
    )
    found: date | None = connection.execute(query).scalar_one()
    return found
