"""Where the diary meets the rules and the alerts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.alerts import store as alerts
from api.alerts.carry_out import carry_out
from api.alerts.effects import EditedDay
from api.alerts.reconcile import Planned, annotated, reconcile, rules_concerned, with_can_wait
from api.diary import store
from api.diary.judged_by import with_judged_by
from api.outbox import store as outbox
from api.outbox.store import Event
from api.patients import store as patients
from api.patients.models import Patient
from api.rulebooks.in_force import PatientRules, rules_of_patient
from api.rules.evaluate import Diary, Finding, findings_in
from api.rules.reachable import DAYS_READ
from api.rules.rulebook import Rulebook

# A run longer than this is judged by its part in the window; the alert keeps the days it saw before.
WINDOW_DAYS = DAYS_READ
DAYS_BEFORE_ENROLMENT = 30


@dataclass(frozen=True)
class Judged:
    """Her unresolved alerts as they are after a save, worst first, and the events to put out."""

    unresolved: list[alerts.Row]
    events: list[Event]


@dataclass(frozen=True)
class _Reading:
    """What is judged: days of a patient's diary, her rules, and her alerts that nobody has resolved."""

    patient: Patient
    rules: PatientRules
    diary: Diary
    waiting: Sequence[alerts.Row]


@dataclass(frozen=True)
class Overdue:
    """An alert that the diary calls for and that is missing, or that ought to want attention and does not."""

    rule: str
    kind: Literal["opened", "raised"]


def first_judged_day(patient: Patient) -> date:
    """The day on which a diary begins. Older history is there to be read, not to be called about."""
    return patient.enrolled_on - timedelta(days=DAYS_BEFORE_ENROLMENT)


def judge_day(connection: Connection, actor: Actor, *, patient: Patient, edited: EditedDay) -> Judged:
    """Evaluates every window that contains the saved day and brings the alerts in line with what is found."""
    waiting = alerts.unresolved_of(connection, patient.id)
    if edited.day < first_judged_day(patient):
        return Judged(waiting, [])
    reading = _around(connection, patient, days=[edited.day], waiting=waiting)
    at = clock.now()
    plans = [annotated(plan, edited, by=actor) for plan in _plans(connection, reading, at=at)]
    return Judged(*_carried_out(connection, reading, plans, at=at))


def reevaluate(connection: Connection, actor: Actor, patient_id: UUID) -> None:
    """Judges the whole diary again, as when a medicine, her usual or a number of her own was changed."""
    patient = patients.lock(connection, actor, str(patient_id))
    waiting = alerts.unresolved_of(connection, patient.id)
    reading = _read(
        connection, patient, first=first_judged_day(patient), last=clock.latest_day(), waiting=waiting
    )
    at = clock.now()
    _, events = _carried_out(connection, reading, _plans(connection, reading, at=at), at=at)
    outbox.put(connection, events)


def overdue(connection: Connection, patient: Patient, *, since: date) -> tuple[Overdue, ...]:
    """What ought to be open and is not, going by the revisions from `since` on; nothing is written.

    A run that grew, a changed pack and a cause that was taken away are not overdue.
    """
    reading = _since(connection, patient, since)
    return _named(_overdue_plans(connection, reading, at=clock.now()))


def judge_again(connection: Connection, patient: Patient, *, since: date) -> tuple[Overdue, ...]:
    """Does what is overdue, with history and events, and gives what it did. The caller has locked her row."""
    at = clock.now()
    reading = _since(connection, patient, since)
    plans = _overdue_plans(connection, reading, at=at)
    if plans:
        _, events = _carried_out(connection, reading, plans, at=at)
        outbox.put(connection, events)
    return _named(plans)


def found_around(
    connection: Connection, patient: Patient, *, days: Sequence[date]
) -> tuple[tuple[Finding, ...], Rulebook]:
    """What her rules of today find around these days in her diary of today, and the rules; writes nothing."""
    reading = _around(connection, patient, days=days, waiting=())
    return findings_in(reading.diary, reading.rules.book), reading.rules.book


def _since(connection: Connection, patient: Patient, since: date) -> _Reading:
    waiting = alerts.unresolved_of(connection, patient.id)
    return _around(connection, patient, days=[since, clock.latest_day()], waiting=waiting)


def _around(
    connection: Connection, patient: Patient, *, days: Sequence[date], waiting: Sequence[alerts.Row]
) -> _Reading:
    # The days of her unresolved alerts are judged with it, so that what stands of them is known whole.
    spans = [*days, *(row[end] for row in waiting for end in ("first_day", "last_day"))]
    first = max(min(spans) - timedelta(days=WINDOW_DAYS), first_judged_day(patient))
    last = max(spans) + timedelta(days=WINDOW_DAYS)
    return _read(connection, patient, first=first, last=last, waiting=waiting)


def _read(
    connection: Connection, patient: Patient, *, first: date, last: date, waiting: Sequence[alerts.Row]
) -> _Reading:
    rules = rules_of_patient(connection, patient)
    readings = store.head_readings(connection, patient.id, first=first, last=last)
    return _Reading(patient, rules, Diary(readings, rules.taking, rules.baseline), waiting)


def _overdue_plans(connection: Connection, reading: _Reading, *, at: datetime) -> list[Planned]:
    return [plan for plan in _plans(connection, reading, at=at) if plan.is_overdue]


def _named(plans: Sequence[Planned]) -> tuple[Overdue, ...]:
    return tuple(Overdue(plan.after["rule"], "raised" if plan.before else "opened") for plan in plans)


def _plans(connection: Connection, reading: _Reading, *, at: datetime) -> list[Planned]:
    patient, waiting, book = reading.patient, reading.waiting, reading.rules.book
    found = findings_in(reading.diary, book)
    # A rule that is in force no more says nothing, neither for its open alert nor against it.
    known = {one.rule.id for one in book.rules}
    judged = [row for row in waiting if row["rule"] in known]
    concerned = rules_concerned(judged, found)
    resolved = alerts.resolved_of(connection, patient.id, rules=concerned) if concerned else []
    plans = reconcile(patient=patient, unresolved=judged, resolved=resolved, findings=found, at=at)
    left_alone = [Planned(row, {}) for row in waiting if row["rule"] not in known]
    return [*plans, *left_alone]


def _carried_out(
    connection: Connection, reading: _Reading, plans: Sequence[Planned], *, at: datetime
) -> tuple[list[alerts.Row], list[Event]]:
    patient = reading.patient
    judged = with_judged_by(connection, patient, plans, rules=reading.rules, diary=reading.diary)
    return carry_out(connection, _told_if_it_can_wait(connection, patient, judged), at=at)


def _told_if_it_can_wait(connection: Connection, patient: Patient, plans: Sequence[Planned]) -> list[Planned]:
    if not plans:
        return []
    first = min(plan.after["last_day"] for plan in plans)
    answers = store.can_wait_answers(connection, patient.id, first=first)
    return [with_can_wait(plan, answers) for plan in plans]
