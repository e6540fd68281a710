"""When a patient's not writing becomes a silence. Pure: her row in, days and instants out."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from api.patients.models import Patient

SHORTEST_SILENCE_DAYS = 3


def silence_begins(last_day: date, *, every_days: int, time_zone: str) -> datetime:
    """The instant at which as many whole local days without an entry have passed as she may leave out.

    That is her own interval, and never fewer than three days. `last_day` is the last she wrote of, or the day
    from which she is expected.
    Units: an instant, the beginning of a local day in `time_zone`, whether it has 23, 24 or 25 hours.
    Source: no entry for 3 local days, PRO-CTCAE completion study (PMC6209091).
    """
    day = last_day + timedelta(days=max(SHORTEST_SILENCE_DAYS, every_days) + 1)
    return datetime.combine(day, time(), ZoneInfo(time_zone)).astimezone(UTC)


def moved_silence(
    patient: Patient, *, last_entry_day: date | None, time_zone: str, at: datetime
) -> tuple[datetime, datetime | None]:
    """Her `silent_from` and `silence_noted_at` at the instant `at`, if this is the last day she wrote of.

    A silence that was noted and still lasts stays the same one: an older day that is filled in, or another
    interval, does not have it noted twice.
    """
    counted = _counted_from(patient, last_entry_day=last_entry_day)
    begins = silence_begins(counted, every_days=patient.expects_entry_every_days, time_zone=time_zone)
    noted_at = patient.silence_noted_at
    goes_on = _was_noted(patient) and begins <= at
    return begins, max(begins, noted_at or begins) if goes_on else noted_at


def silent_since(patient: Patient) -> date | None:
    """The first local day without a word of hers, while a silence that was noted lasts; else None."""
    if patient.is_paused or not _was_noted(patient):
        return None
    return _counted_from(patient, last_entry_day=patient.last_entry_day) + timedelta(days=1)


def _was_noted(patient: Patient) -> bool:
    begins, noted_at = patient.silent_from, patient.silence_noted_at
    return begins is not None and noted_at is not None and noted_at >= begins


def _counted_from(patient: Patient, *, last_entry_day: date | None) -> date:
    # Days of before her enrolment or of a pause may be filled in; they are no reason to expect her earlier.
    known = (patient.enrolled_on, patient.expected_from, last_entry_day)
    return max(day for day in known if day is not None)
