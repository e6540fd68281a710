"""The table of routes and roles: what is not in it is refused.

*This role may call this route* stands here and nowhere else; *this person may see this patient* stands in
`actors.visible_to`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from fastapi.routing import iter_route_contexts
from starlette.routing import Mount

from api.access.actors import ActorKind
from api.errors import DiaryError

Whose = Literal["patient", "clinic", "own", "public"]

SCOPES: dict[str, str] = {
    "patients:read": "Find patients of the clinic, read who they are and whom they would call.",
    "diary:read": "Read diaries, with every revision.",
    "diary:write": "Write readings into a diary, under the program's own name.",
    "medications:read": "Read medication lists.",
    "medications:write": "Add to and change medication lists.",
    "alerts:read": "Read alerts, the queue, and which rules are near.",
    "events:read": "Follow what happens in the clinic: entries, alerts, silence; ids only.",
    "check": "Have a diary judged by the rules; nothing is stored.",
}
"""What a program may be allowed. Units: its token lives for DIARY_ACCESS_TOKEN_MINUTES (60)."""


@dataclass(frozen=True)
class Access:
    """Who may call a route, about whose data, and whether staff and programs leave an audit row.

    A program needs `scope`; a route without one is closed to it unless it is about its `own` session.
    `reads_cookies` is False where a cookie means nothing, so that nothing can be forged with one.
    """

    actors: frozenset[ActorKind]
    whose: Whose
    scope: str | None = None
    audited: bool = False
    reads_cookies: bool = True

    @property
    def is_public(self) -> bool:
        return self.whose == "public"


def _of_patient(scope: str | None, *, actors: str = "patient nurse admin client") -> Access:
    return Access(_kinds(actors), "patient", scope, audited=True)


def _of_clinic(scope: str | None, *, actors: str = "nurse admin client", audited: bool = True) -> Access:
    return Access(_kinds(actors), "clinic", scope, audited)


def _own(actors: str = "patient nurse admin client") -> Access:
    return Access(_kinds(actors), "own")


def _kinds(words: str) -> frozenset[ActorKind]:
    known: tuple[ActorKind, ...] = ("patient", "nurse", "admin", "client")
    return frozenset(kind for kind in known if kind in words.split())


STAFF = "nurse admin"
PUBLIC = Access(frozenset(), "public")
API = "/api/v1"
PATIENT = f"{API}/patients/{{patient}}"
MEDICATION = f"{PATIENT}/medications/{{medication}}"
DAY = f"{PATIENT}/diary/{{day}}"
ALERT = f"{API}/alerts/{{alert}}"

PACK = f"{API}/clinic/guidance/{{pack}}"
ADMIN = "admin"

ROUTES: Mapping[tuple[str, str], Access] = {
    ("GET", f"{API}/patients"): _of_clinic("patients:read"),
    ("POST", f"{API}/patients"): _of_clinic(None, actors=STAFF),
    ("GET", PATIENT): _of_patient("patients:read"),
    ("PATCH", PATIENT): _of_patient(None, actors=STAFF),
    ("POST", f"{PATIENT}/invites"): _of_patient(None, actors=STAFF),
    ("GET", f"{PATIENT}/sessions"): _of_patient(None, actors=STAFF),
    ("DELETE", f"{PATIENT}/sessions/{{session}}"): _of_patient(None, actors=STAFF),
    ("GET", f"{PATIENT}/medications"): _of_patient("medications:read"),
    ("POST", f"{PATIENT}/medications"): _of_patient("medications:write"),
    ("GET", MEDICATION): _of_patient("medications:read"),
    ("PATCH", MEDICATION): _of_patient("medications:write"),
    ("DELETE", MEDICATION): _of_patient("medications:write"),
    ("GET", f"{PATIENT}/diary"): _of_patient("diary:read"),
    ("GET", DAY): _of_patient("diary:read"),
    ("PUT", DAY): _of_patient("diary:write"),
    ("PATCH", DAY): _of_patient("diary:write"),
    ("GET", f"{DAY}/revisions"): _of_patient("diary:read"),
    ("GET", f"{PATIENT}/alerts"): _of_patient("alerts:read"),
    ("GET", f"{PATIENT}/watch"): _of_patient("alerts:read"),
    ("GET", f"{PATIENT}/contact"): _of_patient("patients:read"),
    ("GET", f"{PATIENT}/guidance"): _of_patient(None, actors="patient nurse admin"),
    ("GET", f"{PATIENT}/thresholds"): _of_patient(None, actors=STAFF),
    ("POST", f"{PATIENT}/thresholds"): _of_patient(None, actors=STAFF),
    ("POST", f"{PATIENT}/thresholds/{{threshold}}/end"): _of_patient(None, actors=STAFF),
    ("GET", f"{API}/clinic/guidance"): _of_clinic(None, actors=STAFF),
    ("POST", f"{PACK}/sign"): _of_clinic(None, actors=ADMIN),
    ("POST", f"{PACK}/withdraw"): _of_clinic(None, actors=ADMIN),
    ("POST", f"{API}/clinic/guidance/trials"): _of_clinic(None, actors=ADMIN),
    ("GET", f"{API}/clinic/guidance/trials"): _of_clinic(None, actors=ADMIN),
    ("GET", f"{API}/clinic/guidance/trials/{{trial}}"): _of_clinic(None, actors=ADMIN),
    ("GET", f"{API}/clinic/thresholds"): _of_clinic(None, actors=STAFF),
    ("POST", f"{API}/clinic/thresholds"): _of_clinic(None, actors=ADMIN),
    ("GET", f"{API}/clinic/thresholds/weakened"): _of_clinic(None, actors=STAFF),
    ("POST", f"{API}/clinic/thresholds/{{threshold}}/end"): _of_clinic(None, actors=ADMIN),
    ("GET", f"{API}/alerts"): _of_clinic("alerts:read"),
    ("GET", ALERT): _of_clinic("alerts:read"),
    ("POST", f"{ALERT}/acknowledge"): _of_clinic(None, actors=STAFF),
    ("POST", f"{ALERT}/resolve"): _of_clinic(None, actors=STAFF),
    ("POST", f"{ALERT}/called"): _of_patient(None, actors="patient"),
    ("GET", f"{API}/events"): _of_clinic("events:read"),
    ("POST", f"{API}/check"): _of_clinic("check", audited=False),
    ("GET", f"{API}/auth/me"): _own(),
    ("POST", f"{API}/auth/logout"): _own(),
    ("POST", f"{API}/auth/password"): _own(STAFF),
    ("POST", f"{API}/auth/enrol"): PUBLIC,
    ("POST", f"{API}/auth/enrol/preview"): PUBLIC,
    ("POST", f"{API}/auth/login"): PUBLIC,
    ("POST", f"{API}/oauth/token"): Access(frozenset(), "public", reads_cookies=False),
    ("GET", f"{API}/guidance"): PUBLIC,
    ("GET", f"{API}/guidance/{{pack}}"): PUBLIC,
    ("GET", f"{API}/catalogue"): PUBLIC,
    ("GET", f"{API}/problems"): PUBLIC,
    ("GET", "/live"): PUBLIC,
    ("GET", "/ready"): PUBLIC,
    # Its handler wants DIARY_METRICS_TOKEN; nobody who is signed in here means anything to it.
    ("GET", "/metrics"): Access(frozenset(), "public", reads_cookies=False),
    ("GET", "/openapi.json"): PUBLIC,
    ("GET", "/docs"): PUBLIC,
    ("GET", "/"): PUBLIC,
    ("GET", "/nurse"): PUBLIC,
    ("GET", "/manifest.webmanifest"): PUBLIC,
    ("GET", "/css/{path}"): PUBLIC,
    ("GET", "/js/{path}"): PUBLIC,
    ("GET", "/icons/{path}"): PUBLIC,
}


UNLISTED = "This address is not in the table of routes and roles, so it is closed."


def template_of(scope: Mapping[str, Any]) -> str | None:
    """The path template of the route that took this request, with the prefixes it was included under.

    Gives None while no route has taken it (an address that does not exist). Safe for logs: no ids, no names.
    """
    if "route" not in scope:
        return _template_of_plain(scope)
    # An included router keeps its routes without their prefix; the whole path is in FastAPI's own context.
    context = scope.get("fastapi", {}).get("effective_route_context")
    for place in (getattr(context, "starlette_route", None), context, scope["route"]):
        template = getattr(place, "path_format", None) or getattr(place, "path", None)
        if template:
            return str(template) if isinstance(place, Mount) else _mount_of(scope) + str(template)
    return ""


def _template_of_plain(scope: Mapping[str, Any]) -> str | None:
    # FastAPI does not say which plain route or mount it has chosen, only what that one calls.
    if "endpoint" not in scope:
        return None
    for context in iter_route_contexts(scope["app"].routes):
        if scope["endpoint"] in (context.endpoint, getattr(context.original_route, "app", None)):
            return str(context.path_format or context.path or "")
    return ""


def is_listed(method: str, template: str | None) -> bool:
    return _key(method, template) in ROUTES


def access_to(method: str, template: str | None) -> Access:
    """The row of a route. Raises: DiaryError (500) when it has none: deny by default."""
    row = ROUTES.get(_key(method, template))
    if row is None:
        raise DiaryError(UNLISTED)
    return row


def _key(method: str, template: str | None) -> tuple[str, str]:
    return ("GET" if method == "HEAD" else method, template or "")


def _mount_of(scope: Mapping[str, Any]) -> str:
    outer = str(scope.get("app_root_path", scope.get("root_path", "")))
    return str(scope.get("root_path", "")).removeprefix(outer)
