"""What the matrix calls: every route that is not public, with a valid body and who may call it.

Written by hand, not taken from the table of routes and roles, so that a slip in the table shows.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection

from api import clock
from api.access import sessions
from api.access.actors import Actor
from api.access.models import SessionKind
from api.alerts.models import Alert
from api.audit.models import AuditRow
from api.clinics.models import Clinic
from api.ids import new_id
from api.patients.models import Patient
from api.rules.guidance import DOCUMENT, published
from tests.support.entries import MONDAY, a_change, an_entry, as_json
from tests.support.factories import a_medication, insert
from tests.support.personas import PASSWORD
from tests.support.rulebooks import signed_and_set
from tests.support.trials import a_trial

API = "/api/v1"
Body = dict[str, Any] | None


@dataclass(frozen=True)
class Subject:
    """Whose data a request is about, and what of hers the path can name."""

    patient_id: UUID
    medication_id: UUID
    alert_id: UUID
    session_id: UUID
    threshold_id: UUID
    clinic_threshold_id: UUID
    trial_id: UUID


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


# Words of templates, each of them for something that has to be there.
EVERYTHING = "medication session alert threshold trial"


def prepare(connection: Connection, owner: Actor, template: str = EVERYTHING) -> Subject:
    """Something of hers for each thing that the template of a path names, fresh for one request."""
    patient = Patient(**_row(connection, Patient, owner.id))
    connection.execute(sa.update(Patient).values(version=1))
    hers = nothing()
    if "medication" in template:
        # Newer than every entry: a medicine without history, which may be deleted.
        medication = a_medication(patient, created_at=clock.now() + timedelta(seconds=1))
        insert(connection, medication)
        hers = replace(hers, medication_id=medication.id)
    if "session" in template:
        hers = replace(hers, session_id=_a_session(connection, owner))
    if "alert" in template:
        hers = replace(hers, alert_id=_open_alert(connection, patient))
    if "threshold" in template or "guidance" in template:
        own, clinics = signed_and_set(connection, owner)
        hers = replace(hers, threshold_id=own, clinic_threshold_id=clinics)
    if "trial" in template:
        hers = replace(hers, trial_id=a_trial(connection, owner))
    return replace(hers, patient_id=owner.id)


def _a_session(connection: Connection, owner: Actor) -> UUID:
    return sessions.begin(
        connection,
        SessionKind.PATIENT,
        actor_id=owner.id,
        clinic_id=owner.clinic_id,
        token_hash=str(new_id()),
        lifetime=timedelta(days=1),
    )


def nothing() -> Subject:
    """Ids that nobody has."""
    return Subject(*(new_id() for _ in fields(Subject)))


def audited(connection: Connection) -> list[UUID]:
    """Who left audit rows, one id a row, in order."""
    return list(connection.execute(sa.select(AuditRow.actor_id).order_by(AuditRow.id)).scalars())


def content(connection: Connection) -> list[str]:
    """Every row of every table, as text; when somebody, or the service itself, was last seen is left out."""
    metadata = Clinic.metadata
    rows = []
    for table in metadata.sorted_tables:
        if table.name == "heartbeat":
            continue
        columns = [column for column in table.c if column.name != "last_seen_at"]
        rows += [f"{table.name} {row}" for row in connection.execute(sa.select(*columns)).all()]
    return sorted(rows)


def _open_alert(connection: Connection, patient: Patient) -> UUID:
    alert_id, now = new_id(), clock.now()
    insert(
        connection,
        Alert(
            id=alert_id,
            clinic_id=patient.clinic_id,
            patient_id=patient.id,
            rule=f"rule {alert_id}"[:64],
            level="call",
            status="open",
            queue_rank=0,
            first_day=MONDAY,
            last_day=MONDAY,
            runs=[_a_run(connection)],
            shown_runs=[_a_run(connection)],
            opened_at=now,
            attention_since=now,
        ),
    )
    return alert_id


def _a_run(connection: Connection) -> dict[str, Any]:
    found: dict[str, Any] = connection.execute(sa.select(Alert.__table__.c.shown_runs)).scalars().first()[0]  # type: ignore[attr-defined,index]
    return found


def _row(connection: Connection, table: Any, key: UUID) -> dict[str, Any]:
    return dict(connection.execute(sa.select(table.__table__).filter_by(id=key)).mappings().one())
