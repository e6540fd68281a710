"""The queue: who needs somebody first."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.alerts import store as alerts
from api.alerts.models import AlertCard, CardMedicine, CardPatient, QueuePage, Status
from api.alerts.presentation import public_alerts
from api.audit import store as audit
from api.bodies import EARLIEST, LATEST
from api.clinics import service as clinics
from api.medications import store as medications
from api.paging import Cursor, cut
from api.patients import store as patients

RANK_DIGITS = 6
UNRESOLVED = (Status.OPEN, Status.ACKNOWLEDGED)


def read_queue(
    connection: Connection,
    actor: Actor,
    *,
    statuses: tuple[Status, ...],
    level: str | None,
    cursor: Cursor,
    limit: int,
) -> QueuePage:
    """One card a patient and episode, worst first. Raises: Invalid for a cursor that is not ours."""
    rows = alerts.queue(
        connection, actor, statuses=statuses, level=level, after=cursor.key(_place), limit=limit + 1
    )
    page, following = cut(
        rows, limit=limit, key=lambda row: (row["queue_rank"], row["attention_since"].isoformat(), row["id"])
    )
    seen = {row["patient_id"] for row in page}
    audit.note_list(connection, actor, action="queue.read", patients=seen)
    return QueuePage(items=_cards(connection, actor, page), next=following)


def _cards(connection: Connection, actor: Actor, rows: list[alerts.Row]) -> list[AlertCard]:
    if not rows:
        return []
    ids = list({row["patient_id"] for row in rows})
    people = patients.by_ids(connection, actor, ids=ids)
    medicines = _medicines(connection, actor, ids=ids)
    public = public_alerts(connection, rows, clinic_id=actor.clinic_id, language="en")
    return [
        AlertCard(
            **dict(alert),
            patient=CardPatient.model_validate(people[alert.patient_id], from_attributes=True),
            medicines=medicines.get(alert.patient_id, []),
        )
        for alert in public
    ]


def _medicines(connection: Connection, actor: Actor, *, ids: list[UUID]) -> dict[UUID, list[CardMedicine]]:
    today = clock.today_in(clinics.time_zone_of(connection, actor.clinic_id))
    found: dict[UUID, list[CardMedicine]] = {}
    for medication in medications.current_of(connection, actor, patients=ids, today=today):
        since = medication.started_on
        number = (today - since).days + 1 if since else None
        found.setdefault(medication.patient_id, []).append(
            CardMedicine(name=medication.name, day_number=number)
        )
    return found


def _place(rank: str, since: str, alert: str) -> tuple[int, datetime, UUID]:
    moment = datetime.fromisoformat(since)
    if moment.utcoffset() is None or not EARLIEST <= moment.date() <= LATEST or len(rank) > RANK_DIGITS:
        raise ValueError(since)
    return int(rank), moment, UUID(alert)
