"""Every route that takes a body, each with a right one and someone who may send it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from api.access.actors import Actor
from tests.access.matrix_cases import CASES, Case
from tests.access.subjects import Subject
from tests.fuzz.mutations import MARKER
from tests.support.clients import API
from tests.support.entries import MONDAY, a_change, an_entry, as_json
from tests.support.personas import CLIENT_SECRET, People

FORM = "application/x-www-form-urlencoded"
# Fuller than the matrix needs: more places for something to go wrong in.
FULL_DAY: dict[str, Any] = {
    "readings": {
        "diarrhea": {"count": 5, "frequency": 2},
        "nausea": {"severity": 2, "recall_hours": 24},
        "rash": {"presence": True},
        "blood_pressure": [{"systolic": 142, "diastolic": 91, "unit": "mmHg", "at": "08:10"}],
        "glucose": [{"value": 5.5, "unit": "mmol/L"}],
    },
    "notes": {"physical": "Slept badly"},
    "can_wait": True,
}
FULLER: Mapping[tuple[str, str], Callable[[], dict[str, Any]]] = {
    ("PUT", "/patients/{patient}/diary/{day}"): lambda: as_json(an_entry(builds_on=[], **FULL_DAY)),
    ("PATCH", "/patients/{patient}/diary/{day}"): lambda: as_json(a_change(**FULL_DAY)),
}


@dataclass(frozen=True)
class BodyRoute:
    """`sender` is None for whoever is not signed in."""

    method: str
    template: str
    path: str
    right: dict[str, Any]
    sender: Actor | None
    is_form: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.method, self.template

    def on(self, day: date) -> Self:
        return replace(self, path=self.path.replace(str(MONDAY), str(day)))


def body_routes(people: People, subject: Subject) -> list[BodyRoute]:
    """All of them, about Anna's things."""
    cases = [case for case in CASES if case.method in ("POST", "PUT", "PATCH")]
    return [_of_case(case, people, subject) for case in cases] + [
        _public("/auth/enrol", {"code": "7K2M-9QXA-4TRB"}),
        _public("/auth/enrol/preview", {"code": "7K2M-9QXA-4TRB"}),
        _public("/auth/login", {"email": "nora@example.org", "password": "x"}),
        replace(_public("/oauth/token", _form(people)), is_form=True),
    ]


def as_form(right: dict[str, Any]) -> bytes:
    """The form, of which one field too many, the secret, is not right."""
    return urlencode(right | {"client_secret": MARKER}).encode()


def _of_case(case: Case, people: People, subject: Subject) -> BodyRoute:
    body = FULLER.get((case.method, case.template), case.body)() or {}
    if case.is_for_admins:
        sender = people.ada
    else:
        sender = people.anna if case.patient else people.nora if case.staff else people.ehr
    return BodyRoute(case.method, API + case.template, case.path_for(subject), body, sender)


def _public(path: str, right: dict[str, Any]) -> BodyRoute:
    return BodyRoute("POST", API + path, API + path, right, None)


def _form(people: People) -> dict[str, Any]:
    client = {"client_id": str(people.ehr.id), "client_secret": CLIENT_SECRET}
    return {"grant_type": "client_credentials", "scope": "check", **client}
