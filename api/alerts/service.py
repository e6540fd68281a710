"""What people do with alerts: see them, acknowledge, resolve, say that they have called."""

from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.alerts import store
from api.alerts.carry_out import events_of, history_row
from api.alerts.models import Acknowledgement, AlertPage, AlertPublic, Happening, Outcome, Resolution, Status
from api.alerts.presentation import public_alerts
from api.alerts.reconcile import Happened, ranked
from api.audit import store as audit
from api.errors import Conflict
from api.etags import require_match
from api.outbox import store as outbox
from api.paging import Cursor, cut
from api.patients import store as patients
from api.patients.models import Patient, language_for


def unresolved_of(connection: Connection, patient: Patient) -> list[AlertPublic]:
    """A patient's alerts that nobody has resolved, worst first, as she reads them."""
    return shown_to_her(connection, patient, rows=store.unresolved_of(connection, patient.id))


def shown_to_her(connection: Connection, patient: Patient, *, rows: list[store.Row]) -> list[AlertPublic]:
    """Alerts of a patient as she reads them."""
    if not rows:
        return []
    return public_alerts(
        connection, rows, clinic_id=patient.clinic_id, language=patient.language, for_patient=True
    )


def alerts_of(
    connection: Connection, actor: Actor, patient: str, *, unresolved_only: bool, cursor: Cursor, limit: int
) -> AlertPage:
    """A patient's alerts, newest first."""
    owner = patients.get(connection, actor, patient)
    rows = store.of_patient(
        connection,
        actor,
        patient=owner.id,
        unresolved_only=unresolved_only,
        before=cursor.as_uuid(),
        limit=limit + 1,
    )
    page, following = cut(rows, limit=limit, key=lambda row: (row["id"],))
    language = language_for(owner, is_own=actor.is_patient)
    items = public_alerts(
        connection, page, clinic_id=owner.clinic_id, language=language, for_patient=actor.is_patient
    )
    return AlertPage(items=items, next=following)


def get_alert(connection: Connection, actor: Actor, alert: UUID) -> AlertPublic:
    """One alert. Raises: NotFound."""
    row = store.one(connection, actor, alert_id=alert)
    audit.note(connection, actor, action="alert.read", patient_id=row["patient_id"], subject_id=row["id"])
    return _public(connection, actor, row)


def acknowledge(
    connection: Connection, actor: Actor, alert: UUID, body: Acknowledgement, *, if_match: str | None
) -> AlertPublic:
    """Says that this person sees to the alert as it is now; a worse finding asks for attention again.

    Raises: NotFound, PreconditionNeeded, MovedOn, Conflict when it is resolved.
    """
    row = _locked(connection, actor, alert)
    require_match(if_match, row["version"])
    _refuse_resolved(row)
    changes = {
        "status": Status.ACKNOWLEDGED.value,
        "acknowledged_at": clock.now(),
        "acknowledged_by": actor.name,
        "acknowledged_runs": row["runs"],
    }
    changes = ranked(row, **changes)
    return _done(connection, actor, row, kind=Happening.ACKNOWLEDGED, changes=changes, note=body.note)


def resolve(
    connection: Connection, actor: Actor, alert: UUID, body: Resolution, *, if_match: str | None
) -> AlertPublic:
    """Closes an alert with an outcome; an attempt to reach the patient is written down and closes nothing.

    Raises: NotFound, PreconditionNeeded, MovedOn, Conflict when it is resolved already.
    """
    row = _locked(connection, actor, alert)
    require_match(if_match, row["version"])
    _refuse_resolved(row)
    if body.outcome is Outcome.COULD_NOT_REACH:
        return _done(connection, actor, row, kind=Happening.COULD_NOT_REACH, changes={}, note=body.note)
    changes = {
        "status": Status.RESOLVED.value,
        "resolved_at": clock.now(),
        "resolved_by": actor.name,
        "outcome": body.outcome.value,
        "resolution_note": body.note,
    }
    return _done(connection, actor, row, kind=Happening.RESOLVED, changes=changes, note=body.note)


def say_called(connection: Connection, actor: Actor, alert: UUID) -> AlertPublic:
    """The patient says that she has called; said twice it stays as it is. Raises: NotFound."""
    row = _locked(connection, actor, alert)
    if row["called_at"] is not None or row["status"] == Status.RESOLVED:
        return _public(connection, actor, row)
    return _done(connection, actor, row, kind=Happening.CALLED, changes={"called_at": clock.now()}, note="")


def _done(
    connection: Connection,
    actor: Actor,
    row: store.Row,
    *,
    kind: Happening,
    changes: store.Row,
    note: str,
) -> AlertPublic:
    after = store.change(connection, row, **changes)
    details = {"note": note} if note else {}
    if kind is Happening.RESOLVED:
        details["outcome"] = after["outcome"]
    store.record(connection, [history_row(row, Happened(kind, details, actor), at=clock.now())])
    outbox.put(connection, events_of(row, kind))
    audit.note(
        connection,
        actor,
        action=f"alert.{kind}",
        patient_id=row["patient_id"],
        subject_id=row["id"],
        old={"status": row["status"], "version": row["version"]},
        new={"status": after["status"], "version": after["version"]} | details,
        why=note or None,
    )
    return _public(connection, actor, after)


def _locked(connection: Connection, actor: Actor, alert: UUID) -> store.Row:
    seen = store.one(connection, actor, alert_id=alert)
    patients.lock(connection, actor, str(seen["patient_id"]))
    # Read again: what was seen before the lock may have changed meanwhile.
    return store.one(connection, actor, alert_id=alert)


def _refuse_resolved(row: store.Row) -> None:
    if row["status"] == Status.RESOLVED:
        raise Conflict("This alert is resolved. A new qualifying day opens a new one.")


def _public(connection: Connection, actor: Actor, row: store.Row) -> AlertPublic:
    owner = patients.get(connection, actor, str(row["patient_id"]))
    language = language_for(owner, is_own=actor.is_patient)
    return public_alerts(
        connection, [row], clinic_id=owner.clinic_id, language=language, for_patient=actor.is_patient
    )[0]
