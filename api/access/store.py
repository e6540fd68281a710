"""Queries on staff, clients and the browsers that know them, and on whom a session speaks for."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from api.access import sessions
from api.access.actors import Actor
from api.access.models import Client, ClinicOfActor, KnownBrowser, Me, Role, SessionRow, Staff
from api.access.neighbours import CLINIC
from api.clock import now
from api.errors import NotFound
from api.ids import new_id

_STAFF = Staff.__table__  # type: ignore[attr-defined]
_CLIENT = Client.__table__  # type: ignore[attr-defined]
_SESSION = SessionRow.__table__  # type: ignore[attr-defined]
_BROWSER = KnownBrowser.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class StaffSecret:
    """One who may sign in. `password_hash` never leaves the process."""

    id: UUID
    clinic_id: UUID
    name: str
    email: str
    role: str
    password_hash: str


@dataclass(frozen=True)
class ClientSecret:
    id: UUID
    clinic_id: UUID
    secret_hash: str
    scopes: tuple[str, ...]


def add_staff(
    connection: Connection, clinic_id: UUID, *, name: str, email: str, role: Role, password_hash: str
) -> UUID:
    row = {
        "id": new_id(),
        "clinic_id": clinic_id,
        "name": name,
        "email": email.strip().lower(),
        "role": role.value,
        "password_hash": password_hash,
        "is_active": True,
        "created_at": now(),
    }
    connection.execute(insert(Staff), row)
    return UUID(str(row["id"]))


def add_client(
    connection: Connection, clinic_id: UUID, *, name: str, secret_hash: str, scopes: tuple[str, ...]
) -> UUID:
    row = {
        "id": new_id(),
        "clinic_id": clinic_id,
        "name": name,
        "secret_hash": secret_hash,
        "scopes": list(scopes),
        "is_active": True,
        "created_at": now(),
    }
    connection.execute(insert(Client), row)
    return UUID(str(row["id"]))


def active_staff(connection: Connection, email: str) -> StaffSecret | None:
    return _staff_where(connection, _STAFF.c.email == email.strip().lower())


def active_staff_by_id(connection: Connection, staff_id: UUID) -> StaffSecret | None:
    return _staff_where(connection, _STAFF.c.id == staff_id)


def active_client(connection: Connection, client_id: UUID) -> ClientSecret | None:
    wanted = select(_CLIENT).where(_CLIENT.c.id == client_id, _CLIENT.c.is_active)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    return ClientSecret(row.id, row.clinic_id, row.secret_hash, tuple(row.scopes))


def set_password(connection: Connection, staff_id: UUID, *, password_hash: str) -> None:
    """Replace the password; which sessions end, the use case says."""
    connection.execute(update(Staff).where(_STAFF.c.id == staff_id).values(password_hash=password_hash))


def change_role(connection: Connection, staff_id: UUID, *, role: Role) -> None:
    """Give another role, and end every session that had the old one."""
    connection.execute(update(Staff).where(_STAFF.c.id == staff_id).values(role=role.value))
    sessions.end_all_of(connection, staff_id)


def disable_staff(connection: Connection, staff_id: UUID) -> None:
    connection.execute(update(Staff).where(_STAFF.c.id == staff_id).values(is_active=False))
    sessions.end_all_of(connection, staff_id)


def enable_staff(connection: Connection, staff_id: UUID) -> None:
    connection.execute(update(Staff).where(_STAFF.c.id == staff_id).values(is_active=True))


def set_secret(connection: Connection, client_id: UUID, *, secret_hash: str) -> None:
    """Replace a program's secret: its tokens end at once."""
    connection.execute(update(Client).where(_CLIENT.c.id == client_id).values(secret_hash=secret_hash))
    sessions.end_all_of(connection, client_id)


def disable_client(connection: Connection, client_id: UUID) -> None:
    """Revoke a program: its tokens end at once, and it gets no new ones."""
    connection.execute(update(Client).where(_CLIENT.c.id == client_id).values(is_active=False))
    sessions.end_all_of(connection, client_id)


def is_known_browser(connection: Connection, email: str, *, token_hash: str) -> bool:
    """Whether the person with this e-mail has signed in in this browser before."""
    known = (
        select(_BROWSER.c.id)
        .join(_STAFF, _STAFF.c.id == _BROWSER.c.staff_id)
        .where(_STAFF.c.email == email.strip().lower(), _BROWSER.c.token_hash == token_hash)
    )
    return connection.execute(known).first() is not None


def know_browser(connection: Connection, staff_id: UUID, *, token_hash: str) -> None:
    """Remember this browser; several sign-ins at once are one."""
    insert_here = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = {"id": new_id(), "staff_id": staff_id, "token_hash": token_hash, "created_at": now()}
    connection.execute(insert_here(_BROWSER).values(row).on_conflict_do_nothing())


def me_of(connection: Connection, actor: Actor) -> Me:
    """Whom the session of this actor speaks for. Raises: NotFound for an actor without a session."""
    wanted = (
        select(_SESSION.c.expires_at, CLINIC.c.id, CLINIC.c.name, CLINIC.c.time_zone)
        .join(CLINIC, CLINIC.c.id == _SESSION.c.clinic_id)
        .where(_SESSION.c.id == actor.session_id)
    )
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise NotFound
    return Me(
        actor=actor.kind,
        id=actor.id,
        name=actor.name,
        clinic=ClinicOfActor(id=row.id, name=row.name, time_zone=row.time_zone),
        scopes=sorted(actor.scopes),
        expires_at=row.expires_at,
    )


def _staff_where(connection: Connection, condition: ColumnElement[bool]) -> StaffSecret | None:
    row = connection.execute(select(_STAFF).where(condition, _STAFF.c.is_active)).one_or_none()
    if row is None:
        return None
    return StaffSecret(row.id, row.clinic_id, row.name, row.email, row.role, row.password_hash)
