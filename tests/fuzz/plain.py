"""For each route and role one request that is certainly right, so that one which refuses everybody shows."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from api.access.actors import Actor
from api.access.service import create_invite
from api.access.table import SCOPES
from api.rules.guidance import DOCUMENT
from api.settings import Settings
from tests.access.matrix_cases import API, CASES, Case
from tests.access.subjects import Subject, prepare
from tests.support.entries import MONDAY
from tests.support.personas import CLIENT_SECRET, PASSWORD, People

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
# What each public route answers to nobody in particular.
PUBLIC: Mapping[str, int] = {
    f"POST {API}/auth/enrol/preview": 200,
    f"POST {API}/auth/enrol": 201,
    f"POST {API}/auth/login": 200,
    f"POST {API}/oauth/token": 200,
    f"GET {API}/guidance": 200,
    f"GET {API}/guidance/{{pack}}": 200,
    f"GET {API}/catalogue": 200,
    f"GET {API}/problems": 200,
    "GET /live": 200,
    "GET /ready": 200,
}
WANTS_MORE = {"GET /metrics": "it answers to DIARY_METRICS_TOKEN only, which the tests do not set"}


def label_of(case: Case) -> str:
    return f"{case.method} {API}{case.template}"


def successes_of(actor: Actor | None) -> Mapping[str, int]:
    """By route, what somebody who may call it hears on a right request."""
    if actor is None:
        return PUBLIC
    every = frozenset(SCOPES)
    return {label_of(case): case.succeeds_with for case in CASES if case.lets_in(actor, scopes=every)}


def plain_request(
    connection: Connection, label: str, actor: Actor | None, *, people: People, settings: Settings
) -> dict[str, Any] | None:
    """About something of Anna's that was made for it; None where this actor may not come in."""
    if label not in successes_of(actor):
        return None
    if actor is None:
        return _public(connection, label, people, settings)
    case = next(case for case in CASES if label_of(case) == label)
    request: dict[str, Any] = {
        "path_parameters": _path_of(case, prepare(connection, people.anna, case.template))
    }
    if case.needs_version:
        request["headers"] = {"If-Match": '"1"'}
    if case.method in ("POST", "PUT", "PATCH"):
        request |= {"body": case.body() or {}, "media_type": JSON}
    return request


def _path_of(case: Case, subject: Subject) -> dict[str, str]:
    every = {
        "patient": subject.patient_id,
        "medication": subject.medication_id,
        "alert": subject.alert_id,
        "session": subject.session_id,
        "day": MONDAY,
        "pack": DOCUMENT,
        "trial": subject.trial_id,
        "threshold": subject.threshold_id if case.names_data else subject.clinic_threshold_id,
    }
    return {name: str(value) for name, value in every.items() if f"{{{name}}}" in case.template}


def _public(connection: Connection, label: str, people: People, settings: Settings) -> dict[str, Any]:
    def a_code() -> dict[str, Any]:
        return {"code": create_invite(connection, None, patient_id=people.anna.id, settings=settings)}

    bodies: Mapping[str, Callable[[], dict[str, Any]]] = {
        "enrol/preview": a_code,
        "enrol": a_code,
        "login": lambda: {"email": "nora@example.org", "password": PASSWORD},
        "token": lambda: {
            "grant_type": "client_credentials",
            "client_id": str(people.ehr.id),
            "client_secret": CLIENT_SECRET,
        },
    }
    if label.startswith("GET"):
        return {"path_parameters": {"pack": DOCUMENT} if "{pack}" in label else {}}
    body = next(make for end, make in bodies.items() if label.endswith(f"/{end}"))()
    return {"body": body, "media_type": FORM if "/oauth/" in label else JSON}
