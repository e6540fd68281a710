"""How instants are kept on SQLite: as microseconds since 1970, a third of the space of a written one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.dialects.sqlite import DATETIME

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Microseconds(DATETIME):
    """An instant as a whole number; they sort as the instants do. Older tables have it written out."""

    def bind_processor(self, dialect: Dialect) -> Any:
        return _number_of

    def literal_processor(self, dialect: Dialect) -> Any:
        return lambda value: str(_number_of(value))

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _instant_of


def _number_of(value: datetime | None) -> int | None:
    return None if value is None else (value - EPOCH) // MICROSECOND


def _instant_of(value: int | str | None) -> datetime | None:
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    return None if value is None else EPOCH + value * MICROSECOND


MICROSECONDS = Microseconds()  # type: ignore[no-untyped-call]
