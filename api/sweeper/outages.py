"""Whose silence may be the service's own. Pure: spans in, an instant out."""

from collections.abc import Iterable
from datetime import datetime, timedelta

# The service beats once a minute; a restart or an update is shorter than this.
OUTAGE_AFTER = timedelta(minutes=10)
# So long the service must have been there for phones to send what they kept.
CATCHING_UP = timedelta(hours=24)


def held_from(outages: Iterable[tuple[datetime, datetime]], *, now: datetime) -> datetime | None:
    """Silences that begin from this instant on wait; None when none has to.

    Phones have had their time once the service was there for 24 hours since an outage, further outages not
    counted: so many short ones hold nobody back for ever, and one hour between two long ones is not enough.
    `outages` are spans, the latest first, none longer than from one beat to the next.
    """
    was_there = timedelta()
    edge, held = now, None
    for since, until in outages:
        if until > now:
            continue  # a clock that ran ahead, and was set right since, wrote this one
        was_there += max(edge - until, timedelta())
        if was_there >= CATCHING_UP:
            break
        edge = held = since
    return held
