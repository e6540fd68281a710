"""Ways to break the promise, so that the test can show that it would notice. Each widens its own window."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from api.database import Database

WINDOW_SECONDS = 0.05
ALERTS = ("alert", "alert_event")


class LeavesAlertsForLater:
    """A connection that keeps back what would be written of new alerts."""

    def __init__(self, connection: Connection, kept_back: list[tuple[Any, Any]]) -> None:
        self._connection = connection
        self._kept_back = kept_back

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, statement: Any, parameters: Any = None) -> Any:
        if isinstance(statement, sa.Insert) and getattr(statement.table, "name", "") in ALERTS:
            self._kept_back.append((statement, parameters))
            return None
        return self._connection.execute(statement, parameters)


def commit_entry_and_alert_apart() -> None:
    """The entry in one transaction and its alert in the next one, before the answer."""
    write = Database.write

    async def write_in_two(self: Database, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        kept_back: list[tuple[Any, Any]] = []
        result = await write(self, lambda c: work(LeavesAlertsForLater(c, kept_back), *args, **kwargs))
        if kept_back:
            await asyncio.sleep(WINDOW_SECONDS)
            await write(self, lambda c: [c.execute(*each) for each in kept_back] and None)
        return result

    Database.write = write_in_two  # type: ignore[method-assign]


def answer_before_the_commit() -> None:
    """What the work returns is sent while its transaction is still open."""
    write = Database.write

    async def tell_early(self: Database, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        loop = asyncio.get_running_loop()
        told = loop.create_future()

        def work_and_tell(connection: Connection) -> Any:
            result = work(connection, *args, **kwargs)
            loop.call_soon_threadsafe(lambda: told.done() or told.set_result(result))
            time.sleep(WINDOW_SECONDS)
            return result

        writing = asyncio.ensure_future(write(self, work_and_tell))
        await asyncio.wait({told, writing}, return_when=asyncio.FIRST_COMPLETED)
        return told.result() if told.done() else await writing

    Database.write = tell_early  # type: ignore[method-assign]


SABOTEURS = {
    "entry and alert apart": commit_entry_and_alert_apart,
    "answer before commit": answer_before_the_commit,
}
