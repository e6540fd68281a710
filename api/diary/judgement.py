"""Where the diary meets the rules and the alerts."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.alerts.effects import EditedDay
from api.alerts.reconcile import note_can_wait, reconcile
from api.alerts.store import unresolved_days
from api.diary import store
from api.patients import store as patients
from api.patients.models import Patient
from api.rules.evaluate import Diary, Evaluation, evaluate
from api.rules.guidance import Guidance, published

# A run longer than this is judged by its part in the window; the alert keeps the days it saw before.
WINDOW_DAYS = 21


DAYS_BEFORE_ENROLMENT = 30


def first_judged_day(patient: Patient) -> date:
    """The day on which a diary begins. Older history is there to be read, not to be called about."""
    return patient.enrolled_on - timedelta(days=DAYS_BEFORE_ENROLMENT)


def packs_in_force() -> tuple[Guidance, ...]:
    """The guidance whose rules may alert."""
    return tuple(published().values())


def judge_day(
    connection: Connection,
    actor: Actor,
    *,
    patient: Patient,
    day: date,
    before: tuple[store.Row, ...],
) -> None:
    """Evaluates every window that contains `day` and brings the alerts in line with what is found.

    `before` are the readings of the day's heads before this revision came.
    """
    if day < first_judged_day(patient):
        return
    # The days of her unresolved alerts are judged with it, so that what stands of them is known whole.
    spans = [day, *unresolved_days(connection, patient.id)]
    first = max(min(spans) - timedelta(days=WINDOW_DAYS), first_judged_day(patient))
    last = max(spans) + timedelta(days=WINDOW_DAYS)
    diary = Diary(days=store.head_readings(connection, patient.id, first=first, last=last))
    edited = EditedDay(day=day, before=before, after=diary.days.get(day, ()))
    _bring_in_line(connection, actor, patient=patient, diary=diary, edited=edited)


def reevaluate(connection: Connection, actor: Actor, patient_id: UUID) -> None:
    """Judges the whole diary again, as when a medicine was changed."""
    patient = patients.lock(connection, actor, str(patient_id))
    readings = store.head_readings(
        connection, patient.id, first=first_judged_day(patient), last=clock.latest_day()
    )
    diary = Diary(days=readings)
    _bring_in_line(connection, actor, patient=patient, diary=diary, edited=None)


def evaluations(diary: Diary, *, today: date) -> list[tuple[Guidance, Evaluation]]:
    """What each pack in force says of a diary."""
    return [(guidance, evaluate(diary, guidance, today)) for guidance in packs_in_force()]


def _bring_in_line(
    connection: Connection, actor: Actor, *, patient: Patient, diary: Diary, edited: EditedDay | None
) -> None:
    found = [
        finding
        for _, evaluation in evaluations(diary, today=clock.latest_day())
        for finding in evaluation.findings
    ]
    reconcile(connection, actor, patient=patient, findings=found, edited=edited)
    waiting = unresolved_days(connection, patient.id)
    if waiting:
        answers = store.can_wait_answers(connection, patient.id, first=min(waiting))
        note_can_wait(connection, patient=patient, answers=answers)
