"""The use cases around a patient: find, enrol, correct, and whom she can call."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.audit import store as audit
from api.changes import before_and_after, changes_of
from api.clinics import service as clinics
from api.clinics import store as clinic_rows
from api.clinics.models import ContactPublic
from api.clinics.numbers import for_reading, full_number
from api.errors import FieldError, Invalid
from api.etags import require_match
from api.ids import new_id
from api.paging import Cursor, cut
from api.patients import store
from api.patients.models import (
    BASELINE,
    LastEntry,
    ListedPatient,
    Patient,
    PatientChange,
    PatientCreate,
    PatientPage,
    PatientPublic,
)
from api.patients.silence import moved_silence, silent_since

LastEntries = Callable[[Connection, Actor, Sequence[Patient]], Mapping[UUID, LastEntry]]
CLEARABLE = BASELINE | {"birth_date", "record_number"}


def list_patients(
    connection: Connection,
    actor: Actor,
    *,
    last_entries: LastEntries,
    record_number: str | None,
    limit: int,
    cursor: Cursor,
) -> PatientPage:
    """Patients by name; `last_entries` says of the silent among them how they were when they last wrote."""
    after = cursor.key(_key)
    rows = store.page(connection, actor, record_number=record_number, after=after, limit=limit + 1)
    page, following = cut(rows, limit=limit, key=lambda patient: (patient.name, patient.id))
    region = clinic_rows.of_actor(connection, actor).region
    seen = [row.id for row in page]
    audit.note_list(connection, actor, action="patients.listed", patients=seen)
    last = last_entries(connection, actor, [row for row in page if silent_since(row) is not None])
    items = [ListedPatient(**dict(_public(row, region=region)), last_entry=last.get(row.id)) for row in page]
    return PatientPage(items=items, next=following)


def get_patient(connection: Connection, actor: Actor, patient: str) -> PatientPublic:
    region = clinic_rows.of_actor(connection, actor).region
    return _public(store.get(connection, actor, patient), region=region)


def enrol_patient(connection: Connection, actor: Actor, body: PatientCreate) -> PatientPublic:
    """Begins a diary; it is enrolled on today's date in the clinic.

    Raises: Invalid, Conflict when the clinic has this record number already.
    """
    clinic = clinic_rows.of_actor(connection, actor)
    today = clock.today_in(clinic.time_zone)
    _refuse_the_unborn(body.birth_date, today)
    patient = Patient(
        id=new_id(),
        clinic_id=actor.clinic_id,
        enrolled_on=today,
        created_at=clock.now(),
        **body.model_dump() | {"phone": _as_dialled(body.phone, region=clinic.region)},
    )
    patient.silent_from, _ = moved_silence(
        patient, last_entry_day=None, time_zone=clinic.time_zone, at=patient.created_at
    )
    store.add(connection, patient)
    audit.note(
        connection,
        actor,
        action="patient.enrolled",
        patient_id=patient.id,
        new=body.model_dump(mode="json", exclude_defaults=True),
    )
    return _public(patient, region=clinic.region)


def change_patient(
    connection: Connection, actor: Actor, patient: str, body: PatientChange, *, if_match: str | None
) -> PatientPublic:
    """Corrects what was sent and leaves the rest.

    Raises: NotFound, PreconditionNeeded, MovedOn, Invalid, Conflict on another patient's record number.
    """
    stored = store.lock(connection, actor, patient)
    require_match(if_match, stored.version)
    clinic = clinic_rows.of_actor(connection, actor)
    changes = changes_of(body, stored, clearable=CLEARABLE)
    if not changes:
        return _public(stored, region=clinic.region)
    _refuse_the_unborn(changes.get("birth_date"), clock.latest_day())
    _refuse_half_a_weight(stored, changes)
    if "phone" in changes:
        changes["phone"] = _as_dialled(changes["phone"], region=clinic.region)
    expectation = _expectation(stored, changes, time_zone=stored.last_zone or clinic.time_zone)
    changed = store.change(connection, stored, {**changes, **expectation})
    old, new = before_and_after(stored, changes)
    audit.note(connection, actor, action="patient.changed", patient_id=stored.id, old=old, new=new)
    return _public(changed, region=clinic.region)


def contact_of(connection: Connection, actor: Actor, patient: str) -> ContactPublic:
    """Whom this patient can call this minute, in her language."""
    row = store.get(connection, actor, patient)
    return clinics.contact_of(connection, row.clinic_id, language=row.language)


def _expectation(stored: Patient, changes: Mapping[str, Any], *, time_zone: str) -> Mapping[str, Any]:
    """What a new interval or the end of a pause does to when she is expected to write."""
    if not changes.keys() & {"is_paused", "expects_entry_every_days"}:
        return {}
    after = stored.model_copy(update=dict(changes))
    if changes.get("is_paused") is False:
        after.expected_from = clock.today_in(time_zone)
    silent_from, noted_at = moved_silence(
        after, last_entry_day=after.last_entry_day, time_zone=time_zone, at=clock.now()
    )
    return {"expected_from": after.expected_from, "silent_from": silent_from, "silence_noted_at": noted_at}


def _public(patient: Patient, *, region: str) -> PatientPublic:
    since = silent_since(patient)
    return PatientPublic(
        **patient.model_dump(include=set(PatientPublic.model_fields)),
        phone_display=for_reading(patient.phone, region=region),
        is_silent=since is not None,
        silent_since=since,
    )


def _refuse_the_unborn(birth_date: date | None, today: date) -> None:
    if birth_date is not None and birth_date > today:
        raise Invalid(errors=[FieldError("birth_date", "This day has not come yet.")])


def _refuse_half_a_weight(stored: Patient, changes: Mapping[str, Any]) -> None:
    after = stored.model_copy(update=dict(changes))
    if (after.usual_weight is None) != (after.usual_weight_unit is None):
        raise Invalid(errors=[FieldError("usual_weight_unit", "Send a weight with its unit, kg or lb.")])


def _as_dialled(phone: str, *, region: str) -> str:
    if not phone:
        return phone
    number = full_number(phone, region=region)
    if number is None:
        raise Invalid(errors=[FieldError("phone", "Send a number with its area code, such as 202 555 0142.")])
    return number


def _key(name: str, patient: str) -> tuple[str, UUID]:
    return name, UUID(patient)
