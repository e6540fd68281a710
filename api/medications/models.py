"""A patient's medicines, as the care team prescribed them; the diary never suggests a dose."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from api.bodies import Body, Day, Key, Line, Name, Paragraph, YesNo
from api.database import UtcDateTime


class Medication(SQLModel, table=True):
    __tablename__ = "medication"
    __table_args__ = (
        CheckConstraint("version >= 1", name="ck_medication_version"),
        CheckConstraint(
            "stopped_on IS NULL OR started_on IS NULL OR stopped_on >= started_on", name="ck_medication_dates"
        ),
        Index("ix_medication_patient", "clinic_id", "patient_id"),
    )

    id: UUID = Field(primary_key=True)
    clinic_id: UUID = Field(foreign_key="clinic.id")
    patient_id: UUID = Field(foreign_key="patient.id")
    catalogue_id: str | None = Field(default=None, max_length=64)
    name: str = Field(max_length=200)
    dose: str = Field(default="", max_length=200)
    form: str = Field(default="", max_length=200)
    schedule: str = Field(default="", max_length=200)
    started_on: date | None = None
    stopped_on: date | None = None
    stop_reason: str = Field(default="", max_length=200)
    test_result: str = Field(default="", max_length=200)
    notes: str = Field(default="", max_length=2000)
    is_mistake: bool = False
    version: int = 1
    author_kind: str = Field(max_length=16)
    author_name: str = Field(max_length=200)
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    updated_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class MedicationCreate(Body):
    """Either `catalogue_id` (the name is then the catalogue's) or a `name` in free text.

    A name without a `catalogue_id`, also where that is null, gets the one of the catalogue medicine that it
    names: name or brand as whole words, case and accents aside. The name stays as typed.
    """

    catalogue_id: Key | None = None
    name: Name | None = None
    dose: Line = ""
    form: Line = ""
    schedule: Line = ""
    started_on: Day | None = None
    stopped_on: Day | None = None
    stop_reason: Line = ""
    test_result: Line = ""
    notes: Paragraph = ""


class MedicationChange(Body):
    dose: Line | None = None
    form: Line | None = None
    schedule: Line | None = None
    started_on: Day | None = None
    stopped_on: Day | None = None
    stop_reason: Line | None = None
    test_result: Line | None = None
    notes: Paragraph | None = None
    is_mistake: YesNo | None = None


class MedicationPublic(BaseModel):
    """`notice` is what the patient must know of this medicine: that it is no longer sold, or, while
    `catalogue_id` is null, that no rule about single medicines watches it.
    """

    id: UUID
    catalogue_id: str | None
    name: str
    dose: str
    form: str
    schedule: str
    started_on: date | None
    stopped_on: date | None
    stop_reason: str
    test_result: str
    notes: str
    is_mistake: bool
    notice: str | None
    author: str
    created_at: datetime
    updated_at: datetime
    version: int


class MedicationPage(BaseModel):
    items: list[MedicationPublic]
    next: str | None
