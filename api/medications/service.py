"""The use cases around a patient's list of medicines."""

from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.audit import store as audit
from api.changes import before_and_after, changes_of
from api.clinics import service as clinics
from api.errors import Conflict, FieldError, Invalid
from api.etags import require_match
from api.guidance import service as guidance
from api.guidance.typed_names import catalogue_id_in
from api.ids import new_id
from api.medications import store
from api.medications.models import (
    Medication,
    MedicationChange,
    MedicationCreate,
    MedicationPage,
    MedicationPublic,
)
from api.paging import Cursor, cut
from api.patients import store as patients
from api.patients.models import Patient, language_for
from api.texts import text

CLEARABLE = frozenset({"started_on", "stopped_on"})


def list_medications(
    connection: Connection, actor: Actor, patient: str, *, limit: int, cursor: Cursor
) -> MedicationPage:
    """Current ones first, then stopped ones, then those entered by mistake."""
    owner = patients.get(connection, actor, patient)
    today = clock.today_in(clinics.time_zone_of(connection, owner.clinic_id))
    after = cursor.key(_place)
    rows = store.of_patient(connection, actor, owner.id, today=today, after=after, limit=limit + 1)
    page, following = cut(rows, limit=limit, key=lambda row: store.place_of(row, today=today))
    return MedicationPage(items=[_public(row, actor, owner=owner) for row in page], next=following)


def get(connection: Connection, actor: Actor, patient: str, medication: UUID) -> MedicationPublic:
    owner = patients.get(connection, actor, patient)
    return _public(store.get(connection, actor, owner.id, medication=medication), actor, owner=owner)


def create(connection: Connection, actor: Actor, patient: str, body: MedicationCreate) -> MedicationPublic:
    """Puts a medicine on the list, with the catalogue_id that it names. Raises: NotFound, Invalid."""
    owner = patients.lock(connection, actor, patient)
    name = _name_of(body)
    # Rules about single medicines go by it, whoever typed the name: no program may switch them off by null.
    body = body.model_copy(update={"catalogue_id": body.catalogue_id or catalogue_id_in(name)})
    _refuse_backward_dates(body.started_on, body.stopped_on)
    medication = Medication(
        id=new_id(),
        clinic_id=owner.clinic_id,
        patient_id=owner.id,
        name=name,
        author_kind=actor.kind,
        author_name=actor.name,
        created_at=(now := clock.now()),
        updated_at=now,
        **body.model_dump(exclude={"name"}),
    )
    store.add(connection, medication)
    audit.note(
        connection,
        actor,
        action="medication.added",
        patient_id=owner.id,
        subject_id=medication.id,
        new={**body.model_dump(mode="json", exclude_defaults=True), "name": name},
    )
    return _public(medication, actor, owner=owner)


def change(
    connection: Connection,
    actor: Actor,
    patient: str,
    medication: UUID,
    body: MedicationChange,
    *,
    if_match: str | None,
) -> MedicationPublic:
    """Changes what was sent and leaves the rest.

    Raises: NotFound, PreconditionNeeded, MovedOn, Invalid.
    """
    owner = patients.lock(connection, actor, patient)
    stored = store.get(connection, actor, owner.id, medication=medication)
    require_match(if_match, stored.version)
    changes = changes_of(body, stored, clearable=CLEARABLE)
    if not changes:
        return _public(stored, actor, owner=owner)
    _refuse_backward_dates(
        changes.get("started_on", stored.started_on), changes.get("stopped_on", stored.stopped_on)
    )
    authored = {"author_kind": actor.kind, "author_name": actor.name, "updated_at": clock.now()}
    changed = store.change(connection, stored, changes | authored)
    old, new = before_and_after(stored, changes)
    audit.note(
        connection,
        actor,
        action="medication.changed",
        patient_id=owner.id,
        subject_id=stored.id,
        old=old,
        new=new,
    )
    return _public(changed, actor, owner=owner)


def remove(
    connection: Connection, actor: Actor, patient: str, medication: UUID, *, if_match: str | None
) -> None:
    """Takes a line off the list that nothing has happened to yet; what has history is stopped instead.

    Raises: NotFound, MovedOn, Conflict.
    """
    owner = patients.lock(connection, actor, patient)
    stored = store.get(connection, actor, owner.id, medication=medication)
    if if_match is not None:
        require_match(if_match, stored.version)
    if store.has_history(connection, actor, stored):
        raise Conflict("It has history. Stop it with stopped_on, or mark it as a mistake with is_mistake.")
    store.remove(connection, stored)
    audit.note(
        connection,
        actor,
        action="medication.removed",
        patient_id=owner.id,
        subject_id=stored.id,
        old=stored.model_dump(mode="json", exclude={"clinic_id", "patient_id"}),
    )


def _name_of(body: MedicationCreate) -> str:
    if body.catalogue_id is None:
        if body.name is None:
            raise _invalid("name", "Choose a medicine by its catalogue_id, or write its name here.")
        return body.name
    if body.name is not None:
        raise _invalid("name", "Leave it out: with a catalogue_id the name is the catalogue's.")
    known = guidance.catalogue_medicine(body.catalogue_id, language="en")
    if known is None:
        raise _invalid("catalogue_id", "The catalogue does not know this one; send a name instead.")
    return known["name"]


def _refuse_backward_dates(started_on: date | None, stopped_on: date | None) -> None:
    if started_on is not None and stopped_on is not None and stopped_on < started_on:
        raise _invalid("stopped_on", "It cannot stop before it started.")


def _invalid(field: str, problem: str) -> Invalid:
    return Invalid(errors=[FieldError(field, problem)])


def _public(medication: Medication, actor: Actor, *, owner: Patient) -> MedicationPublic:
    return MedicationPublic(
        **medication.model_dump(include=set(MedicationPublic.model_fields)),
        author=medication.author_name,
        notice=_notice(medication.catalogue_id, language=language_for(owner, is_own=actor.is_patient)),
    )


def _notice(catalogue_id: str | None, *, language: str) -> str | None:
    if catalogue_id is None:
        return text("medication.unwatched", language)
    known = guidance.catalogue_medicine(catalogue_id, language=language)
    return known["withdrawn"] if known else None


def _place(rank: str, name: str, medication: str) -> store.Place:
    return store.RANKS.index(int(rank)), name, UUID(medication)
