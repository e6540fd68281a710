"""When a patient's not writing becomes a silence. Pure: days and a zone in, an instant out."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

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


def is_silent(*, silent_from: datetime | None, noted_at: datetime | None, is_paused: bool) -> bool:
    """Whether a silence that was noted still lasts; an entry moves `silent_from` past the note."""
    return not is_paused and silent_from is not None and noted_at is not None and noted_at >= silent_from
