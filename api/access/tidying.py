"""Forgets sessions, enrolment codes and failed attempts that no longer open or slow down anything."""

from datetime import timedelta

from sqlalchemy import Connection, delete

from api.access import attempts
from api.access.models import Invite, SessionRow, SignInFailure
from api.clock import now

SESSIONS_KEPT = timedelta(days=1)
CODES_KEPT = timedelta(days=90)
_SESSION = SessionRow.__table__  # type: ignore[attr-defined]
_INVITE = Invite.__table__  # type: ignore[attr-defined]
_FAILURE = SignInFailure.__table__  # type: ignore[attr-defined]


def forget_expired(connection: Connection) -> int:
    """Deletes what has expired. Gives how many rows.

    An enrolment code is known for longer, so that who comes late reads that it is spent and not wrong.
    """
    at = now()
    statements = (
        delete(_SESSION).where(_SESSION.c.expires_at < at - SESSIONS_KEPT),
        delete(_INVITE).where(_INVITE.c.expires_at < at - CODES_KEPT),
        delete(_FAILURE).where(_FAILURE.c.last_at < at - attempts.FORGOTTEN_AFTER),
    )
    return sum(connection.execute(statement).rowcount for statement in statements)
