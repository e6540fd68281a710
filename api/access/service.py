"""What the operator and the nurse do about access: staff, programs, codes for phones, lost phones."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import segno
from sqlalchemy import Connection

from api.access import invites, sessions, store
from api.access.actors import Actor, patient_id_of
from api.access.models import InvitePublic, Role, SessionPage
from api.access.table import SCOPES
from api.access.tokens import hash_of, new_code, new_token
from api.audit.store import note
from api.errors import NotFound
from api.paging import Cursor, cut
from api.settings import Settings


@dataclass(frozen=True)
class NewClient:
    """A program's id and secret; the secret is shown this once."""

    id: UUID
    secret: str = field(repr=False)


@dataclass(frozen=True)
class NewInvite:
    id: UUID
    code: str = field(repr=False)
    expires_at: datetime


def create_staff(
    connection: Connection, clinic_id: UUID, *, name: str, email: str, role: Role, password_hash: str
) -> UUID:
    """Someone who may sign in; `password_hash` comes from `passwords.hash_password`, made before."""
    return store.add_staff(
        connection, clinic_id, name=name, email=email, role=role, password_hash=password_hash
    )


def create_client(
    connection: Connection, clinic_id: UUID, *, name: str, scopes: frozenset[str] = frozenset(SCOPES)
) -> NewClient:
    """An integrator's program. Raises: ValueError for a scope that does not exist."""
    if unknown := scopes - set(SCOPES):
        raise ValueError(f"unknown scopes: {', '.join(sorted(unknown))}")
    secret = new_token()
    client_id = store.add_client(
        connection, clinic_id, name=name, secret_hash=hash_of(secret), scopes=tuple(sorted(scopes))
    )
    return NewClient(client_id, secret)


def create_invite(
    connection: Connection, actor: Actor | None, *, patient_id: UUID, settings: Settings
) -> str:
    """A code that enrols one phone; without an actor the operator makes it. Raises: NotFound."""
    return _new_invite(connection, actor, patient_id=patient_id, settings=settings).code


def invite(connection: Connection, actor: Actor, patient: str, *, settings: Settings) -> InvitePublic:
    """A code as text, link and QR, to be shown to the patient. Raises: NotFound."""
    patient_id = patient_id_of(actor, patient)
    made = _new_invite(connection, actor, patient_id=patient_id, settings=settings)
    note(connection, actor, action="code.given", patient_id=patient_id, subject_id=made.id)
    link = link_of(made.code, settings)
    return InvitePublic(code=made.code, link=link, qr=qr_of(link), expires_at=made.expires_at)


def link_of(code: str, settings: Settings) -> str:
    """The code in the fragment, which browsers send to no server, so that no log sees it."""
    return f"{settings.base_url.rstrip('/')}/#enrol={code}"


def qr_of(text: str) -> list[str]:
    """The modules of a QR code, a line a row: 1 is dark. The quiet zone is the page's to draw."""
    return [
        "".join("1" if module else "0" for module in row) for row in segno.make_qr(text, error="m").matrix
    ]


def phones(connection: Connection, actor: Actor, patient: str, *, cursor: Cursor, limit: int) -> SessionPage:
    """The phones that a patient is signed in on, and those that she was. Raises: NotFound, Invalid."""
    patient_id = patient_id_of(actor, patient)
    invites.clinic_of(connection, patient_id, actor=actor)
    found = invites.phones_of(
        connection, actor, patient_id=patient_id, before=cursor.as_uuid(), limit=limit + 1
    )
    page, after = cut(found, limit=limit, key=lambda phone: (phone.id,))
    return SessionPage(items=page, next=after)


def end_phone(connection: Connection, actor: Actor, patient: str, *, session_id: UUID) -> None:
    """Sign a lost phone out, at once; again changes nothing. Raises: NotFound."""
    patient_id = patient_id_of(actor, patient)
    if not invites.is_phone_of(connection, actor, patient_id=patient_id, session_id=session_id):
        raise NotFound
    sessions.end(connection, session_id)
    note(connection, actor, action="phone.ended", patient_id=patient_id, subject_id=session_id)


def sign_out(connection: Connection, actor: Actor) -> None:
    sessions.end(connection, actor.session_id)


def _new_invite(
    connection: Connection, actor: Actor | None, *, patient_id: UUID, settings: Settings
) -> NewInvite:
    clinic_id = invites.clinic_of(connection, patient_id, actor=actor)
    code = new_code()
    invite_id, expires_at = invites.add(
        connection,
        patient_id,
        clinic_id=clinic_id,
        code_hash=hash_of(code),
        created_by=actor.id if actor else None,
        lifetime=timedelta(hours=settings.invite_hours),
    )
    return NewInvite(invite_id, code, expires_at)
