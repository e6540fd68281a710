"""The use cases of the diary: record, change, read."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.alerts import service as alerts
from api.alerts.effects import EditedDay
from api.alerts.models import AlertPublic
from api.audit import store as audit
from api.diary import judgement, store
from api.diary.hashing import hash_of_change, hash_of_entry
from api.diary.merge import Outcome, Save, decide
from api.diary.models import DaySaved, EntryChange, EntryCreate
from api.diary.patching import apply_change
from api.diary.revisions import Stamp, new_row, public_day, public_revision
from api.errors import Conflict, DayNotEmpty, FieldError, IdClash, Invalid
from api.outbox import store as outbox
from api.outbox.models import EventKind
from api.outbox.store import Event
from api.patients import store as patients
from api.patients.models import Patient
from api.patients.silence import moved_silence
from api.zones import is_zone


def record_entry(
    connection: Connection, actor: Actor, patient: str, day: date, entry: EntryCreate
) -> tuple[DaySaved, bool]:
    """Stores one save of a whole day and says what the rules make of it; True when it is new.

    Raises: NotFound, Invalid (a day or author that may not be), DayNotEmpty, IdClash, Conflict.
    """
    owner = patients.lock(connection, actor, patient)
    body_hash = hash_of_entry(day, entry)
    known, twin = store.of_day_or_id(connection, owner.id, day=day, save_id=entry.id)
    if twin is not None:
        return _said_before(connection, owner, twin=twin, known=known, body_hash=body_hash), False
    _refuse_what_may_not_be(actor, owner, day, entry)
    was_first = any(str(entry.id) in row["builds_on"] for row in known)
    if entry.builds_on is None and known and not was_first:
        raise DayNotEmpty
    return _save(connection, actor, owner=owner, day=day, entry=entry, body_hash=body_hash, known=known), True


def change_entry(
    connection: Connection, actor: Actor, patient: str, day: date, change: EntryChange
) -> tuple[DaySaved, bool]:
    """Stores what is new about a day and carries the rest over; True when it is new.

    Raises: as `record_entry`.
    """
    owner = patients.lock(connection, actor, patient)
    body_hash = hash_of_change(day, change)
    known, twin = store.of_day_or_id(connection, owner.id, day=day, save_id=change.id)
    if twin is not None:
        return _said_before(connection, owner, twin=twin, known=known, body_hash=body_hash), False
    entry = apply_change([row for row in known if row["is_head"]], change, author=actor)
    _refuse_what_may_not_be(actor, owner, day, entry)
    return _save(connection, actor, owner=owner, day=day, entry=entry, body_hash=body_hash, known=known), True


def _said_before(
    connection: Connection, owner: Patient, *, twin: store.Row, known: list[store.Row], body_hash: str
) -> DaySaved:
    if twin["body_hash"] != body_hash:
        raise IdClash
    return _answer(twin, known, alerts=alerts.unresolved_of(connection, owner))


def _save(
    connection: Connection,
    actor: Actor,
    *,
    owner: Patient,
    day: date,
    entry: EntryCreate,
    body_hash: str,
    known: list[store.Row],
) -> DaySaved:
    saves = [Save(row["id"], frozenset(map(UUID, row["builds_on"])), row["body_hash"]) for row in known]
    decision = decide(saves, Save(entry.id, frozenset(entry.builds_on or ()), body_hash))
    if decision.outcome is Outcome.LOOP:
        raise Conflict("builds_on goes round in a circle. Read the day and name its heads.")
    stamp = Stamp(
        clinic_id=owner.clinic_id,
        patient_id=owner.id,
        position=owner.position + 1,
        day=day,
        is_head=entry.id in decision.heads,
        body_hash=body_hash,
        received_at=clock.now(),
    )
    saved = new_row(entry, stamp, author=actor)
    whole = [*({**row, "is_head": row["id"] in decision.heads} for row in known), saved]
    _store(connection, actor, owner=owner, entry=entry, saved=saved, known=known, heads=decision.heads)
    edited = EditedDay(day=day, before=_head_readings(known), after=_head_readings(whole))
    judged = judgement.judge_day(connection, actor, patient=owner, edited=edited)
    recorded = Event(EventKind.ENTRY_RECORDED, owner.clinic_id, owner.id, entry.id)
    outbox.put(connection, [recorded, *judged.events])
    return _answer(saved, whole, alerts=alerts.shown_to_her(connection, owner, rows=judged.unresolved))


def _store(
    connection: Connection,
    actor: Actor,
    *,
    owner: Patient,
    entry: EntryCreate,
    saved: store.Row,
    known: list[store.Row],
    heads: frozenset[UUID],
) -> None:
    before = [row["id"] for row in known if row["is_head"]]
    store.add(connection, saved)
    if replaced := [head for head in before if head not in heads]:
        store.unmark_heads(connection, owner.id, ids=replaced)
    _move_patient(connection, actor, owner=owner, entry=entry, saved=saved)
    day = str(saved["day"])
    audit.note(
        connection,
        actor,
        action="entry.recorded",
        patient_id=owner.id,
        subject_id=entry.id,
        old={"day": day, "heads": [str(head) for head in before]},
        new={"day": day, "readings": saved["readings"]},
        why=entry.void_reason,
    )


def _move_patient(
    connection: Connection, actor: Actor, *, owner: Patient, entry: EntryCreate, saved: store.Row
) -> None:
    last_day, last_zone = owner.last_entry_day, owner.last_zone
    # A program's values are no word from her: they must not hide that she has gone silent.
    if actor.kind != "client":
        if _is_from_where_she_is(saved["day"], entry.time_zone, owner=owner):
            last_zone = entry.time_zone
        last_day = max(saved["day"], last_day or saved["day"])
    if entry.void_reason is not None:
        last_day = store.last_entry_day(connection, owner.id)
    silent_from, noted_at = owner.silent_from, owner.silence_noted_at
    if last_zone is not None and (last_day, last_zone) != (owner.last_entry_day, owner.last_zone):
        silent_from, noted_at = moved_silence(
            owner, last_entry_day=last_day, time_zone=last_zone, at=saved["received_at"]
        )
    store.move_patient(
        connection,
        owner.id,
        position=saved["position"],
        last_entry_day=last_day,
        last_zone=last_zone,
        silent_from=silent_from,
        silence_noted_at=noted_at,
    )


def _is_from_where_she_is(day: date, time_zone: str, *, owner: Patient) -> bool:
    # What a phone has kept may come long after she left. Over the date line she is in an earlier day.
    return owner.last_entry_day is None or day >= min(owner.last_entry_day, clock.today_in(time_zone))


def _head_readings(rows: Sequence[store.Row]) -> tuple[store.Row, ...]:
    return tuple(row["readings"] for row in rows if row["is_head"])


def _answer(saved: store.Row, rows: Sequence[store.Row], *, alerts: list[AlertPublic]) -> DaySaved:
    whole = public_day(saved["day"], [row for row in rows if row["is_head"]])
    as_head = next((head for head in whole.heads if head.id == saved["id"]), None)
    return DaySaved(**dict(whole), revision=as_head or public_revision(saved), alerts=alerts)


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
