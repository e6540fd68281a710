"""Who may sign in and which programs there are, of every clinic, as whoever runs the server sees them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from api.access.models import Client, Staff
from api.access.neighbours import CLINIC

_STAFF = Staff.__table__  # type: ignore[attr-defined]
_CLIENT = Client.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class StaffMember:
    """One who may sign in, or might until disabled."""

    id: UUID
    clinic_id: UUID
    clinic: str
    name: str
    email: str
    role: str
    is_active: bool


@dataclass(frozen=True)
class Program:
    """An integrator's program."""

    id: UUID
    clinic_id: UUID
    clinic: str
    name: str
    scopes: tuple[str, ...]
    is_active: bool


def everyone(connection: Connection, *, email: str | None = None) -> list[StaffMember]:
    """The staff of every clinic, disabled ones too; with an e-mail, the one who has it."""
    columns = (_STAFF.c.id, _STAFF.c.clinic_id, CLINIC.c.name.label("clinic"), _STAFF.c.name, _STAFF.c.email)
    wanted = (
        select(*columns, _STAFF.c.role, _STAFF.c.is_active)
        .join(CLINIC, CLINIC.c.id == _STAFF.c.clinic_id)
        .order_by(CLINIC.c.name, _STAFF.c.name, _STAFF.c.email)
    )
    if email is not None:
        wanted = wanted.where(_STAFF.c.email == email.strip().lower())
    return [StaffMember(**row) for row in connection.execute(wanted).mappings()]


def programs(connection: Connection, *, client_id: UUID | None = None) -> list[Program]:
    """The programs of every clinic, disabled ones too; with an id, the one that has it."""
    columns = (_CLIENT.c.id, _CLIENT.c.clinic_id, CLINIC.c.name.label("clinic"), _CLIENT.c.name)
    wanted = (
        select(*columns, _CLIENT.c.scopes, _CLIENT.c.is_active)
        .join(CLINIC, CLINIC.c.id == _CLIENT.c.clinic_id)
        .order_by(CLINIC.c.name, _CLIENT.c.name, _CLIENT.c.id)
    )
    if client_id is not None:
        wanted = wanted.where(_CLIENT.c.id == client_id)
    found = connection.execute(wanted).mappings()
    return [Program(**{**row, "scopes": tuple(row["scopes"])}) for row in found]
