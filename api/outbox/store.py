"""Every query on the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, insert

from api.clock import now
from api.ids import new_id
from api.outbox.models import EventKind, OutboxEvent

_PUT = insert(OutboxEvent.__table__)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Event:
    """`subject_id` is the id of the revision or alert that it is about, or of the patient herself."""

    kind: EventKind
    clinic_id: UUID
    patient_id: UUID
    subject_id: UUID


def put(connection: Connection, events: Sequence[Event]) -> None:
    """Leaves events to be sent, in the transaction of what they tell of."""
    if not events:
        return
    at = now()
    rows = [
        {
            "id": new_id(),
            "clinic_id": event.clinic_id,
            "patient_id": event.patient_id,
            "kind": event.kind.value,
            "subject_id": event.subject_id,
            "at": at,
            "attempts": 0,
        }
        for event in events
    ]
    connection.execute(_PUT, rows)
