"""Every query on session rows: begin, look up, keep alive, end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, FromClause, Select, Update, bindparam, insert, select, true, update

from api.access.actors import Actor
from api.access.credentials import Credential
from api.access.models import Client, SessionKind, SessionRow, Staff
from api.access.neighbours import PATIENT
from api.clock import now
from api.errors import NotSignedIn
from api.ids import new_id
from api.settings import Settings

TOUCH_EVERY = timedelta(minutes=1)
_SESSION = SessionRow.__table__  # type: ignore[attr-defined]
_STAFF = Staff.__table__  # type: ignore[attr-defined]
_CLIENT = Client.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Standing:
    """A session that holds good now."""

    actor: Actor
    last_seen_at: datetime
    expires_at: datetime

    @property
    def is_due_for_touch(self) -> bool:
        return now() - self.last_seen_at >= TOUCH_EVERY


def _lookup(kind: SessionKind, person: FromClause, *, holds: Any, role: Any, granted: Any) -> Select[Any]:
    names = (person.c.name.label("actor_name"), role.label("role"), granted.label("granted"))
    return (
        select(_SESSION, *names)
        .join(person, person.c.id == _SESSION.c.actor_id)
        .where(_SESSION.c.token_hash == bindparam("token_hash"), _SESSION.c.kind == kind.value)
        .where(_SESSION.c.ended_at.is_(None), person.c.clinic_id == _SESSION.c.clinic_id, holds)
    )


_BY_KIND = {
    SessionKind.PATIENT: _lookup(
        SessionKind.PATIENT, PATIENT, holds=true(), role=_SESSION.c.kind, granted=_SESSION.c.scopes
    ),
    SessionKind.STAFF: _lookup(
        SessionKind.STAFF, _STAFF, holds=_STAFF.c.is_active, role=_STAFF.c.role, granted=_SESSION.c.scopes
    ),
    SessionKind.CLIENT: _lookup(
        SessionKind.CLIENT, _CLIENT, holds=_CLIENT.c.is_active, role=_SESSION.c.kind, granted=_CLIENT.c.scopes
    ),
}


def standing_of(connection: Connection, credential: Credential, settings: Settings) -> Standing:
    """Who asks.

    Raises: NotSignedIn when the session is unknown, ended, expired or idle, or its owner was disabled.
    """
    found = connection.execute(_BY_KIND[credential.kind], {"token_hash": credential.token_hash})
    row = found.mappings().one_or_none()
    if row is None or now() >= row["expires_at"] or _is_idle(row, credential.kind, settings):
        raise NotSignedIn
    actor = Actor(
        kind=row["role"],
        id=row["actor_id"],
        clinic_id=row["clinic_id"],
        name=row["actor_name"],
        scopes=frozenset(row["scopes"]).intersection(row["granted"]),
        session_id=row["id"],
    )
    return Standing(actor, row["last_seen_at"], row["expires_at"])


def _is_idle(row: Mapping[Any, Any], kind: SessionKind, settings: Settings) -> bool:
    if kind is not SessionKind.STAFF:
        return False
    idle_since: datetime = row["last_seen_at"]
    return now() - idle_since >= timedelta(minutes=settings.staff_idle_minutes)


def begin(
    connection: Connection,
    kind: SessionKind,
    *,
    actor_id: UUID,
    clinic_id: UUID,
    token_hash: str,
    lifetime: timedelta,
    label: str = "",
    scopes: tuple[str, ...] = (),
) -> UUID:
    """Store a new session, and give its id."""
    session_id, started = new_id(), now()
    row = {
        "id": session_id,
        "clinic_id": clinic_id,
        "kind": kind.value,
        "actor_id": actor_id,
        "token_hash": token_hash,
        "scopes": list(scopes),
        "label": label[:120],
        "created_at": started,
        "last_seen_at": started,
        "expires_at": started + lifetime,
    }
    connection.execute(insert(SessionRow), row)
    return session_id


def touch(connection: Connection, session_id: UUID | None) -> None:
    """Remember that this session was used, so that it does not fall idle."""
    seen = _SESSION.c.last_seen_at < now() - TOUCH_EVERY / 2
    connection.execute(update(SessionRow).where(_SESSION.c.id == session_id, seen).values(last_seen_at=now()))


def end(connection: Connection, session_id: UUID | None) -> None:
    connection.execute(_ending().where(_SESSION.c.id == session_id))


def end_all_of(connection: Connection, actor_id: UUID, *, but: UUID | None = None) -> None:
    """End whatever this person or program has open, except the session `but`."""
    ending = _ending().where(_SESSION.c.actor_id == actor_id)
    connection.execute(ending if but is None else ending.where(_SESSION.c.id != but))


def _ending() -> Update:
    return update(SessionRow).where(_SESSION.c.ended_at.is_(None)).values(ended_at=now())
