"""Where the diary meets the rules and the alerts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
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
from api.outbox import store as outbox
from api.outbox.store import Event
from api.patients import store as patients
from api.patients.models import Patient
from api.rules.evaluate import Diary, findings_in
from api.rules.guidance import DOCUMENT, Guidance, published
from api.rules.rulebook import PackInForce, Rulebook, rulebook

# A run longer than this is judged by its part in the window; the alert keeps the days it saw before.
WINDOW_DAYS = 21
DAYS_BEFORE_ENROLMENT = 30


@dataclass(frozen=True)
class Judged:
    """Her unresolved alerts as they are after a save, worst first, and the events to put out."""

    unresolved: list[alerts.Row]
    events: list[Event]


@dataclass(frozen=True)
class Overdue:
    """An alert that the diary calls for and that is missing, or that ought to want attention and does not."""

    rule: str
    kind: Literal["opened", "raised"]


def first_judged_day(patient: Patient) -> date:
    """The day on which a diary begins. Older history is there to be read, not to be called about."""
    return patient.enrolled_on - timedelta(days=DAYS_BEFORE_ENROLMENT)


def packs_in_force() -> tuple[Guidance, ...]:
    """The guidance whose rules may alert: a pack that no clinic has signed does not."""
    return (published()[DOCUMENT],)


def judge_day(connection: Connection, actor: Actor, *, patient: Patient, edited: EditedDay) -> Judged:
    """Evaluates every window that contains the saved day and brings the alerts in line with what is found."""
    waiting = alerts.unresolved_of(connection, patient.id)
    if edited.day < first_judged_day(patient):
        return Judged(waiting, [])
    diary = _diary_around(connection, patient, days=[edited.day], waiting=waiting)
    at = clock.now()
    plans = _plans(connection, patient, diary=diary, waiting=waiting, at=at)
    plans = [annotated(plan, edited, by=actor) for plan in plans]
    return Judged(*carry_out(connection, _told_if_it_can_wait(connection, patient, plans), at=at))


def reevaluate(connection: Connection, actor: Actor, patient_id: UUID) -> None:
    """Judges the whole diary again, as when a medicine was changed."""
    patient = patients.lock(connection, actor, str(patient_id))
    waiting = alerts.unresolved_of(connection, patient.id)
    readings = store.head_readings(
        connection, patient.id, first=first_judged_day(patient), last=clock.latest_day()
    )
    at = clock.now()
    plans = _plans(connection, patient, diary=Diary(days=readings), waiting=waiting, at=at)
    _, events = carry_out(connection, _told_if_it_can_wait(connection, patient, plans), at=at)
    outbox.put(connection, events)


def overdue(connection: Connection, patient: Patient, *, since: date) -> tuple[Overdue, ...]:
    """What ought to be open and is not, going by the revisions from `since` on; nothing is written.

    A run that grew, a changed pack and a cause that was taken away are not overdue.
    """
    return _named(_overdue_plans(connection, patient, since=since, at=clock.now()))


def judge_again(connection: Connection, patient: Patient, *, since: date) -> tuple[Overdue, ...]:
    """Does what is overdue, with history and events, and gives what it did. The caller has locked her row."""
    at = clock.now()
    plans = _overdue_plans(connection, patient, since=since, at=at)
    if plans:
        _, events = carry_out(connection, _told_if_it_can_wait(connection, patient, plans), at=at)
        outbox.put(connection, events)
    return _named(plans)


@cache
def rulebook_in_force() -> Rulebook:
    """The rules that may alert."""
    return rulebook(PackInForce(guidance) for guidance in packs_in_force())


def _overdue_plans(connection: Connection, patient: Patient, *, since: date, at: datetime) -> list[Planned]:
    waiting = alerts.unresolved_of(connection, patient.id)
    days = [since, clock.latest_day()]
    diary = _diary_around(connection, patient, days=days, waiting=waiting)
    plans = _plans(connection, patient, diary=diary, waiting=waiting, at=at)
    return [plan for plan in plans if plan.is_overdue]


def _named(plans: Sequence[Planned]) -> tuple[Overdue, ...]:
    return tuple(Overdue(plan.after["rule"], "raised" if plan.before else "opened") for plan in plans)


def _diary_around(
    connection: Connection, patient: Patient, *, days: Sequence[date], waiting: Sequence[alerts.Row]
) -> Diary:
    # The days of her unresolved alerts are judged with it, so that what stands of them is known whole.
    spans = [*days, *(row[end] for row in waiting for end in ("first_day", "last_day"))]
    first = max(min(spans) - timedelta(days=WINDOW_DAYS), first_judged_day(patient))
    last = max(spans) + timedelta(days=WINDOW_DAYS)
    return Diary(days=store.head_readings(connection, patient.id, first=first, last=last))


def _plans(
    connection: Connection,
    patient: Patient,
    *,
    diary: Diary,
    waiting: Sequence[alerts.Row],
    at: datetime,
) -> list[Planned]:
    found = findings_in(diary, rulebook_in_force())
    rules = rules_concerned(waiting, found)
    resolved = alerts.resolved_of(connection, patient.id, rules=rules) if rules else []
    return reconcile(patient=patient, unresolved=waiting, resolved=resolved, findings=found, at=at)


def _told_if_it_can_wait(connection: Connection, patient: Patient, plans: Sequence[Planned]) -> list[Planned]:
    if not plans:
        return []
    first = min(plan.after["last_day"] for plan in plans)
    answers = store.can_wait_answers(connection, patient.id, first=first)
    return [with_can_wait(plan, answers) for plan in plans]
