"""The only place that reads the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

FURTHEST_EAST = timezone(timedelta(hours=14))

_as_if: ContextVar[datetime | None] = ContextVar("as_if", default=None)


def now() -> datetime:
    """This instant, in UTC."""
    return _as_if.get() or datetime.now(UTC)


@contextmanager
def as_if_at(instant: datetime) -> Iterator[None]:
    """Lets the demo live through its past weeks; nothing else turns the clock."""
    token = _as_if.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _as_if.reset(token)


def latest_day() -> date:
    """The latest local date that anyone on earth can be living in now (UTC+14)."""
    return now().astimezone(FURTHEST_EAST).date()


def today_in(time_zone: str) -> date:
    """Today's date in an IANA time zone."""
    return now().astimezone(ZoneInfo(time_zone)).date()
