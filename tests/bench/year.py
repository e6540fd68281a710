"""A year as a clinic lives it: a save every evening, a correction now and then, a nurse who sees to it."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.alerts import service as alerts
from api.alerts.models import Acknowledgement, AlertCard, Outcome, Resolution, Status
from api.audit import store as audit
from api.diary import reading_days
from api.diary.service import record_entry
from api.etags import etag
from api.paging import Cursor
from api.triage import service as triage
from tests.bench.seeding import typical_entry

DAYS = 365
FIRST = date(2025, 11, 23)
ALERTS = 2
BAD_SINCE = (100, 250)
BAD_FOR = 2
APART = 3
CORRECTED_EVERY = 20
SATURDAY = 5
CARDS = 50
DIARY_DAYS = 14
NOTE = "Called her. She drinks enough and takes loperamide; she hears from us tomorrow."


@dataclass(frozen=True)
class Household:
    """Patients, and the nurse who looks after all of them."""

    patients: list[Actor]
    nurse: Actor


def live_through(connection: Connection, household: Household, number: int) -> None:
    """One day of the year: on working days the nurse's round, in the evening the entries."""
    day = FIRST + timedelta(days=number)
    if day.weekday() < SATURDAY:
        with clock.as_if_at(datetime(day.year, day.month, day.day, 15, tzinfo=UTC)):
            _round(connection, household.nurse)
    dice = Random(number)
    with clock.as_if_at(datetime(day.year, day.month, day.day, 23, tzinfo=UTC)):
        for place, patient in enumerate(household.patients):
            _evening(connection, patient, dice, day=day, number=number, place=place)


def _evening(
    connection: Connection, patient: Actor, dice: Random, *, day: date, number: int, place: int
) -> None:
    # Alerts of different patients on different days, so that a look at the queue shows a few of them.
    is_bad = any(0 <= number - since - APART * place < BAD_FOR for since in BAD_SINCE)
    entry = typical_entry(dice, number, loose_stools=5 if is_bad else None)
    record_entry(connection, patient, "me", day, entry)
    if (number + place) % CORRECTED_EVERY == 0:
        again = typical_entry(dice, number, loose_stools=4 if is_bad else None)
        corrected = again.model_copy(update={"builds_on": [entry.id]})
        record_entry(connection, patient, "me", day, corrected)


def _round(connection: Connection, nurse: Actor) -> None:
    """One look at the queue; who is new there is called, who was called yesterday is done with."""
    page = triage.read_queue(
        connection, _anew(nurse), statuses=triage.UNRESOLVED, level=None, cursor=Cursor(None), limit=CARDS
    )
    for card in page.items:
        _see_to(connection, nurse, card)


def _see_to(connection: Connection, nurse: Actor, card: AlertCard) -> None:
    alerts.get_alert(connection, _anew(nurse), card.id)
    _open_diary(connection, nurse, card)
    version = etag(card.version)
    if card.status is Status.OPEN:
        alerts.acknowledge(connection, _anew(nurse), card.id, Acknowledgement(note=NOTE), if_match=version)
    else:
        done = Resolution(outcome=Outcome.ADVICE_GIVEN, note=NOTE)
        alerts.resolve(connection, _anew(nurse), card.id, done, if_match=version)


def _open_diary(connection: Connection, nurse: Actor, card: AlertCard) -> None:
    patient = str(card.patient_id)
    reading_days.read_diary(
        connection,
        nurse,
        patient,
        first=None,
        last=None,
        after=None,
        cursor=Cursor(None),
        limit=DIARY_DAYS,
    )
    # In the words of the door, which leaves this row where the request comes in.
    action = "GET /api/v1/patients/{patient}/diary"
    audit.note(connection, _anew(nurse), action=action, patient_id=card.patient_id)


def _anew(nurse: Actor) -> Actor:
    return replace(nurse, trail=[])
