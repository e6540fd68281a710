"""Entries: one immutable revision a save, and what a day looks like when its revisions are put together."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field as ColumnField
from sqlmodel import SQLModel

from api.alerts.models import AlertPublic
from api.bodies import Body, Instant, Key, Name, Paragraph, YesNo
from api.database import CompactHash, JsonDocument, UtcDateTime
from api.diary.readings import ReadingDocument, RecallHours


class RevisionRow(SQLModel, table=True):
    """The key is the patient and the id that her device made.

    `position` is the server's order within one patient's diary; `is_head` says that nothing builds on it.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("patient_id", "position", name="uq_revision_patient_position"),
        CheckConstraint("position >= 1", name="ck_revision_position"),
        CheckConstraint("author_kind IN ('patient', 'nurse', 'admin', 'client')", name="ck_revision_author"),
        Index("ix_revision_patient_day", "patient_id", "day"),
    )

    patient_id: UUID = ColumnField(foreign_key="patient.id", primary_key=True)
    id: UUID = ColumnField(primary_key=True)
    clinic_id: UUID = ColumnField(foreign_key="clinic.id")
    position: int
    day: date
    is_head: bool
    builds_on: list[str] = ColumnField(sa_column=Column(JsonDocument, nullable=False))
    readings: dict[str, Any] = ColumnField(sa_column=Column(JsonDocument, nullable=False))
    notes: dict[str, str] = ColumnField(sa_column=Column(JsonDocument, nullable=False))
    can_wait: bool | None = None
    void_reason: str | None = ColumnField(default=None, max_length=200)
    recall_hours: int = 24
    is_import: bool = False
    body_hash: str = ColumnField(sa_column=Column(CompactHash, nullable=False))
    recorded_at: datetime = ColumnField(sa_column=Column(UtcDateTime, nullable=False))
    time_zone: str = ColumnField(max_length=64)
    received_at: datetime = ColumnField(sa_column=Column(UtcDateTime, nullable=False))
    clock_is_off: bool = False
    author_kind: str = ColumnField(max_length=16)
    author_id: UUID
    author_name: str = ColumnField(max_length=200)


class Notes(Body):
    physical: Paragraph = ""
    thinking: Paragraph = ""
    emotional: Paragraph = ""


class NotesPublic(BaseModel):
    """As they are shown: the notes of side-by-side saves stand below one another, however long that gets."""

    physical: str = ""
    thinking: str = ""
    emotional: str = ""


class NoteChanges(Body):
    physical: Paragraph | None = None
    thinking: Paragraph | None = None
    emotional: Paragraph | None = None


RECALL_HOURS = 24
TimeZone = Annotated[Key, Field(examples=["Europe/Berlin"])]


class EntryCreate(Body):
    """The whole day as its author saw it (PUT).

    `builds_on` names the revisions that this one replaces; it may be left out only while the day is empty.
    `recorded_at` is the device's clock, which is kept and decides nothing. `void_reason` takes the named
    revisions back ("saved on the wrong day"); the readings and notes are then empty.
    Units: `recall_hours` says how many hours the answers look back on.
    """

    id: UUID
    builds_on: Annotated[list[UUID], Field(max_length=50)] | None = None
    recorded_at: Instant
    time_zone: TimeZone
    readings: ReadingDocument = Field(default_factory=ReadingDocument)
    notes: Notes = Notes()
    can_wait: YesNo | None = None
    void_reason: Name | None = None
    recall_hours: RecallHours = RECALL_HOURS
    is_import: YesNo = False


class EntryChange(Body):
    """What is new about a day (PATCH, JSON merge patch): what is absent carries over, `null` removes."""

    id: UUID
    recorded_at: Instant
    time_zone: TimeZone
    readings: ReadingDocument = Field(default_factory=ReadingDocument)
    notes: NoteChanges = NoteChanges()
    can_wait: YesNo | None = None


class Author(BaseModel):
    kind: str
    id: UUID
    name: str


class RevisionPublic(BaseModel):
    id: UUID
    day: date
    position: int
    is_head: bool
    builds_on: list[UUID]
    readings: dict[str, Any]
    notes: NotesPublic
    can_wait: bool | None
    void_reason: str | None
    recall_hours: int
    is_import: bool
    recorded_at: datetime
    time_zone: str
    received_at: datetime
    clock_is_off: bool
    author: Author


class ReadingConflict(BaseModel):
    """One question that revisions made side by side answer differently."""

    reading: str
    values: list[Any]


class DayPublic(BaseModel):
    """A day put together from its heads. In a conflict `readings` shows the worst answer."""

    day: date
    heads: list[RevisionPublic]
    readings: dict[str, Any]
    conflicts: list[ReadingConflict]
    notes: NotesPublic
    can_wait: bool | None


class DaySaved(DayPublic):
    """`alerts` are all of the patient's that nobody has resolved yet."""

    revision: RevisionPublic
    alerts: list[AlertPublic]


class DiaryPage(BaseModel):
    """`position` is what to give as `after` next time, to read only what changed."""

    items: list[DayPublic]
    next: str | None
    position: int


class RevisionPage(BaseModel):
    items: list[RevisionPublic]
    next: str | None
