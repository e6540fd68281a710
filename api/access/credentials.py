"""What a request shows to say who is asking: a cookie of ours or a program's bearer token."""

from dataclasses import dataclass, field

from starlette.requests import Request

from api.access.models import SessionKind
from api.access.tokens import hash_of
from api.errors import BadRequest, NotSignedIn

PATIENT_COOKIE = "__Host-patient"
STAFF_COOKIE = "__Host-staff"
BROWSER_COOKIE = "__Host-browser"
ACTOR_HEADER = "X-Diary-Actor"
BACKGROUND_HEADER = "X-Diary-Background"
COOKIES = {SessionKind.PATIENT: PATIENT_COOKIE, SessionKind.STAFF: STAFF_COOKIE}


@dataclass(frozen=True)
class Credential:
    kind: SessionKind
    token_hash: str = field(repr=False)
    is_background: bool = False


def credential_of(request: Request) -> Credential:
    """The one credential that this request speaks with.

    Raises: NotSignedIn without any; BadRequest when both cookies are there and no header chooses.
    """
    is_background = request.headers.get(BACKGROUND_HEADER, "").lower() == "true"
    bearer = bearer_of(request)
    if bearer is not None:
        return Credential(SessionKind.CLIENT, hash_of(bearer), is_background)
    kind = _chosen_cookie(request)
    token = request.cookies.get(COOKIES[kind])
    if not token:
        raise NotSignedIn
    return Credential(kind, hash_of(token), is_background)


def bearer_of(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def has_cookie_of_ours(request: Request) -> bool:
    return any(name in request.cookies for name in (PATIENT_COOKIE, STAFF_COOKIE))


def _chosen_cookie(request: Request) -> SessionKind:
    chosen = request.headers.get(ACTOR_HEADER)
    if chosen is not None:
        if chosen not in (SessionKind.PATIENT, SessionKind.STAFF):
            raise BadRequest(f"{ACTOR_HEADER} is either patient or staff.")
        return SessionKind(chosen)
    shown = [kind for kind, name in COOKIES.items() if name in request.cookies]
    if len(shown) > 1:
        raise BadRequest(
            f"A patient and a staff member are signed in here: say with {ACTOR_HEADER} who is speaking."
        )
    if not shown:
        raise NotSignedIn
    return shown[0]
