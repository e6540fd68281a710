"""What has to go out, and the duties that come round."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, FetchedValue, Index, text
from sqlmodel import Field, SQLModel

from api.database import UtcDateTime

NOT_DONE = text("done_at IS NULL")
NOT_NUMBERED = text("position IS NULL")


class EventKind(StrEnum):
    ENTRY_RECORDED = "entry.recorded"
    ALERT_OPENED = "alert.opened"
    ALERT_RAISED = "alert.raised"
    ALERT_ACKNOWLEDGED = "alert.acknowledged"
    ALERT_RESOLVED = "alert.resolved"
    PATIENT_SILENT = "patient.silent"


class OutboxEvent(SQLModel, table=True):
    """Something that others want to know; written with what it tells of. It names rows and quotes none.

    `position` is its place in its clinic's feed, given once it is committed: a number given before could
    become visible behind one that a reader has passed already. `put_number` counts the events as they are
    put, on PostgreSQL; on SQLite it is 0. Whoever sends an event holds it until `leased_until`; a repeat
    carries the same `id`.
    """

    __tablename__ = "outbox_event"
    __table_args__ = (
        CheckConstraint("position >= 1", name="ck_outbox_event_position"),
        CheckConstraint("attempts >= 0", name="ck_outbox_event_attempts"),
        Index("uq_outbox_event_position", "clinic_id", "position", unique=True),
        Index(
            "ix_outbox_event_unnumbered",
            "clinic_id",
            "id",
            sqlite_where=NOT_NUMBERED,
            postgresql_where=NOT_NUMBERED,
        ),
        Index("ix_outbox_event_waiting", "at", "id", sqlite_where=NOT_DONE, postgresql_where=NOT_DONE),
    )

    id: UUID = Field(primary_key=True)
    clinic_id: UUID = Field(foreign_key="clinic.id")
    patient_id: UUID = Field(foreign_key="patient.id")
    kind: str = Field(max_length=32)
    subject_id: UUID
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    position: int | None = Field(default=None, sa_column=Column(BigInteger))
    put_number: int = Field(sa_column=Column(BigInteger, FetchedValue(), nullable=False))
    leased_until: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    attempts: int = 0
    done_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class FeedEnd(SQLModel, table=True):
    """The last position given in a clinic's feed; locked while new ones are given."""

    __tablename__ = "feed_end"

    clinic_id: UUID = Field(primary_key=True, foreign_key="clinic.id")
    position: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))


class Duty(SQLModel, table=True):
    """Work that comes round, held by one worker at a time."""

    __tablename__ = "duty"

    name: str = Field(primary_key=True, max_length=32)
    due_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    leased_until: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    done_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
