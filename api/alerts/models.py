"""Findings that someone has to see through."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import CheckConstraint, Column, Index, text
from sqlmodel import Field, SQLModel

from api.bodies import Body, Paragraph, one_of
from api.database import JsonDocument, UtcDateTime

UNRESOLVED = text("status <> 'resolved'")


class Status(StrEnum):
    """`open` wants attention; a worse finding takes an acknowledged alert back to `open`."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class Outcome(StrEnum):
    ADVICE_GIVEN = "advice_given"
    MEDICINE_PAUSED = "medicine_paused"
    MEDICINE_CHANGED = "medicine_changed"
    SEEN_IN_CLINIC = "seen_in_clinic"
    SENT_TO_EMERGENCY = "sent_to_emergency"
    NO_ACTION_NEEDED = "no_action_needed"
    COULD_NOT_REACH = "could_not_reach"


class Happening(StrEnum):
    OPENED = "opened"
    RAISED = "raised"
    GREW = "grew"
    ANNOTATED = "annotated"
    ACKNOWLEDGED = "acknowledged"
    COULD_NOT_REACH = "could_not_reach"
    CALLED = "called"
    RESOLVED = "resolved"


class Alert(SQLModel, table=True):
    """`runs` are the findings that stand; after a resolution those that stood then. `shown_runs` are the last
    that stood, should all be taken away; `acknowledged_runs` those that somebody acknowledged.
    `judged_by` names the texts, numbers and revisions behind them. Units: `queue_rank` orders the queue,
    lowest first.
    """

    __tablename__ = "alert"
    __table_args__ = (
        CheckConstraint("status IN ('open', 'acknowledged', 'resolved')", name="ck_alert_status"),
        CheckConstraint("level IN ('call', 'urgent', 'emergency', 'crisis')", name="ck_alert_level"),
        CheckConstraint("(status = 'resolved') = (resolved_at IS NOT NULL)", name="ck_alert_resolved"),
        CheckConstraint("last_day >= first_day", name="ck_alert_span"),
        CheckConstraint("version >= 1", name="ck_alert_version"),
        Index(
            "uq_alert_unresolved",
            "patient_id",
            "rule",
            unique=True,
            sqlite_where=UNRESOLVED,
            postgresql_where=UNRESOLVED,
        ),
        Index(
            "ix_alert_queue",
            "clinic_id",
            "queue_rank",
            "attention_since",
            "id",
            sqlite_where=UNRESOLVED,
            postgresql_where=UNRESOLVED,
        ),
        Index("ix_alert_patient", "patient_id", "rule"),
    )

    id: UUID = Field(primary_key=True)
    clinic_id: UUID = Field(foreign_key="clinic.id")
    patient_id: UUID = Field(foreign_key="patient.id")
    rule: str = Field(max_length=64)
    level: str = Field(max_length=16)
    status: str = Field(max_length=16)
    queue_rank: int
    first_day: date
    last_day: date
    past_document_limit: bool = False
    can_wait: bool | None = None
    runs: list[dict[str, Any]] = Field(sa_column=Column(JsonDocument, nullable=False))
    shown_runs: list[dict[str, Any]] = Field(sa_column=Column(JsonDocument, nullable=False))
    acknowledged_runs: list[dict[str, Any]] | None = Field(default=None, sa_column=Column(JsonDocument))
    judged_by: dict[str, Any] | None = Field(default=None, sa_column=Column(JsonDocument))
    follows: UUID | None = Field(default=None, foreign_key="alert.id")
    opened_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    attention_since: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    raises: int = 0
    called_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    acknowledged_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    acknowledged_by: str | None = Field(default=None, max_length=200)
    resolved_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    resolved_by: str | None = Field(default=None, max_length=200)
    outcome: str | None = Field(default=None, max_length=32)
    resolution_note: str = Field(default="", max_length=2000)
    version: int = 1


class AlertEvent(SQLModel, table=True):
    """One thing that happened to an alert; never changed."""

    __tablename__ = "alert_event"
    __table_args__ = (Index("ix_alert_event_alert", "alert_id", "at", "id"),)

    id: UUID = Field(primary_key=True)
    clinic_id: UUID = Field(foreign_key="clinic.id")
    alert_id: UUID = Field(foreign_key="alert.id")
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    kind: str = Field(max_length=16)
    by_kind: str = Field(max_length=16)
    by_name: str = Field(max_length=200)
    details: dict[str, Any] = Field(sa_column=Column(JsonDocument, nullable=False))


class Acknowledgement(Body):
    note: Paragraph = ""


class Resolution(Body):
    outcome: Annotated[Outcome, one_of]
    note: Paragraph = ""


class Called(Body):
    """The patient says that she has called; the body is an empty object."""


class CallPublic(BaseModel):
    name: str
    number: str
    display: str
    open_until: datetime | None


class EvidencePublic(BaseModel):
    """`values` holds more than one where revisions of the day disagree; `value` is the worst of them."""

    day: date
    reading: str
    value: float
    values: list[float]


class AdjustedPublic(BaseModel):
    """A number in use that is not the pack's own; `by` says for whom: `clinic` or `patient`."""

    name: str
    number: float
    pack_number: float
    by: str


class SourcePublic(BaseModel):
    title: str
    publisher: str
    section: str
    reviewed: date | None


class HandledPublic(BaseModel):
    by: str
    at: datetime
    outcome: Outcome | None = None
    note: str = ""


class EventPublic(BaseModel):
    """`note` is what staff wrote; the patient does not get it."""

    at: datetime
    kind: Happening
    by: str
    words: str
    note: str = ""


class AlertPublic(BaseModel):
    """`still_stands` is false when the cause is taken away, as `why` says; closing it is left to a person."""

    id: UUID
    patient_id: UUID
    rule: str
    level: str
    level_words: str
    status: Status
    title: str
    why: str
    advice: list[str]
    call: CallPublic
    evidence: list[EvidencePublic]
    missing_days: list[date]
    first_day: date
    last_day: date
    past_document_limit: bool
    still_stands: bool
    adjusted: list[AdjustedPublic]
    source: SourcePublic
    follows: UUID | None
    opened_at: datetime
    attention_since: datetime
    raises: int
    can_wait: bool | None
    called_at: datetime | None
    acknowledged: HandledPublic | None
    resolved: HandledPublic | None
    history: list[EventPublic]
    version: int


class AlertPage(BaseModel):
    items: list[AlertPublic]
    next: str | None


class CardPatient(BaseModel):
    id: UUID
    name: str
    birth_date: date | None
    record_number: str | None
    diagnosis: str
    language: str
    support: str


class CardMedicine(BaseModel):
    """`day_number` counts from 1 on the day it was started."""

    name: str
    day_number: int | None


class AlertCard(AlertPublic):
    patient: CardPatient
    medicines: list[CardMedicine]


class QueuePage(BaseModel):
    items: list[AlertCard]
    next: str | None
