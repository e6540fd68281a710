"""Where the diary meets the rules and the alerts."""

from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.alerts import opening as alerts
from api.alerts.reconcile import EditedDay
from api.diary import store
from api.patients import store as patients
from api.patients.models import Patient
from api.rules.evaluate import Diary, Evaluation, evaluate
from api.rules.guidance import Guidance, published

# A run longer than this is judged by its part in the window; the alert keeps the days it saw before.
WINDOW_DAYS = 21


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
    can_wait: bool | None,
) -> None:
    """Evaluates every window that contains `day` and brings the alerts in line with what is found.

    `before` are the readings of the day's heads before this revision came, `can_wait` is its own answer.
    """
    first, last = store.around(day, days=WINDOW_DAYS)
    diary = Diary(days=store.head_readings(connection, patient.id, first=first, last=last))
    edited = EditedDay(day=day, before=before, after=diary.days.get(day, ()))
    _bring_in_line(connection, actor, patient=patient, diary=diary, edited=edited)
    alerts.note_can_wait(connection, patient=patient, day=day, can_wait=can_wait)


def reevaluate(connection: Connection, actor: Actor, patient_id: UUID) -> None:
    """Judges the whole diary again, as when a medicine was changed."""
    patient = patients.lock(connection, actor, str(patient_id))
    span = store.span(connection, patient.id)
    if span is None:
        return
    diary = Diary(days=store.head_readings(connection, patient.id, first=span[0], last=span[1]))
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
    alerts.reconcile(connection, actor, patient=patient, findings=found, edited=edited)
