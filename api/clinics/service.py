"""The use cases around a clinic: set it up, and whom to call there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.clinics import store
from api.clinics.contact import contact_at
from api.clinics.models import Clinic, ClinicCreate, ContactPublic, OpenSpan
from api.clinics.numbers import crisis_number, emergency_number, full_number, is_region
from api.clinics.opening import MIDNIGHT
from api.errors import FieldError, Invalid
from api.ids import new_id
from api.zones import is_zone

NUMBERS = ("day_number", "after_hours_number", "emergency_number")
NO_NUMBER = "Send a full phone number, such as +1 202 555 0100."
NO_CRISIS_NUMBER = "Send a number that people can dial, such as 988 or +1 202 555 0100, or none."
CHANGEABLE = (
    "name",
    "time_zone",
    "day_number",
    "after_hours_number",
    "emergency_number",
    "crisis_number",
    "hours",
    "holidays",
)


@dataclass(frozen=True)
class Changed:
    """The fields that a change made other than before, as they were and as they are now."""

    old: dict[str, Any]
    new: dict[str, Any]


def contact_of(connection: Connection, clinic_id: UUID, *, language: str) -> ContactPublic:
    """Whom the clinic's patients can call this minute."""
    return contact_at(store.get(connection, clinic_id), clock.now(), language)


def time_zone_of(connection: Connection, clinic_id: UUID) -> str:
    """The IANA name of the clinic's zone."""
    return store.get(connection, clinic_id).time_zone


def create_clinic(connection: Connection, body: ClinicCreate) -> Clinic:
    """Sets a clinic up. Raises: Invalid."""
    clinic = new_clinic(body)
    store.add(connection, clinic)
    return clinic


def change_clinic(connection: Connection, clinic_id: UUID, changes: Mapping[str, Any]) -> Changed:
    """Gives these fields of a ClinicCreate to the clinic; the whole is checked as a new one is.

    Raises: Invalid, and pydantic's ValidationError for what is no ClinicCreate.
    """
    kept = store.get(connection, clinic_id)
    wanted = new_clinic(ClinicCreate.model_validate(as_created(kept) | dict(changes)))
    fields = [field for field in CHANGEABLE if getattr(wanted, field) != getattr(kept, field)]
    changed = Changed(*({field: getattr(one, field) for field in fields} for one in (kept, wanted)))
    if fields:
        store.change(connection, clinic_id, changed.new)
    return changed


def as_created(clinic: Clinic) -> dict[str, Any]:
    """The fields of the ClinicCreate that would make this clinic."""
    return {field: getattr(clinic, field) for field in ("region", *CHANGEABLE)}


def new_clinic(body: ClinicCreate) -> Clinic:
    """A clinic as it is kept.

    A day of no spans is a closed one; a span that closes at 00:00 lasts until midnight.
    Raises: Invalid for an unknown zone or region, numbers nobody can dial, and spans that overlap.
    """
    wrong = _wrong_places(body)
    clinic = Clinic(
        id=new_id(),
        name=body.name,
        time_zone=body.time_zone,
        region=body.region,
        day_number=full_number(body.day_number, region=body.region) or "",
        after_hours_number=full_number(body.after_hours_number, region=body.region) or "",
        emergency_number=emergency_number(body.emergency_number, region=body.region) or "",
        crisis_number=crisis_number(body.crisis_number, region=body.region) or "",
        hours={day: [_as_kept(span) for span in spans] for day, spans in body.hours.items()},
        holidays=[day.isoformat() for day in sorted(set(body.holidays))],
        created_at=clock.now(),
    )
    wrong += [FieldError(field, NO_NUMBER) for field in NUMBERS if not getattr(clinic, field)]
    if body.crisis_number and not clinic.crisis_number:
        wrong.append(FieldError("crisis_number", NO_CRISIS_NUMBER))
    if wrong:
        raise Invalid(errors=wrong)
    return clinic


def _wrong_places(body: ClinicCreate) -> list[FieldError]:
    wrong = []
    if not is_zone(body.time_zone):
        wrong.append(FieldError("time_zone", "Send an IANA name such as Europe/Berlin."))
    if not is_region(body.region):
        wrong.append(FieldError("region", "Send a country's two letters, such as US."))
    for day, spans in body.hours.items():
        problem = _problem_of(spans)
        if problem is not None:
            wrong.append(FieldError(f"hours.{day}", problem))
    return wrong


def _problem_of(spans: list[OpenSpan]) -> str | None:
    ordered = sorted(spans, key=lambda span: span.opens.isoformat())
    if any(at.tzinfo is not None for span in spans for at in (span.opens, span.closes)):
        return "Send local times without an offset, such as 08:00."
    if any(_end(span) <= span.opens for span in spans):
        return "A span closes later than it opens, or at 00:00 for midnight."
    if any(_end(earlier) > later.opens for earlier, later in pairwise(ordered)):
        return "Spans of one day may not overlap."
    return None


def _end(span: OpenSpan) -> time:
    return time.max if span.closes == MIDNIGHT else span.closes


def _as_kept(span: OpenSpan) -> dict[str, str]:
    return {"opens": span.opens.isoformat("minutes"), "closes": span.closes.isoformat("minutes")}
