"""The two databases as they lie there after a kill, looked at without the service."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy import Connection

SETTLE_SECONDS = 20.0
INDEXES = """
    SELECT bt_index_parent_check(c.oid, true) FROM pg_class c
    JOIN pg_am m ON m.oid = c.relam AND m.amname = 'btree' JOIN pg_index i ON i.indexrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND i.indisready AND i.indisvalid
"""
TABLES = """
    SELECT c.relname, v.msg FROM pg_class c, LATERAL verify_heapam(c.oid) v
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
"""
OTHERS = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


class Ground(Protocol):
    """Where the service stood."""

    url: str

    @contextmanager
    def look(self) -> Iterator[Connection]: ...

    def damage(self) -> list[str]: ...

    def crash(self) -> None: ...


class SqliteGround:
    def __init__(self, url: str) -> None:
        self.url = url
        path = url.removeprefix("sqlite:///")
        # Only looking: the log is left for the next life to recover from.
        self._engine = sa.create_engine(f"sqlite:///file:{path}?mode=ro&uri=true", poolclass=sa.NullPool)

    @contextmanager
    def look(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            yield connection

    def damage(self) -> list[str]:
        with self.look() as connection:
            whole = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            astray = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        return [str(one) for one in [*whole, *astray] if one != "ok"]

    def crash(self) -> None:
        """The service was all there is to kill."""


class PostgresGround:
    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = sa.create_engine(url, poolclass=sa.NullPool)

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """Once nothing is left of the connections of the killed: a COMMIT on its way still counts."""
        with self._settled().connect() as connection:
            yield connection

    def damage(self) -> list[str]:
        with self._settled().connect() as connection:
            connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS amcheck")
            connection.exec_driver_sql(INDEXES)
            return [str(tuple(row)) for row in connection.exec_driver_sql(TABLES)]

    def crash(self) -> None:
        """PostgreSQL too loses all that it has in memory: it starts anew when one of its own is killed."""
        with self._engine.connect() as connection:
            pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            os.kill(pid, signal.SIGKILL)
            connection.invalidate()

    def _settled(self) -> sa.Engine:
        give_up_at = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < give_up_at:
            try:
                with self._engine.connect() as connection:
                    if not connection.exec_driver_sql(OTHERS).all():
                        return self._engine
            except sa.exc.OperationalError:
                pass  # it is starting anew
            time.sleep(0.002)
        raise RuntimeError("PostgreSQL does not come to rest")


def ground_of(url: str) -> Ground:
    return SqliteGround(url) if url.startswith("sqlite") else PostgresGround(url)
