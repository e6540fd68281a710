"""Slows down guessing without ever locking a person out.

Attempts are counted per person and place: a browser in which this person has signed in before, else the
network address. Whoever guesses from elsewhere slows only themselves.
"""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from api.access.models import SignInFailure
from api.access.tokens import hash_of
from api.clock import now
from api.errors import SlowDown

FREE_ATTEMPTS = 5
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)
_FAILURE = SignInFailure.__table__  # type: ignore[attr-defined]


def wait_after(failures: int) -> timedelta:
    """How long the next attempt has to wait: one second after five failures, then twice as long each time."""
    if failures < FREE_ATTEMPTS:
        return timedelta(0)
    doublings = min(failures - FREE_ATTEMPTS, 20)
    return min(timedelta(seconds=2**doublings), LONGEST_WAIT)


def key_of(who: str, where: str) -> str:
    """One person at one place, as a hash, so that the table names nobody."""
    return hash_of(f"{who.casefold()}\n{where}")


def place_of(address: str) -> str:
    """A network address as far as it tells households apart: all of an IPv4, the first half of an IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, 64), strict=False)) if isinstance(parsed, IPv6Address) else str(parsed)


def count(connection: Connection, key: str) -> None:
    """Count an attempt before it is judged, so that many at once cannot slip by; success forgets it.

    Raises: SlowDown, with Retry-After in seconds, when it comes too early; it is not counted then.
    """
    _forget_old(connection)
    known = select(_FAILURE.c.failures, _FAILURE.c.last_at).where(_FAILURE.c.key_hash == key)
    row = connection.execute(known.with_for_update()).one_or_none()
    if row is not None:
        left = row.last_at + wait_after(row.failures) - now()
        if left > timedelta(0):
            raise SlowDown(headers={"Retry-After": str(ceil(left.total_seconds()))})
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    first = insert(_FAILURE).values(key_hash=key, failures=1, last_at=now())
    again = {"failures": _FAILURE.c.failures + 1, "last_at": now()}
    connection.execute(first.on_conflict_do_update(index_elements=["key_hash"], set_=again))


def forget(connection: Connection, key: str) -> None:
    connection.execute(delete(SignInFailure).where(_FAILURE.c.key_hash == key))


def _forget_old(connection: Connection) -> None:
    connection.execute(delete(SignInFailure).where(_FAILURE.c.last_at < now() - FORGOTTEN_AFTER))
