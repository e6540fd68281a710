"""Staff, clients, sessions and enrolment codes; every secret is kept as a hash only."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic import Field as Said
from sqlalchemy import CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from api.bodies import Body, Name, any_text, refuse_control_characters
from api.database import JsonDocument, UtcDateTime


class Role(StrEnum):
    NURSE = "nurse"
    ADMIN = "admin"


class Staff(SQLModel, table=True):
    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("role IN ('nurse', 'admin')", name="ck_staff_role"),
        CheckConstraint("email = lower(email)", name="ck_staff_email_lower"),
        Index("uq_staff_email", "email", unique=True),
    )

    id: UUID = Field(primary_key=True)
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    name: str = Field(max_length=200)
    email: str = Field(max_length=254)
    role: str = Field(max_length=16)
    password_hash: str = Field(max_length=255)
    is_active: bool = True
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class Client(SQLModel, table=True):
    """An integrator's program."""

    __tablename__ = "client"

    id: UUID = Field(primary_key=True)
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    name: str = Field(max_length=200)
    secret_hash: str = Field(max_length=64)
    scopes: list[str] = Field(sa_column=Column(JsonDocument, nullable=False))
    is_active: bool = True
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class SessionKind(StrEnum):
    PATIENT = "patient"
    STAFF = "staff"
    CLIENT = "client"


class SessionRow(SQLModel, table=True):
    """One phone, one browser or one access token, until it expires or is ended."""

    __tablename__ = "session"
    __table_args__ = (
        CheckConstraint("kind IN ('patient', 'staff', 'client')", name="ck_session_kind"),
        Index("uq_session_token_hash", "token_hash", unique=True),
        Index("ix_session_actor", "clinic_id", "actor_id"),
    )

    id: UUID = Field(primary_key=True)
    clinic_id: UUID = Field(foreign_key="clinic.id")
    kind: str = Field(max_length=16)
    actor_id: UUID
    token_hash: str = Field(max_length=64)
    scopes: list[str] = Field(sa_column=Column(JsonDocument, nullable=False))
    label: str = Field(default="", max_length=120)
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    last_seen_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class Invite(SQLModel, table=True):
    """A code that enrols one phone, once."""

    __tablename__ = "invite"
    __table_args__ = (Index("uq_invite_code_hash", "code_hash", unique=True),)

    id: UUID = Field(primary_key=True)
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    code_hash: str = Field(max_length=64)
    created_by: UUID | None = None
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    used_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class KnownBrowser(SQLModel, table=True):
    """A browser in which this person has signed in before; others' failures do not slow it."""

    __tablename__ = "known_browser"
    __table_args__ = (Index("uq_known_browser_token", "staff_id", "token_hash", unique=True),)

    id: UUID = Field(primary_key=True)
    staff_id: UUID = Field(foreign_key="staff.id")
    token_hash: str = Field(max_length=64)
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class SignInFailure(SQLModel, table=True):
    """How often one door was tried in vain; the key is a hash of who and where from."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (CheckConstraint("failures >= 1", name="ck_sign_in_failure_failures"),)

    key_hash: str = Field(primary_key=True, max_length=64)
    failures: int
    last_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


_clean = AfterValidator(refuse_control_characters)
TypedPassword = Name


class LoginBody(Body):
    email: Annotated[str, StringConstraints(min_length=3, max_length=254), _clean, any_text]
    password: TypedPassword


class NewPassword(Body):
    new: Annotated[str, StringConstraints(min_length=12, max_length=200), _clean, any_text]


class PasswordChange(NewPassword):
    current: TypedPassword


# Twelve letters and digits, grouped or not; each letter but U is one of the alphabet or looks like one.
_CODE = r"^[\s\-\u2010-\u2015]*([0-9A-TV-Za-tv-z][\s\-\u2010-\u2015]*){12}$"


class EnrolBody(Body):
    code: Annotated[
        str,
        StringConstraints(min_length=12, max_length=40),
        _clean,
        Said(json_schema_extra={"pattern": _CODE, "examples": ["7K2M-9QXA-4TRB"]}),
    ]


class SignOut(Body):
    """An empty object: nothing needs to be said."""


class NewCode(Body):
    """An empty object: nothing needs to be said."""


class InvitePublic(BaseModel):
    """A code for one phone: as text, as a link and as the dark and light modules of a QR code."""

    code: str
    link: str
    qr: list[str]
    expires_at: datetime


class EnrolPreview(BaseModel):
    patient_name: str
    clinic_name: str
    expires_at: datetime


class ClinicOfActor(BaseModel):
    id: UUID
    name: str
    time_zone: str


class Me(BaseModel):
    """Whom this session speaks for. `actor` is patient, nurse, admin or client."""

    actor: str
    id: UUID
    name: str
    clinic: ClinicOfActor
    scopes: list[str]
    expires_at: datetime


class SessionPublic(BaseModel):
    id: UUID
    label: str
    created_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None


class SessionPage(BaseModel):
    items: list[SessionPublic]
    next: str | None


def _as_a_form(schema: dict[str, Any]) -> None:
    # A form has no null. What is missing is refused in RFC 6749's words, so the model lets it be missing.
    for field in schema["properties"].values():
        field.pop("anyOf", None)
        field["type"] = "string"
    schema["properties"]["grant_type"]["enum"] = ["client_credentials"]
    schema["required"] = ["grant_type"]


class TokenForm(BaseModel):
    """RFC 6749, section 4.4.2. The id and the secret stand here or in HTTP Basic, `scope` between spaces."""

    model_config = ConfigDict(json_schema_extra=_as_a_form)

    grant_type: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    scope: str | None = None


class TokenProblem(BaseModel):
    """RFC 6749, section 5.2."""

    error: str
    error_description: str


class AccessToken(BaseModel):
    """RFC 6749, section 5.1. Units: `expires_in` in seconds."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str
