"""A phone becomes a patient's own by a code that works once."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from api.access import invites, sessions, store
from api.access.credentials import Credential
from api.access.models import EnrolPreview, Me, SessionKind
from api.access.tokens import code_as_written, hash_of
from api.errors import FieldError, Invalid, NotSignedIn
from api.settings import Settings

CODE_LOOKS_LIKE = "A code has 12 letters and digits, such as 7K2M-9QXA-4TRB."
DEVICES = ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux")


def preview(connection: Connection, code: str) -> EnrolPreview:
    """Whose diary the code opens; it still works afterwards. Raises: Invalid, NotFound, InviteSpent."""
    return invites.preview(connection, _hash_of_code(code))


def enrol(
    connection: Connection,
    code: str,
    *,
    token_hash: str,
    label: str,
    replaces: str | None,
    settings: Settings,
) -> Me:
    """Sign a phone in for the patient of this code.

    `replaces` is the hash of the token that the phone had so far; that session ends.
    Raises: Invalid, NotFound, InviteSpent; of two at once one gets InviteSpent.
    """
    patient = invites.use(connection, _hash_of_code(code))
    if replaces is not None:
        end_replaced(connection, Credential(SessionKind.PATIENT, replaces), settings)
    session_id = sessions.begin(
        connection,
        SessionKind.PATIENT,
        actor_id=patient.id,
        clinic_id=patient.clinic_id,
        token_hash=token_hash,
        lifetime=timedelta(days=settings.patient_session_days),
        label=label,
    )
    return store.me_of(connection, replace(patient, session_id=session_id))


def end_replaced(connection: Connection, credential: Credential, settings: Settings) -> None:
    """End the session whose cookie is about to be overwritten, so that no open one is left behind."""
    try:
        standing = sessions.standing_of(connection, credential, settings)
    except NotSignedIn:
        return
    sessions.end(connection, standing.actor.session_id)


def device_of(user_agent: str) -> str:
    """What kind of device a browser says it runs on, so that a nurse can tell phones apart."""
    return next((device for device in DEVICES if device in user_agent), "Another device")


def _hash_of_code(code: str) -> str:
    meant = code_as_written(code)
    if meant is None:
        raise Invalid(errors=[FieldError("code", CODE_LOOKS_LIKE)])
    return hash_of(meant)
