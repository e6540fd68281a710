"""Who saw or changed what of a patient's, kept for good."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from api.database import JsonDocument, UtcDateTime


class AuditRow(SQLModel, table=True):
    __tablename__ = "audit_row"
    __table_args__ = (
        Index("ix_audit_row_clinic_at", "clinic_id", "at"),
        Index("ix_audit_row_patient_at", "patient_id", "at"),
    )

    id: UUID = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    clinic_id: UUID = Field(foreign_key="clinic.id")
    actor_kind: str = Field(max_length=16)
    actor_id: UUID
    actor_name: str = Field(max_length=200)
    action: str = Field(max_length=120)
    patient_id: UUID | None = Field(default=None, foreign_key="patient.id")
    subject_id: UUID | None = None
    old: dict[str, Any] | None = Field(default=None, sa_column=Column(JsonDocument))
    new: dict[str, Any] | None = Field(default=None, sa_column=Column(JsonDocument))
    why: str | None = Field(default=None, max_length=2000)
