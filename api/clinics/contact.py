"""Whom to call this minute. Pure: the clinic and the time in, the number out."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from api.clinics.models import Clinic, ContactPublic
from api.clinics.numbers import for_reading
from api.clinics.opening import Opening, openings
from api.texts import text


def contact_at(clinic: Clinic, now: datetime, language: str) -> ContactPublic:
    """The day number while the clinic is open, else the after-hours number, and until when that holds.

    `open_until` is None while it is closed, and when it never closes; `opens_at` is None while it is open,
    and when it has no hours at all.
    Units: `now` is an instant; the answer's times are in the clinic's zone.
    """
    zone = ZoneInfo(clinic.time_zone)
    opening = _present_or_next(clinic, now, zone)
    present = opening if opening is not None and opening.opens <= now else None
    number = clinic.day_number if present else clinic.after_hours_number
    return ContactPublic(
        kind="day" if present else "after_hours",
        name=text("clinic.day_name" if present else "clinic.after_hours_name", language),
        number=number,
        display=for_reading(number, region=clinic.region),
        open_until=present.closes.astimezone(zone) if present and not present.is_endless else None,
        opens_at=opening.opens.astimezone(zone) if opening and not present else None,
        clinic=clinic.name,
        time_zone=clinic.time_zone,
        after_hours_number=clinic.after_hours_number,
        after_hours_display=for_reading(clinic.after_hours_number, region=clinic.region),
        emergency_number=clinic.emergency_number,
        crisis_number=clinic.crisis_number,
        crisis_display=for_reading(clinic.crisis_number, region=clinic.region),
        note=text("clinic.note", language),
    )


def _present_or_next(clinic: Clinic, now: datetime, zone: ZoneInfo) -> Opening | None:
    # From yesterday on: what it opened then can last into a midnight that comes twice.
    since = now.astimezone(zone).date() - timedelta(days=1)
    holidays = frozenset(date.fromisoformat(day) for day in clinic.holidays)
    coming = openings(clinic.hours, holidays=holidays, zone=zone, since=since)
    return next((opening for opening in coming if opening.closes > now), None)
