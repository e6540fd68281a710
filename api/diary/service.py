"""The use cases of the diary: record, change, read."""

from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.alerts import service as alerts
from api.audit import store as audit
from api.diary import judgement, store
from api.diary.hashing import hash_of_change, hash_of_entry
from api.diary.merge import Decision, Outcome, Save, decide
from api.diary.models import DaySaved, EntryChange, EntryCreate
from api.diary.patching import apply_change
from api.diary.revisions import Stamp, new_row, public_day, public_revision
from api.errors import Conflict, DayNotEmpty, FieldError, IdClash, Invalid
from api.patients import store as patients
from api.patients.models import Patient
from api.zones import is_zone


def record_entry(
    connection: Connection, actor: Actor, patient: str, day: date, entry: EntryCreate
) -> tuple[DaySaved, bool]:
    """Stores one save of a whole day and says what the rules make of it; True when it is new.

    Raises: NotFound, Invalid (a day or author that may not be), DayNotEmpty, IdClash, Conflict.
    """
    owner = patients.lock(connection, actor, patient)
    body_hash = hash_of_entry(day, entry)
    if _came_before(connection, owner, save_id=entry.id, body_hash=body_hash):
        return _answer(connection, owner, day=day, save_id=entry.id), False
    _refuse_what_may_not_be(actor, owner, day, entry)
    known = store.of_day(connection, owner.id, day=day)
    was_first = any(str(entry.id) in row["builds_on"] for row in known)
    if entry.builds_on is None and known and not was_first:
        raise DayNotEmpty
    _save(connection, actor, owner=owner, day=day, entry=entry, body_hash=body_hash, known=known)
    return _answer(connection, owner, day=day, save_id=entry.id), True


def change_entry(
    connection: Connection, actor: Actor, patient: str, day: date, change: EntryChange
) -> tuple[DaySaved, bool]:
    """Stores what is new about a day and carries the rest over; True when it is new.

    Raises: as `record_entry`.
    """
    owner = patients.lock(connection, actor, patient)
    body_hash = hash_of_change(day, change)
    if _came_before(connection, owner, save_id=change.id, body_hash=body_hash):
        return _answer(connection, owner, day=day, save_id=change.id), False
    known = store.of_day(connection, owner.id, day=day)
    entry = apply_change([row for row in known if row["is_head"]], change, author=actor)
    _refuse_what_may_not_be(actor, owner, day, entry)
    _save(connection, actor, owner=owner, day=day, entry=entry, body_hash=body_hash, known=known)
    return _answer(connection, owner, day=day, save_id=change.id), True


def _save(
    connection: Connection,
    actor: Actor,
    *,
    owner: Patient,
    day: date,
    entry: EntryCreate,
    body_hash: str,
    known: list[store.Row],
) -> None:
    saves = [Save(row["id"], frozenset(map(UUID, row["builds_on"])), row["body_hash"]) for row in known]
    decision = decide(saves, Save(entry.id, frozenset(entry.builds_on or ()), body_hash))
    if decision.outcome is Outcome.LOOP:
        raise Conflict("builds_on goes round in a circle. Read the day and name its heads.")
    before = tuple(row["readings"] for row in known if row["is_head"])
    _store_revision(
        connection, actor, owner=owner, day=day, entry=entry, body_hash=body_hash, decision=decision
    )
    audit.note(
        connection,
        actor,
        action="entry.recorded",
        patient_id=owner.id,
        subject_id=entry.id,
        old={"day": str(day), "heads": [str(row["id"]) for row in known if row["is_head"]]},
        new={"day": str(day), "readings": entry.readings.answered()},
        why=entry.void_reason,
    )
    judgement.judge_day(connection, actor, patient=owner, day=day, before=before)


def _store_revision(
    connection: Connection,
    actor: Actor,
    *,
    owner: Patient,
    day: date,
    entry: EntryCreate,
    body_hash: str,
    decision: Decision,
) -> None:
    stamp = Stamp(
        clinic_id=owner.clinic_id,
        patient_id=owner.id,
        position=owner.position + 1,
        day=day,
        is_head=entry.id in decision.heads,
        body_hash=body_hash,
        received_at=clock.now(),
    )
    store.add(connection, new_row(entry, stamp, author=actor))
    if entry.builds_on:
        store.set_heads(connection, owner.id, day=day, heads=decision.heads)
    store.move_patient(
        connection,
        owner.id,
        position=stamp.position,
        last_entry_day=_last_entry_day(connection, actor, owner=owner, day=day, entry=entry),
    )


def _last_entry_day(
    connection: Connection, actor: Actor, *, owner: Patient, day: date, entry: EntryCreate
) -> date | None:
    if entry.void_reason is not None:
        return store.last_entry_day(connection, owner.id)
    # A program's values are no word from her: they must not hide that she has gone silent.
    return owner.last_entry_day if actor.kind == "client" else max(day, owner.last_entry_day or day)


def _came_before(connection: Connection, owner: Patient, *, save_id: UUID, body_hash: str) -> bool:
    row = store.with_id(connection, owner.id, save_id=save_id)
    if row is not None and row["body_hash"] != body_hash:
        raise IdClash
    return row is not None


def _answer(connection: Connection, owner: Patient, *, day: date, save_id: UUID) -> DaySaved:
    rows = store.of_day(connection, owner.id, day=day)
    saved = next(row for row in rows if row["id"] == save_id)
    whole = public_day(day, [row for row in rows if row["is_head"]])
    return DaySaved(
        **dict(whole),
        revision=public_revision(saved),
        alerts=alerts.unresolved_of(connection, owner),
    )


def _refuse_what_may_not_be(actor: Actor, owner: Patient, day: date, entry: EntryCreate) -> None:
    wrong: list[FieldError] = []
    earliest = judgement.first_judged_day(owner)
    if day > clock.latest_day():
        wrong.append(FieldError("day", "This day has not begun anywhere on earth yet."))
    if entry.is_import and actor.is_patient:
        wrong.append(FieldError("is_import", "Only the care team and its programs import older history."))
    if day < earliest and not entry.is_import:
        wrong.append(FieldError("day", f"The diary begins on {earliest}; older history can be imported."))
    if not is_zone(entry.time_zone):
        wrong.append(FieldError("time_zone", "Send an IANA name such as Europe/Berlin."))
    if entry.void_reason is not None and not entry.builds_on:
        wrong.append(FieldError("builds_on", "Name the revisions that are taken back."))
    if entry.void_reason is not None and (
        entry.readings.answered() or any(entry.notes.model_dump().values())
    ):
        wrong.append(FieldError("readings", "A day that is taken back has neither readings nor notes."))
    if entry.id in (entry.builds_on or ()):
        wrong.append(FieldError("builds_on", "A revision cannot build on itself."))
    if wrong:
        raise Invalid(errors=wrong)
