"""The people whose diaries these are."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Strict
from pydantic import Field as PydanticField
from sqlalchemy import CheckConstraint, Column, Index, text
from sqlmodel import Field, SQLModel

from api.bodies import Body, Day, IntervalDays, Key, LanguageTag, Line, Name, YesNo
from api.database import UtcDateTime
from api.rules.vocabulary import Level

# Whose next silence is still to be noted. Queries say the same words, so that the index serves them.
AWAITED = text("NOT is_paused AND (silence_noted_at IS NULL OR silence_noted_at < silent_from)")


class Patient(SQLModel, table=True):
    """`position` numbers her diary's revisions; it moves only while her row is locked.

    `expected_from` is the day from which she is expected to write since her last pause. `silent_from` is the
    instant from which no word of hers is a silence, `silence_noted_at` when one was last noted, `last_zone`
    the IANA zone in which she last wrote. `has_own_numbers` while a threshold is set for her alone.

    Units: `usual_stools` a day; `usual_weight` in `usual_weight_unit`, as it was typed; None is unknown.
    """

    __tablename__ = "patient"
    __table_args__ = (
        CheckConstraint("expects_entry_every_days BETWEEN 1 AND 30", name="ck_patient_interval"),
        CheckConstraint("version >= 1", name="ck_patient_version"),
        CheckConstraint(
            "(usual_weight IS NULL) = (usual_weight_unit IS NULL)", name="ck_patient_usual_weight"
        ),
        Index("uq_patient_record_number", "clinic_id", "record_number", unique=True),
        Index("ix_patient_clinic_name", "clinic_id", "name", "id"),
        Index("ix_patient_silent_from", "silent_from", sqlite_where=AWAITED, postgresql_where=AWAITED),
    )

    id: UUID = Field(primary_key=True)
    clinic_id: UUID = Field(foreign_key="clinic.id")
    name: str = Field(max_length=200)
    birth_date: date | None = None
    record_number: str | None = Field(default=None, max_length=64)
    diagnosis: str = Field(default="", max_length=200)
    language: str = Field(default="en", max_length=16)
    phone: str = Field(default="", max_length=32)
    support: str = Field(default="", max_length=200)
    enrolled_on: date
    expects_entry_every_days: int = 1
    is_paused: bool = False
    last_entry_day: date | None = None
    expected_from: date | None = None
    last_zone: str | None = Field(default=None, max_length=64)
    silent_from: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    silence_noted_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    usual_stools: float | None = None
    usual_weight: float | None = None
    usual_weight_unit: str | None = Field(default=None, max_length=8)
    has_ostomy: bool | None = None
    has_own_numbers: bool = False
    position: int = 0
    version: int = 1
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


STAFF_LANGUAGE = "en"


def language_for(patient: Patient, *, is_own: bool) -> str:
    """What a reader of her data reads it in: she in her own language, everyone else in the clinic's."""
    return patient.language if is_own else STAFF_LANGUAGE


BASELINE = frozenset({"usual_stools", "usual_weight", "usual_weight_unit", "has_ostomy"})
UsualStools = Annotated[float, Strict(), PydanticField(ge=0, le=50)]
UsualWeight = Annotated[float, Strict(), PydanticField(ge=2, le=882)]
WeightUnit = Literal["kg", "lb"]


class PatientCreate(Body):
    """`support` says in a few words who helps her, such as a daughter who writes for her."""

    name: Name
    birth_date: Day | None = None
    record_number: Key | None = None
    diagnosis: Line = ""
    language: LanguageTag = "en"
    phone: Line = ""
    support: Line = ""
    expects_entry_every_days: IntervalDays = 1


class PatientChange(Body):
    name: Name | None = None
    birth_date: Day | None = None
    record_number: Key | None = None
    diagnosis: Line | None = None
    language: LanguageTag | None = None
    phone: Line | None = None
    support: Line | None = None
    expects_entry_every_days: IntervalDays | None = None
    is_paused: YesNo | None = None
    usual_stools: UsualStools | None = None
    usual_weight: UsualWeight | None = None
    usual_weight_unit: WeightUnit | None = None
    has_ostomy: YesNo | None = None


class PatientPublic(BaseModel):
    """`phone` is E.164, to be dialled from anywhere; `phone_display` is for reading.

    `is_silent` once as many whole days of hers have passed without an entry as she may leave out, and three
    at least; `silent_since` is the first of them. What is usual for her is null while it is unknown.
    """

    id: UUID
    name: str
    birth_date: date | None
    record_number: str | None
    diagnosis: str
    language: str
    phone: str
    phone_display: str
    support: str
    enrolled_on: date
    expects_entry_every_days: int
    is_paused: bool
    last_entry_day: date | None
    usual_stools: float | None
    usual_weight: float | None
    usual_weight_unit: str | None
    has_ostomy: bool | None
    is_silent: bool
    silent_since: date | None
    version: int


class LastEntry(BaseModel):
    """How the last day was that a silent patient wrote of; null is unknown, as for whoever never wrote.

    `level` is the worst of the findings that stood on that day and are kept by an alert, `severity` (0 to 4)
    the worst that was answered, of `symptom`. `rank` orders the silent, lowest first.
    """

    level: Level | None
    symptom: str | None
    severity: int | None
    rank: int


class ListedPatient(PatientPublic):
    """`last_entry`: while she is silent, for staff and for programs that may read diary and alerts."""

    last_entry: LastEntry | None


class PatientPage(BaseModel):
    items: list[ListedPatient]
    next: str | None
