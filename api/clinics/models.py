"""The care team: its numbers, hours and time zone."""

from datetime import date, datetime, time
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from api.bodies import Body, Key, Line, Name, Region
from api.database import JsonDocument, UtcDateTime

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Clinic(SQLModel, table=True):
    """`hours` maps a weekday to its opening spans; `holidays` are local dates on which it is closed.

    `rules_version` moves whenever the rules in force or their numbers change for the whole clinic;
    `caught_up_version` is the one by which every stored diary was judged.
    """

    __tablename__ = "clinic"

    id: UUID = Field(primary_key=True)
    name: str = Field(max_length=200)
    time_zone: str = Field(max_length=64)
    day_number: str = Field(max_length=32)
    after_hours_number: str = Field(max_length=32)
    emergency_number: str = Field(max_length=32)
    crisis_number: str = Field(default="", max_length=32, sa_column_kwargs={"server_default": ""})
    region: str = Field(default="US", max_length=2)
    hours: dict[str, Any] = Field(sa_column=Column(JsonDocument, nullable=False))
    holidays: list[str] = Field(sa_column=Column(JsonDocument, nullable=False))
    rules_version: int = 1
    caught_up_version: int = 1
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class OpenSpan(Body):
    """Local times of the clinic; `closes` is later than `opens` on the same day."""

    opens: time
    closes: time


class ClinicCreate(Body):
    name: Name
    time_zone: Key
    region: Region = "US"
    day_number: Line
    after_hours_number: Line
    emergency_number: Line
    crisis_number: Line = ""
    hours: dict[Weekday, list[OpenSpan]]
    holidays: list[date] = []


class ContactPublic(BaseModel):
    """Whom to call this minute. `number` is E.164, `display` is for reading; times are the clinic's own.

    `crisis_number` is whom to talk to in a crisis of the mind, "" where the clinic names nobody.
    """

    kind: Literal["day", "after_hours"]
    name: str
    number: str
    display: str
    open_until: datetime | None
    opens_at: datetime | None
    clinic: str
    time_zone: str
    after_hours_number: str
    after_hours_display: str
    emergency_number: str
    crisis_number: str
    crisis_display: str
    note: str
