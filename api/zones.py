"""IANA time zones by name."""

from functools import cache
from zoneinfo import available_timezones

OF_NO_PLACE = {"Factory", "localtime", "posixrules"}
"""What a folder of zones holds beside them: an unset clock, this machine's own and the rules of another."""


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones() - OF_NO_PLACE)


def is_zone(name: str) -> bool:
    """Whether this is an IANA time zone that we know."""
    return name in _names()
