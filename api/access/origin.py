"""Keeps other sites from making a signed-in browser change something (cross-site request forgery)."""

from urllib.parse import urlsplit

from starlette.requests import Request

from api.access.credentials import bearer_of, has_cookie_of_ours
from api.errors import ForeignOrigin, WrongMediaType
from api.settings import Settings

READING = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK = {"localhost": "127.0.0.1", "127.0.0.1": "localhost"}


def refuse_foreign(request: Request, settings: Settings) -> None:
    """Let a change through only from our own page, or from what no browser sends along by itself.

    Raises: ForeignOrigin; WrongMediaType when a change by cookie is not JSON.
    """
    if request.method in READING or bearer_of(request) is not None:
        return
    origin = request.headers.get("origin")
    by_cookie = has_cookie_of_ours(request)
    if (origin is not None or by_cookie) and origin not in own_origins(settings):
        raise ForeignOrigin
    # A form can be posted across sites without asking first, JSON cannot.
    if by_cookie and not _is_json(request):
        raise WrongMediaType


def own_origins(settings: Settings) -> frozenset[str]:
    """Our own origin; off production also under the machine's other loopback name."""
    parts = urlsplit(settings.origin)
    swapped = LOOPBACK.get(parts.hostname or "")
    if settings.environment == "production" or swapped is None:
        return frozenset({settings.origin})
    port = f":{parts.port}" if parts.port else ""
    return frozenset({settings.origin, f"{parts.scheme}://{swapped}{port}"})


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json"
