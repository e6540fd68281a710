"""Every query on enrolment codes, and on the phones that they enrolled."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, insert, select, update

from api.access.actors import Actor, visible_to
from api.access.models import EnrolPreview, Invite, SessionKind, SessionPublic, SessionRow
from api.access.neighbours import CLINIC, PATIENT
from api.clock import now
from api.errors import InviteSpent, NotFound
from api.ids import new_id

_INVITE = Invite.__table__  # type: ignore[attr-defined]
_SESSION = SessionRow.__table__  # type: ignore[attr-defined]
UNKNOWN_CODE = "Nobody gave out this code. Check each letter, or ask your care team for a new one."


def clinic_of(connection: Connection, patient_id: UUID, *, actor: Actor | None) -> UUID:
    """The clinic of a patient whom this actor may see; no actor is the operator. Raises: NotFound."""
    wanted = select(PATIENT.c.clinic_id).where(PATIENT.c.id == patient_id)
    if actor is not None:
        wanted = wanted.where(visible_to(actor, clinic=PATIENT.c.clinic_id, patient=PATIENT.c.id))
    clinic_id = connection.execute(wanted).scalar_one_or_none()
    if clinic_id is None:
        raise NotFound
    return UUID(str(clinic_id))


def add(
    connection: Connection,
    patient_id: UUID,
    *,
    clinic_id: UUID,
    code_hash: str,
    created_by: UUID | None,
    lifetime: timedelta,
) -> tuple[UUID, datetime]:
    """Store a new code, and let earlier unused ones of hers lapse: a new code is how a lost one is revoked.

    Gives its id and when it expires.
    """
    made = now()
    unused = (_INVITE.c.patient_id == patient_id, _INVITE.c.used_at.is_(None), _INVITE.c.expires_at > made)
    connection.execute(update(Invite).where(*unused).values(expires_at=made))
    row = {
        "id": new_id(),
        "clinic_id": clinic_id,
        "patient_id": patient_id,
        "code_hash": code_hash,
        "created_by": created_by,
        "created_at": made,
        "expires_at": made + lifetime,
    }
    connection.execute(insert(Invite), row)
    return UUID(str(row["id"])), made + lifetime


def preview(connection: Connection, code_hash: str) -> EnrolPreview:
    """Whose diary a code opens, without using it up. Raises: NotFound, InviteSpent."""
    wanted = (
        select(_INVITE.c.expires_at, _INVITE.c.used_at, PATIENT.c.name, CLINIC.c.name.label("clinic_name"))
        .join(PATIENT, PATIENT.c.id == _INVITE.c.patient_id)
        .join(CLINIC, CLINIC.c.id == _INVITE.c.clinic_id)
        .where(_INVITE.c.code_hash == code_hash)
    )
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise NotFound(UNKNOWN_CODE)
    if row.used_at is not None or row.expires_at <= now():
        raise InviteSpent
    return EnrolPreview(patient_name=row.name, clinic_name=row.clinic_name, expires_at=row.expires_at)


def use(connection: Connection, code_hash: str) -> Actor:
    """Use a code up and give the patient whom it enrols. Of two at once exactly one gets her.

    Raises: NotFound, InviteSpent.
    """
    usable = (_INVITE.c.code_hash == code_hash, _INVITE.c.used_at.is_(None), _INVITE.c.expires_at > now())
    using = update(Invite).where(*usable).values(used_at=now()).returning(_INVITE.c.patient_id)
    patient_id = connection.execute(using).scalar_one_or_none()
    if patient_id is None:
        preview(connection, code_hash)
        raise InviteSpent
    row = connection.execute(select(PATIENT).where(PATIENT.c.id == patient_id)).one()
    return Actor(kind="patient", id=row.id, clinic_id=row.clinic_id, name=row.name)


def phones_of(
    connection: Connection, actor: Actor, *, patient_id: UUID, before: UUID | None, limit: int
) -> list[SessionPublic]:
    """The phones of a patient, newest first, ended ones too."""
    wanted = select(_SESSION).where(*_phones(actor, patient_id)).order_by(_SESSION.c.id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(_SESSION.c.id < before)
    rows = connection.execute(wanted).mappings()
    return [SessionPublic.model_validate(dict(row)) for row in rows]


def is_phone_of(connection: Connection, actor: Actor, *, patient_id: UUID, session_id: UUID) -> bool:
    wanted = select(_SESSION.c.id).where(*_phones(actor, patient_id), _SESSION.c.id == session_id)
    return connection.execute(wanted).first() is not None


def _phones(actor: Actor, patient_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        visible_to(actor, clinic=_SESSION.c.clinic_id, patient=_SESSION.c.actor_id),
        _SESSION.c.kind == SessionKind.PATIENT.value,
        _SESSION.c.actor_id == patient_id,
    )
