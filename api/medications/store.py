"""Every query on medications; each starts from what the actor may see."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection, Select

from api.access.actors import Actor, visible_to
from api.database import CompactUuid, UtcDateTime
from api.errors import NotFound
from api.medications.models import Medication

RANKS = CURRENT, STOPPED, MISTAKE = range(3)
Place = tuple[int, str, UUID]

medication_table = Medication.__table__  # type: ignore[attr-defined]
_columns = medication_table.c
# The diary stands above this feature; of its revisions only this much is known here.
_revision = sa.table(
    "revision",
    sa.column("clinic_id", CompactUuid),
    sa.column("patient_id", CompactUuid),
    sa.column("received_at", UtcDateTime),
)


def place_of(medication: Medication, *, today: date) -> Place:
    """Where a medication stands in its list: current ones first, then stopped ones, mistakes last."""
    if medication.is_mistake:
        rank = MISTAKE
    else:
        rank = STOPPED if medication.stopped_on is not None and medication.stopped_on <= today else CURRENT
    return rank, medication.name, medication.id


def of_patient(
    connection: Connection, actor: Actor, patient: UUID, *, today: date, after: Place | None, limit: int
) -> list[Medication]:
    """A patient's list in the order of `place_of`, from behind `after` on."""
    rank = sa.case(
        (_columns.is_mistake, MISTAKE), (_columns.stopped_on <= today, STOPPED), else_=sa.literal(CURRENT)
    )
    place = (rank, _columns.name, _columns.id)
    query = _visible(actor).where(_columns.patient_id == patient).order_by(*place).limit(limit)
    if after is not None:
        last = (sa.literal(part, column.type) for part, column in zip(after, place, strict=True))
        query = query.where(sa.tuple_(*place) > sa.tuple_(*last))
    return _all(connection, query)


def current_of(
    connection: Connection, actor: Actor, *, patients: Collection[UUID], today: date
) -> list[Medication]:
    """What these patients take on that day, by name."""
    query = _visible(actor).where(_columns.patient_id.in_(patients), _is_taken_on(today))
    return _all(connection, query.order_by(_columns.name, _columns.id))


def get(connection: Connection, actor: Actor, patient: UUID, *, medication: UUID) -> Medication:
    """Raises: NotFound when it is not on this patient's list, or not the actor's to see."""
    found = _all(connection, _visible(actor).where(_columns.patient_id == patient, _columns.id == medication))
    if not found:
        raise NotFound
    return found[0]


def has_history(connection: Connection, actor: Actor, medication: Medication) -> bool:
    """Whether it was changed, or anything came for the diary while it stood on the list."""
    since = sa.exists().where(
        visible_to(actor, clinic=_revision.c.clinic_id, patient=_revision.c.patient_id),
        _revision.c.patient_id == medication.patient_id,
        _revision.c.received_at >= medication.created_at,
    )
    return medication.version > 1 or bool(connection.execute(sa.select(since)).scalar_one())


def add(connection: Connection, medication: Medication) -> None:
    connection.execute(sa.insert(medication_table).values(medication.model_dump()))


def change(connection: Connection, medication: Medication, changes: Mapping[str, Any]) -> Medication:
    """The medication as it is now, one version on; the patient is locked by the caller."""
    values = {**changes, "version": medication.version + 1}
    connection.execute(sa.update(medication_table).where(_columns.id == medication.id).values(values))
    return medication.model_copy(update=values)


def remove(connection: Connection, medication: Medication) -> None:
    connection.execute(sa.delete(medication_table).where(_columns.id == medication.id))


def _visible(actor: Actor) -> Select[Any]:
    return sa.select(medication_table).where(
        visible_to(actor, clinic=_columns.clinic_id, patient=_columns.patient_id)
    )


def _is_taken_on(day: date) -> ColumnElement[bool]:
    return sa.and_(
        sa.not_(_columns.is_mistake),
        sa.or_(_columns.started_on.is_(None), _columns.started_on <= day),
        sa.or_(_columns.stopped_on.is_(None), _columns.stopped_on > day),
    )


def _all(connection: Connection, query: Select[Any]) -> list[Medication]:
    return [Medication(**row) for row in connection.execute(query).mappings()]
