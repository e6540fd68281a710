"""Revisions between the table and the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from api.access.actors import Actor
from api.alerts.reconcile import can_wait_together
from api.diary.models import Author, DayPublic, EntryCreate, NotesPublic, ReadingConflict, RevisionPublic
from api.diary.together import notes_together, readings_together

Row = Mapping[str, Any]

# Beyond this the device's clock is shown as wrong; it never decides anything.
CLOCK_TOLERANCE = timedelta(minutes=5)
SHOWN_AS_STORED = tuple(RevisionPublic.model_fields.keys() - {"author", "notes"})


@dataclass(frozen=True)
class Stamp:
    """What the server adds to a save. Units: `received_at` is UTC."""

    clinic_id: UUID
    patient_id: UUID
    position: int
    day: date
    is_head: bool
    body_hash: str
    received_at: datetime


def new_row(entry: EntryCreate, stamp: Stamp, *, author: Actor) -> dict[str, Any]:
    """The row of a new revision."""
    return {
        "clinic_id": stamp.clinic_id,
        "patient_id": stamp.patient_id,
        "position": stamp.position,
        "day": stamp.day,
        "is_head": stamp.is_head,
        "body_hash": stamp.body_hash,
        "received_at": stamp.received_at,
        "id": entry.id,
        "builds_on": [str(replaced) for replaced in entry.builds_on or ()],
        "readings": entry.readings.answered(),
        "notes": {place: note for place, note in entry.notes.model_dump().items() if note},
        "can_wait": entry.can_wait,
        "void_reason": entry.void_reason,
        "recall_hours": entry.recall_hours,
        "is_import": entry.is_import,
        "recorded_at": entry.recorded_at.astimezone(UTC),
        "time_zone": entry.time_zone,
        # Only a clock ahead of ours is surely wrong; one behind may have been offline.
        "clock_is_off": entry.recorded_at - stamp.received_at > CLOCK_TOLERANCE,
        "author_kind": author.kind,
        "author_id": author.id,
        "author_name": author.name,
    }


def public_revision(row: Row) -> RevisionPublic:
    author = Author(kind=row["author_kind"], id=row["author_id"], name=row["author_name"])
    notes = NotesPublic(**row["notes"])
    return RevisionPublic(**{name: row[name] for name in SHOWN_AS_STORED}, author=author, notes=notes)


def public_day(day: date, heads: Sequence[Row]) -> DayPublic:
    """A day as its heads tell it; empty when nothing is written."""
    together = readings_together([row["readings"] for row in heads])
    return DayPublic(
        day=day,
        heads=[public_revision(row) for row in heads],
        readings=together.readings,
        conflicts=[
            ReadingConflict(reading=name, values=values) for name, values in together.conflicts.items()
        ],
        notes=NotesPublic(**notes_together([row["notes"] for row in heads])),
        can_wait=can_wait_together([row["can_wait"] for row in heads]),
    )
