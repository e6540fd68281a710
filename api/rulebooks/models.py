"""What a clinic has signed, and the numbers that it set for itself or for one patient."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Strict
from sqlalchemy import CheckConstraint, Column, Index, Text, false, text
from sqlmodel import Field, SQLModel

from api.bodies import Body, Key, Reason
from api.database import JsonDocument, UtcDateTime

STANDS = text("ended_at IS NULL")
OF_CLINIC = text("ended_at IS NULL AND patient_id IS NULL")
OF_PATIENT = text("ended_at IS NULL AND patient_id IS NOT NULL")


class GuidanceText(SQLModel, table=True):
    """The text of a pack that was signed or alerted; it stays as it was, whatever an update brings."""

    __tablename__ = "guidance_text"

    hash: str = Field(primary_key=True, max_length=64)
    pack: str = Field(max_length=64)
    version: str = Field(max_length=64)
    text: str = Field(sa_column=Column(Text, nullable=False))


class KeptPacks(SQLModel, table=True):
    """The packs that were in force when alerts were judged, once for all that were judged by the same."""

    __tablename__ = "kept_packs"

    hash: str = Field(primary_key=True, max_length=64)
    packs: list[dict[str, Any]] = Field(sa_column=Column(JsonDocument, nullable=False))


class GuidanceSignature(SQLModel, table=True):
    """`rules` are the ids that are in force by it, `left_out` those that would be without a word said."""

    __tablename__ = "guidance_signature"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by_name IS NULL)", name="ck_guidance_signature_ended"),
        Index(
            "uq_guidance_signature",
            "clinic_id",
            "pack",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
    )

    id: UUID = Field(primary_key=True)
    clinic_id: UUID = Field(foreign_key="clinic.id")
    pack: str = Field(max_length=64)
    version: str = Field(max_length=64)
    pack_hash: str = Field(foreign_key="guidance_text.hash", max_length=64)
    rules: list[str] = Field(sa_column=Column(JsonDocument, nullable=False))
    left_out: list[str] = Field(sa_column=Column(JsonDocument, nullable=False))
    reason: str = Field(default="", max_length=2000)
    signed_by: UUID
    signed_by_name: str = Field(max_length=200)
    signed_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    in_force_from: date
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    ended_by_name: str | None = Field(default=None, max_length=200)
    end_reason: str | None = Field(default=None, max_length=2000)


class Threshold(SQLModel, table=True):
    """A number of a rule, set for the whole clinic (`patient_id` is null) or for one patient.

    `weakens`: set, it made the rule milder than something that counted; `end_weakens`: its end did.
    """

    __tablename__ = "threshold"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by_name IS NULL)", name="ck_threshold_ended"),
        Index(
            "uq_threshold_clinic",
            "clinic_id",
            "pack",
            "rule",
            "number_name",
            unique=True,
            sqlite_where=OF_CLINIC,
            postgresql_where=OF_CLINIC,
        ),
        Index(
            "uq_threshold_patient",
            "patient_id",
            "pack",
            "rule",
            "number_name",
            unique=True,
            sqlite_where=OF_PATIENT,
            postgresql_where=OF_PATIENT,
        ),
    )

    id: UUID = Field(primary_key=True)
    clinic_id: UUID = Field(foreign_key="clinic.id")
    patient_id: UUID | None = Field(default=None, foreign_key="patient.id")
    pack: str = Field(max_length=64)
    rule: str = Field(max_length=64)
    number_name: str = Field(max_length=64)
    value: float
    reason: str = Field(default="", max_length=2000)
    weakens: bool
    set_by: UUID
    set_by_name: str = Field(max_length=200)
    set_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    ended_by_name: str | None = Field(default=None, max_length=200)
    end_reason: str | None = Field(default=None, max_length=2000)
    end_weakens: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class Signing(Body):
    """`hash` is that of the text that was read; `rules` are all that shall be in force by the signature."""

    hash: Key
    rules: Annotated[list[Key], Field(max_length=500)]
    reason: Reason = ""


class Withdrawal(Body):
    reason: Reason


class ThresholdCreate(Body):
    pack: Key
    rule: Key
    name: Key = "number"
    value: Annotated[float, Strict()]
    reason: Reason = ""


class ThresholdEnd(Body):
    """`reason` is needed where what counts afterwards is milder."""

    reason: Reason = ""


class _Told(BaseModel):
    id: UUID
    pack: str
    rule: str
    pack_number: float | None
    weakens: bool
    reason: str
    set_by: str
    set_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    end_weakens: bool
    end_reason: str | None


class ThresholdPublic(_Told):
    name: str
    value: float


class ThresholdPage(BaseModel):
    items: list[ThresholdPublic]
    next: str | None


class WeakenedPatient(BaseModel):
    id: UUID
    name: str


class Weakened(_Told):
    """`patient` is whose rule is milder; null is the whole clinic.

    `left_out`: a signature took the whole rule out of force; `milder_text`: one put a milder text of it in
    the place of a stricter one; `withdrawn`: its pack was. It has no number then, and the signature's id.
    """

    name: str | None
    value: float | None
    left_out: bool
    milder_text: bool
    withdrawn: bool
    patient: WeakenedPatient | None


class WeakenedPage(BaseModel):
    items: list[Weakened]
    next: str | None
