"""Every query on clinics."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update

from api.access.actors import Actor
from api.clinics.models import Clinic
from api.database import session_on

clinic_table = Clinic.__table__  # type: ignore[attr-defined]


def get(connection: Connection, clinic_id: UUID) -> Clinic:
    """The clinic that a row names by its `clinic_id`."""
    row = connection.execute(select(clinic_table).where(clinic_table.c.id == clinic_id)).mappings().one()
    return Clinic(**row)


def of_actor(connection: Connection, actor: Actor) -> Clinic:
    """The clinic that this actor belongs to."""
    return get(connection, actor.clinic_id)


def every(connection: Connection) -> list[Clinic]:
    """All clinics, by name; for whoever runs the server."""
    found = connection.execute(select(clinic_table).order_by(clinic_table.c.name, clinic_table.c.id))
    return [Clinic(**row) for row in found.mappings()]


def change(connection: Connection, clinic_id: UUID, values: Mapping[str, Any]) -> None:
    """Sets these columns."""
    connection.execute(update(clinic_table).where(clinic_table.c.id == clinic_id).values(dict(values)))


def add(connection: Connection, clinic: Clinic) -> None:
    with session_on(connection) as session:
        session.add(clinic)
