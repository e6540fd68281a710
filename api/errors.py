"""Every error that we raise; `problems.py` turns them into problem+json (RFC 9457)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

PROBLEMS = "/api/v1/problems"


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field and what to do, without the value that was sent."""

    field: str
    problem: str


class DiaryError(Exception):
    """An error with an answer for the caller. `detail` and `errors` never hold health data."""

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong on our side"
    detail: ClassVar[str] = "Nothing was stored. Try again; if it goes on, tell your clinic."

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: Sequence[FieldError] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail or type(self).detail)
        self.explanation = detail or type(self).detail
        self.errors = tuple(errors)
        self.headers = headers or {}


class BadRequest(DiaryError):
    status, slug = 400, "bad-request"
    title = "The request could not be read"
    detail = "Send well-formed JSON in UTF-8 without NaN, Infinity or NUL characters."


class NotSignedIn(DiaryError):
    status, slug = 401, "not-signed-in"
    title = "Not signed in"
    detail = "Sign in, enrol the phone again, or ask for a new access token."


class WrongCredentials(NotSignedIn):
    slug = "wrong-credentials"
    title = "These credentials do not match"
    detail = "Check what you typed and try again."


class NotAllowed(DiaryError):
    status, slug = 403, "not-allowed"
    title = "Your role may not do this"
    detail = "Ask an administrator of your clinic if you need to."


class ForeignOrigin(NotAllowed):
    slug = "foreign-origin"
    title = "This request did not come from our own page"
    detail = "Changes by cookie need our own Origin header and a JSON body; programs use a bearer token."


class NotFound(DiaryError):
    status, slug = 404, "not-found"
    title = "There is nothing here"
    detail = "It does not exist, or it is not yours to see."


class MethodNotAllowed(DiaryError):
    status, slug = 405, "method-not-allowed"
    title = "This address does not take that method"
    detail = "See the Allow header for the methods that it takes."


class Conflict(DiaryError):
    status, slug = 409, "conflict"
    title = "This collides with what is already stored"
    detail = "Read the present state and decide again."


class IdClash(Conflict):
    slug = "id-clash"
    title = "This id was used for something else"
    detail = "The same id came before with another body or day. Make a new id for a new save."


class InviteSpent(DiaryError):
    status, slug = 410, "invite-spent"
    title = "This code no longer works"
    detail = "A code works once and for a limited time. Ask your care team for a new one."


class PositionGone(DiaryError):
    status, slug = 410, "position-gone"
    title = "The feed does not go on from this position"
    detail = "Read the feed without `after` to its end, then read anew the diaries and alerts that you show."


class MovedOn(DiaryError):
    status, slug = 412, "moved-on"
    title = "Someone changed this in the meantime"
    detail = "Read it again, look at what changed, and send the new ETag in If-Match."


class TooLarge(DiaryError):
    status, slug = 413, "too-large"
    title = "The body is too large"
    detail = "Send less at once; a day's entry is far below the limit."


class WrongMediaType(DiaryError):
    status, slug = 415, "wrong-media-type"
    title = "The body has the wrong content type"
    detail = "Send application/json."


class Invalid(DiaryError):
    status, slug = 422, "invalid"
    title = "Some fields need another value"
    detail = "Nothing was stored. Correct the fields named in errors and send again."


class PreconditionNeeded(DiaryError):
    status, slug = 428, "precondition-needed"
    title = "Say which state you are changing"
    detail = "Read it first, then send its ETag in If-Match."


class DayNotEmpty(PreconditionNeeded):
    slug = "day-not-empty"
    title = "Something is written for this day already"
    detail = "Read the day and name the revisions that you replace in builds_on."


class SlowDown(DiaryError):
    status, slug = 429, "slow-down"
    title = "Too many attempts"
    detail = "Wait as long as Retry-After says, then try again."


class Unavailable(DiaryError):
    status, slug = 503, "unavailable"
    title = "The diary cannot store this right now"
    detail = "Nothing was stored. Keep it and send it again after the time in Retry-After."

    def __init__(self, detail: str | None = None, *, retry_after_seconds: int = 2) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after_seconds)})


class CutOff(Unavailable):
    slug = "cut-off"
    title = "The server stopped before this was done"
    detail = (
        "It may be stored or not. After the time in Retry-After send the same again, with the same id;"
        " where there is no id, look first."
    )
