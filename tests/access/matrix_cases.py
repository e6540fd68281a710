"""What the matrix calls: every route that is not public, with a valid body and who may call it.

Written by hand, not taken from the table of routes and roles, so that a slip in the table shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.access.actors import Actor
from api.ids import new_id
from api.rules.guidance import DOCUMENT, published
from tests.access.subjects import Subject
from tests.support.entries import MONDAY, a_change, an_entry, as_json
from tests.support.personas import PASSWORD

API = "/api/v1"
Body = dict[str, Any] | None


@dataclass(frozen=True)
class Case:
    """`scope` is what lets a program in; None keeps every program out."""

    method: str
    template: str
    succeeds_with: int
    patient: bool = False
    staff: bool = False
    scope: str | None = None
    body: Callable[[], Body] = dict
    needs_version: bool = False
    is_for_admins: bool = False

    @property
    def names_data(self) -> bool:
        return "{" in self.template and not self.template.startswith("/clinic")

    def path_for(self, subject: Subject) -> str:
        return API + self.template.format(
            patient=subject.patient_id,
            medication=subject.medication_id,
            alert=subject.alert_id,
            session=subject.session_id,
            day=MONDAY,
            pack=DOCUMENT,
            trial=subject.trial_id,
            threshold=subject.threshold_id if self.names_data else subject.clinic_threshold_id,
        )

    def lets_in(self, actor: Actor | None, *, scopes: frozenset[str]) -> bool:
        if actor is None:
            return False
        if actor.kind == "client":
            return self.scope is not None and (self.scope in scopes or self.scope == "")
        if self.is_for_admins:
            return actor.kind == "admin"
        return self.patient if actor.is_patient else self.staff


def a_new_patient() -> Body:
    return {"name": "Dana Wolfe", "record_number": str(new_id())}


def a_diary() -> Body:
    return {"diary": [{"day": str(MONDAY), "readings": {"diarrhea": {"count": 4}}}]}


def a_password() -> Body:
    return {"current": PASSWORD, "new": PASSWORD}


def a_signature() -> Body:
    pack = published()[DOCUMENT]
    return {"hash": pack.hash, "rules": [rule.id for rule in pack.rules]}


def a_number() -> Body:
    return {"pack": DOCUMENT, "rule": "loose-stools", "value": 3.0}


P = "/patients/{patient}"
M = P + "/medications"
CASES = (
    Case("GET", "/patients", 200, staff=True, scope="patients:read"),
    Case("POST", "/patients", 201, staff=True, body=a_new_patient),
    Case("GET", P, 200, patient=True, staff=True, scope="patients:read"),
    Case("PATCH", P, 200, staff=True, body=lambda: {"support": "A neighbour"}, needs_version=True),
    Case("POST", P + "/invites", 201, staff=True),
    Case("GET", P + "/sessions", 200, staff=True),
    Case("DELETE", P + "/sessions/{session}", 204, staff=True),
    Case("GET", M, 200, patient=True, staff=True, scope="medications:read"),
    Case("POST", M, 201, True, True, "medications:write", body=lambda: {"catalogue_id": "pazopanib"}),
    Case("GET", M + "/{medication}", 200, True, True, "medications:read"),
    Case("PATCH", M + "/{medication}", 200, True, True, "medications:write", lambda: {"dose": "x"}, True),
    Case("DELETE", M + "/{medication}", 204, True, True, "medications:write", needs_version=True),
    Case("GET", P + "/diary", 200, True, True, "diary:read"),
    Case("GET", P + "/diary/{day}", 200, True, True, "diary:read"),
    Case("PUT", P + "/diary/{day}", 201, True, True, "diary:write", lambda: as_json(an_entry(builds_on=[]))),
    Case(
        "PATCH", P + "/diary/{day}", 201, True, True, "diary:write", lambda: as_json(a_change(loose_stools=1))
    ),
    Case("GET", P + "/diary/{day}/revisions", 200, True, True, "diary:read"),
    Case("GET", P + "/alerts", 200, True, True, "alerts:read"),
    Case("GET", P + "/watch", 200, True, True, "alerts:read"),
    Case("GET", P + "/contact", 200, True, True, "patients:read"),
    Case("GET", P + "/guidance", 200, patient=True, staff=True),
    Case("GET", P + "/thresholds", 200, staff=True),
    Case("POST", P + "/thresholds", 201, staff=True, body=a_number),
    Case("POST", P + "/thresholds/{threshold}/end", 200, staff=True),
    Case("GET", "/clinic/guidance", 200, staff=True),
    Case("POST", "/clinic/guidance/{pack}/sign", 200, body=a_signature, is_for_admins=True),
    Case(
        "POST",
        "/clinic/guidance/{pack}/withdraw",
        200,
        body=lambda: {"reason": "Read again first."},
        is_for_admins=True,
    ),
    Case("POST", "/clinic/guidance/trials", 202, body=lambda: {"pack": DOCUMENT}, is_for_admins=True),
    Case("GET", "/clinic/guidance/trials", 200, is_for_admins=True),
    Case("GET", "/clinic/guidance/trials/{trial}", 200, is_for_admins=True),
    Case("GET", "/clinic/thresholds", 200, staff=True),
    Case("POST", "/clinic/thresholds", 201, body=a_number, is_for_admins=True),
    Case("GET", "/clinic/thresholds/weakened", 200, staff=True),
    Case("POST", "/clinic/thresholds/{threshold}/end", 200, is_for_admins=True),
    Case("GET", "/alerts", 200, staff=True, scope="alerts:read"),
    Case("GET", "/alerts/{alert}", 200, staff=True, scope="alerts:read"),
    Case("POST", "/alerts/{alert}/acknowledge", 200, staff=True, needs_version=True),
    Case(
        "POST", "/alerts/{alert}/resolve", 200, False, True, None, lambda: {"outcome": "advice_given"}, True
    ),
    Case("POST", "/alerts/{alert}/called", 200, patient=True),
    Case("GET", "/events", 200, staff=True, scope="events:read"),
    Case("POST", "/check", 200, staff=True, scope="check", body=a_diary),
    Case("GET", "/auth/me", 200, patient=True, staff=True, scope=""),
    Case("POST", "/auth/logout", 204, patient=True, staff=True, scope=""),
    Case("POST", "/auth/password", 204, staff=True, body=a_password),
)
