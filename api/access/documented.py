"""Who may call each route, as the OpenAPI document says it; only the table of routes and roles knows."""

from typing import Any

from api.access.credentials import PATIENT_COOKIE, STAFF_COOKIE
from api.access.table import API, ROUTES, SCOPES, STAFF, Access

TOKENS = f"{API}/oauth/token"
SCHEMES: dict[str, dict[str, Any]] = {
    "patient": {
        "type": "apiKey",
        "in": "cookie",
        "name": PATIENT_COOKIE,
        "description": "The cookie of an enrolled phone; changes also need our own Origin and a JSON body.",
    },
    "staff": {
        "type": "apiKey",
        "in": "cookie",
        "name": STAFF_COOKIE,
        "description": "The cookie of a nurse or an administrator; changes need our own Origin and JSON.",
    },
    "client": {
        "type": "oauth2",
        "description": "A program's access token.",
        "flows": {"clientCredentials": {"tokenUrl": TOKENS, "scopes": SCOPES}},
    },
    "clientSecret": {"type": "http", "scheme": "basic", "description": "A program's id and secret."},
}


def say_who_may_call(document: dict[str, Any]) -> None:
    """Adds to the document what shows who asks, and for each route which of these it takes."""
    document["components"]["securitySchemes"] = SCHEMES
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            access = ROUTES.get((method.upper(), path))
            if access is not None:
                operation["security"] = _taken_by(access)
    # The secret may stand in the form as well.
    document["paths"][TOKENS]["post"]["security"] = [{"clientSecret": []}, {}]


def _taken_by(access: Access) -> list[dict[str, list[str]]]:
    taken: list[dict[str, list[str]]] = []
    if "patient" in access.actors:
        taken.append({"patient": []})
    if access.actors.intersection(STAFF.split()):
        taken.append({"staff": []})
    if "client" in access.actors and (access.scope or access.whose == "own"):
        taken.append({"client": [access.scope] if access.scope else []})
    return taken
