"""How long an event or a duty is one worker's, and which noted times cannot be right."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

LEASE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=15)


def has_come(
    column: sa.ColumnElement[Any], *, at: datetime | sa.BindParameter[Any], latest: Any
) -> sa.ColumnElement[bool]:
    """Whether the instant in a column has come, or is later than `latest_after` says that any can be.

    A clock that ran ahead and was set right leaves such instants behind; waiting for them would stop
    everything until then.
    """
    return sa.or_(column <= at, column > latest)


def latest_after(at: datetime, wait: timedelta) -> datetime:
    """The latest instant that a worker can have noted who wanted to wait so long.

    A lease more: another machine's clock may be ahead of ours, and what it holds is not free for that.
    """
    return at + wait + LEASE
