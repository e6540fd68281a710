"""What the sweeper remembers: when the service was seen, when it was out, and what had to be repaired."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from api.database import UtcDateTime


class Beat(StrEnum):
    """Whose heartbeat: the service's, the worker's, and that of a sweep which judged everyone it had to."""

    SERVICE = "service"
    WORKER = "worker"
    SWEEP = "sweep"


class Heartbeat(SQLModel, table=True):
    """`name` is a Beat; `at` is when that was last here. Marks are among them, of a write that was tried."""

    __tablename__ = "heartbeat"

    name: str = Field(primary_key=True, max_length=32)
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class Outage(SQLModel, table=True):
    """A time in which no entry could be received; nobody was silent then."""

    __tablename__ = "outage"
    __table_args__ = (CheckConstraint("until > since", name="ck_outage_span"),)

    id: UUID = Field(primary_key=True)
    since: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    until: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class Repair(SQLModel, table=True):
    """An alert that was due and missing, or not raised. None is healthy."""

    __tablename__ = "repair"
    __table_args__ = (
        CheckConstraint("kind IN ('opened', 'raised')", name="ck_repair_kind"),
        Index("ix_repair_clinic_at", "clinic_id", "at"),
    )

    id: UUID = Field(primary_key=True)
    clinic_id: UUID = Field(foreign_key="clinic.id")
    patient_id: UUID = Field(foreign_key="patient.id")
    rule: str = Field(max_length=64)
    kind: str = Field(max_length=16)
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
