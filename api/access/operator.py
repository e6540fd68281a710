"""What whoever runs the server does about staff and programs; each doing leaves an audit row.

Passwords come as hashes, made before the transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from annotated_types import Len
from pydantic import StringConstraints
from sqlalchemy import Connection

from api.access import roster, service, sessions, store
from api.access.models import Role
from api.access.roster import Program, StaffMember
from api.access.service import NewClient
from api.access.table import SCOPES
from api.access.tokens import hash_of, new_token
from api.audit.store import note
from api.bodies import Body, Name
from api.errors import Conflict, FieldError, Invalid, NotFound

NOBODYS_ID = UUID(int=0)


class StaffCreate(Body):
    name: Name
    email: Annotated[
        str, StringConstraints(max_length=254, to_lower=True, pattern=r"^[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+$")
    ]
    role: Role


class ClientCreate(Body):
    name: Name
    scopes: Annotated[frozenset[str], Len(min_length=1)]


@dataclass(frozen=True)
class Operator:
    """Someone with an account on the server and none in the diary; the audit names that account."""

    clinic_id: UUID
    name: str
    kind: str = "operator"
    id: UUID = NOBODYS_ID
    trail: list[str] = field(default_factory=list)


def note_clinic(connection: Connection, clinic_id: UUID, *, by: str) -> None:
    """Leave a row that says who set the clinic up."""
    note(connection, Operator(clinic_id, by), action="clinic.set_up", subject_id=clinic_id)


def note_clinic_change(
    connection: Connection, clinic_id: UUID, *, old: Mapping[str, Any], new: Mapping[str, Any], by: str
) -> None:
    """Leave a row that says who changed what of the clinic."""
    actor = Operator(clinic_id, by)
    note(connection, actor, action="clinic.changed", subject_id=clinic_id, old=old, new=new)


def staff_of(connection: Connection, email: str) -> StaffMember:
    """The one who signs in with this e-mail. Raises: NotFound."""
    found = roster.everyone(connection, email=email)
    if not found:
        raise NotFound(f"Nobody signs in as {email}. See: diary staff list")
    return found[0]


def add_staff(
    connection: Connection, clinic_id: UUID, *, body: StaffCreate, password_hash: str, by: str
) -> None:
    """Raises: Conflict when somebody has this e-mail, also when they are disabled."""
    if roster.everyone(connection, email=body.email):
        raise Conflict(f"{body.email} is taken. See: diary staff list")
    staff_id = service.create_staff(
        connection, clinic_id, name=body.name, email=body.email, role=body.role, password_hash=password_hash
    )
    new = {"email": body.email, "role": body.role.value}
    note(connection, Operator(clinic_id, by), action="staff.added", subject_id=staff_id, new=new)


def set_password(connection: Connection, email: str, *, password_hash: str, by: str) -> None:
    """Give another password and sign the person out everywhere. Raises: NotFound."""
    staff = staff_of(connection, email)
    store.set_password(connection, staff.id, password_hash=password_hash)
    sessions.end_all_of(connection, staff.id)
    note(connection, Operator(staff.clinic_id, by), action="staff.password_set", subject_id=staff.id)


def change_role(connection: Connection, email: str, *, role: Role, by: str) -> None:
    """Raises: NotFound."""
    staff = staff_of(connection, email)
    store.change_role(connection, staff.id, role=role)
    old, new = {"role": staff.role}, {"role": role.value}
    actor = Operator(staff.clinic_id, by)
    note(connection, actor, action="staff.role_changed", subject_id=staff.id, old=old, new=new)


def disable_staff(connection: Connection, email: str, *, by: str) -> None:
    """Sign the person out everywhere, for good. Raises: NotFound."""
    staff = staff_of(connection, email)
    store.disable_staff(connection, staff.id)
    note(connection, Operator(staff.clinic_id, by), action="staff.disabled", subject_id=staff.id)


def enable_staff(connection: Connection, email: str, *, by: str) -> None:
    """Let somebody who was disabled sign in again. Raises: NotFound."""
    staff = staff_of(connection, email)
    store.enable_staff(connection, staff.id)
    note(connection, Operator(staff.clinic_id, by), action="staff.enabled", subject_id=staff.id)


def add_client(connection: Connection, clinic_id: UUID, *, body: ClientCreate, by: str) -> NewClient:
    """A program with its secret. Raises: Invalid for a scope that there is not."""
    if unknown := body.scopes - set(SCOPES):
        problem = f"There is no scope {', '.join(sorted(unknown))}. There are: {', '.join(SCOPES)}"
        raise Invalid(errors=[FieldError("scopes", problem)])
    client = service.create_client(connection, clinic_id, name=body.name, scopes=body.scopes)
    new = {"name": body.name, "scopes": sorted(body.scopes)}
    note(connection, Operator(clinic_id, by), action="client.added", subject_id=client.id, new=new)
    return client


def rotate_client(connection: Connection, client_id: UUID, *, by: str) -> NewClient:
    """A new secret; the old one and its tokens end at once. Raises: NotFound, Conflict for a disabled one."""
    client = _program(connection, client_id)
    if not client.is_active:
        raise Conflict("This program is disabled. Add it anew: diary client add")
    secret = new_token()
    store.set_secret(connection, client.id, secret_hash=hash_of(secret))
    note(connection, Operator(client.clinic_id, by), action="client.rotated", subject_id=client.id)
    return NewClient(client.id, secret)


def disable_client(connection: Connection, client_id: UUID, *, by: str) -> None:
    """End a program's tokens and give it no more. Raises: NotFound."""
    client = _program(connection, client_id)
    store.disable_client(connection, client.id)
    note(connection, Operator(client.clinic_id, by), action="client.disabled", subject_id=client.id)


def _program(connection: Connection, client_id: UUID) -> Program:
    found = roster.programs(connection, client_id=client_id)
    if not found:
        raise NotFound("There is no such program. See: diary client list")
    return found[0]
