"""What a program gets that follows its clinic."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from api.outbox.models import EventKind


class EventPublic(BaseModel):
    """Something happened. `subject_id` is the revision's or alert's id, or the patient's own for
    `patient.silent`; what it is about stands on the routes for diaries and alerts."""

    id: UUID
    position: int
    kind: EventKind
    patient_id: UUID
    subject_id: UUID
    at: datetime


class EventPage(BaseModel):
    """Events in the order of their positions. Ask again with `position` as `after` until none comes."""

    items: list[EventPublic]
    next: str | None
    position: int
