"""Every query on patients; each starts from what the actor may see."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast, get_args
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, insert, literal, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from api.access.actors import Actor, ActorKind, patient_id_of, visible_to
from api.errors import Conflict, FieldError, NotFound
from api.patients.models import Patient

patient_table = Patient.__table__  # type: ignore[attr-defined]
_columns = patient_table.c


def _visible(actor: Actor) -> Select[Any]:
    return select(patient_table).where(visible_to(actor, clinic=_columns.clinic_id, patient=_columns.id))


def _built(kind: ActorKind) -> Select[Any]:
    asking = Actor(kind, cast(UUID, bindparam("actor")), cast(UUID, bindparam("clinic")), name="")
    return _visible(asking).where(_columns.id == bindparam("patient"))


# Built once: every save and every reading of a diary begins here.
_GET = {kind: _built(kind) for kind in get_args(ActorKind)}
_LOCK = {kind: query.with_for_update() for kind, query in _GET.items()}


def get(connection: Connection, actor: Actor, patient: str) -> Patient:
    """The patient that a path names. Raises: NotFound when the actor may not see her."""
    return _one(connection, _GET, actor, patient)


def lock(connection: Connection, actor: Actor, patient: str) -> Patient:
    """As `get`, and nobody else changes anything of hers until this transaction ends.

    Whatever changes a patient's diary, medications or alerts begins here. SQLite has one writer anyway.
    """
    return _one(connection, _LOCK, actor, patient)


def page(
    connection: Connection,
    actor: Actor,
    *,
    record_number: str | None,
    after: tuple[str, UUID] | None,
    limit: int,
) -> list[Patient]:
    """Patients by name, from behind `after` (a name and an id) on."""
    query = _visible(actor).order_by(_columns.name, _columns.id).limit(limit)
    if record_number is not None:
        query = query.where(_columns.record_number == record_number)
    if after is not None:
        last = tuple_(literal(after[0], _columns.name.type), literal(after[1], _columns.id.type))
        query = query.where(tuple_(_columns.name, _columns.id) > last)
    return [Patient(**row) for row in connection.execute(query).mappings()]


def by_ids(connection: Connection, actor: Actor, *, ids: Collection[UUID]) -> dict[UUID, Patient]:
    """Those of these patients whom the actor may see, by id."""
    rows = connection.execute(_visible(actor).where(_columns.id.in_(ids))).mappings()
    return {row["id"]: Patient(**row) for row in rows}


def add(connection: Connection, patient: Patient) -> None:
    """Raises: Conflict when the clinic has this record number already."""
    with _refusing_a_second_record_number(connection):
        connection.execute(insert(patient_table).values(patient.model_dump()))


def change(connection: Connection, patient: Patient, changes: Mapping[str, Any]) -> Patient:
    """The patient as she is now, one version on. Her row is locked by the caller.

    Raises: Conflict when the clinic has this record number already.
    """
    values = {**changes, "version": patient.version + 1}
    with _refusing_a_second_record_number(connection):
        connection.execute(update(patient_table).where(_columns.id == patient.id).values(values))
    return patient.model_copy(update=values)


def _one(
    connection: Connection, query: Mapping[ActorKind, Select[Any]], actor: Actor, patient: str
) -> Patient:
    asked = {"actor": actor.id, "clinic": actor.clinic_id, "patient": patient_id_of(actor, patient)}
    row = connection.execute(query[actor.kind], asked).mappings().one_or_none()
    if row is None:
        raise NotFound
    return Patient(**row)


@contextmanager
def _refusing_a_second_record_number(connection: Connection) -> Iterator[None]:
    # The unique index decides, so that two nurses who enrol the same person at once cannot both win.
    try:
        with connection.begin_nested():
            yield
    except IntegrityError as error:
        taken = FieldError("record_number", "Another patient of this clinic has this record number.")
        raise Conflict(errors=[taken]) from error
