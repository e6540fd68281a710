"""When a clinic is open, as instants: pure arithmetic on its local hours."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MIDNIGHT = time(0)
# Longer than any row of holidays: who opens on none of these days has no hours, who never closes is endless.
HORIZON_DAYS = 60


@dataclass(frozen=True)
class Opening:
    """A span of time. Units: UTC, since times of one zone compare by the wall clock, not as instants."""

    opens: datetime
    closes: datetime

    @property
    def is_endless(self) -> bool:
        return self.closes - self.opens > timedelta(days=HORIZON_DAYS - 2)


Hours = Mapping[str, Sequence[Mapping[str, str]]]


def openings(hours: Hours, *, holidays: frozenset[date], zone: ZoneInfo, since: date) -> Iterator[Opening]:
    """The clinic's spans from a local day on, in order; spans that touch are one, as over midnight."""
    running: Opening | None = None
    for opening in _spans(hours, holidays=holidays, zone=zone, since=since):
        if running is not None and opening.opens <= running.closes:
            running = Opening(running.opens, max(running.closes, opening.closes))
            continue
        if running is not None:
            yield running
        running = opening
    if running is not None:
        yield running


def _spans(hours: Hours, *, holidays: frozenset[date], zone: ZoneInfo, since: date) -> Iterator[Opening]:
    for day in (since + timedelta(days=number) for number in range(HORIZON_DAYS)):
        if day in holidays:
            continue
        for span in sorted(hours.get(WEEKDAYS[day.weekday()], ()), key=lambda span: span["opens"]):
            opens, closes = time.fromisoformat(span["opens"]), time.fromisoformat(span["closes"])
            last_day = day + timedelta(days=1) if closes == MIDNIGHT else day
            yield Opening(_first_instant(day, opens, zone), _last_instant(last_day, closes, zone))


def _first_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _last_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    # An hour that comes twice ends the second time; one that is left out ends where the clock jumped to.
    local = datetime.combine(day, at, zone)
    return max(local.astimezone(UTC), local.replace(fold=1).astimezone(UTC))
