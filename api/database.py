"""One way to the database: `read` and `write` run a plain function on a connection, in one transaction.

Such a function, a *work*, takes a SQLAlchemy `Connection` first. `write` returns after a durable commit, so
that no answer can run ahead of it. Nothing slow belongs in a work, and a work does not commit.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import structlog
from sqlalchemy import JSON, Connection, DateTime, Dialect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Session

from api.database_figures import CommitFigures
from api.database_ids import CompactHash, CompactUuid
from api.database_instants import MICROSECONDS
from api.database_postgres import PostgresEngine
from api.database_sqlite import SqliteEngine
from api.database_works import UnsafeDatabase, Work, WorkMayNotCommit
from api.settings import Settings

__all__ = [
    "CompactHash",
    "CompactUuid",
    "Database",
    "JsonDocument",
    "UnsafeDatabase",
    "UtcDateTime",
    "WorkMayNotCommit",
    "open_database",
    "session_on",
]

P = ParamSpec("P")
T = TypeVar("T")
READINESS_SECONDS = 2.0
log = structlog.get_logger()


class DatabaseEngine(Protocol):
    """What SQLite and PostgreSQL each do in their own way."""

    dialect: str
    figures: CommitFigures

    @property
    def waiting(self) -> int: ...

    @property
    def has_writer(self) -> bool: ...

    def unsafe(self) -> list[str]: ...

    def read(self, work: Work[T]) -> Future[T]: ...

    def write(self, work: Work[T]) -> Future[T]: ...

    def close(self) -> None: ...


class Database:
    """The diary's database. Every method raises Unavailable when it cannot answer now."""

    def __init__(self, engine: DatabaseEngine) -> None:
        self._engine = engine
        self.dialect = engine.dialect

    async def read(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What the work finds, all of it as of one moment; it cannot write."""
        return await asyncio.wrap_future(self._engine.read(lambda c: work(c, *args, **kwargs)))

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What the work returns, once all that it wrote is on disk. If it raises, nothing is stored."""
        return await asyncio.wrap_future(self._engine.write(lambda c: work(c, *args, **kwargs)))

    def read_now(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read` for programs without an event loop."""
        return self._engine.read(lambda c: work(c, *args, **kwargs)).result()

    def write_now(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """`write` for programs without an event loop."""
        return self._engine.write(lambda c: work(c, *args, **kwargs)).result()

    async def gets_through(self, work: Work[object]) -> bool:
        """Whether what this work writes is on disk within READINESS_SECONDS."""
        try:
            await asyncio.wait_for(self.write(work), READINESS_SECONDS)
        except Exception as error:  # noqa: BLE001  whatever it is, the write is not there
            log.warning("write_did_not_get_through", cause=type(error.__cause__ or error).__name__)
            return False
        return True

    def durability(self) -> list[str]:
        """What could lose acknowledged writes as the database is set now; a sentence each, none when safe.

        Waits for the database: call it in a thread.
        """
        return self._engine.unsafe()

    @property
    def figures(self) -> CommitFigures:
        """What this process has committed so far."""
        return self._engine.figures

    @property
    def lost_writes(self) -> int:
        """Writes of this process that failed by the database's fault so far."""
        return self._engine.figures.lost

    @property
    def waiting(self) -> int:
        """Writes that wait in this process."""
        return self._engine.waiting

    @property
    def has_writer(self) -> bool:
        """Whether whoever writes is still there; without one every write is refused."""
        return self._engine.has_writer

    def close(self) -> None:
        """Finish what has been accepted, refuse the rest, let go of the database."""
        self._engine.close()


def open_database(settings: Settings) -> Database:
    """The database at `settings.database_url`, with whatever tables it has.

    Raises: UnsafeDatabase when it would acknowledge what it could still lose.
    """
    return Database(SqliteEngine(settings) if settings.sqlite_path else PostgresEngine(settings))


@contextmanager
def session_on(connection: Connection) -> Iterator[Session]:
    """A SQLModel session inside a work, stored at the end of the block; off the hot way only."""
    # By default a flush without a commit is kept on PostgreSQL and lost on SQLite.
    with Session(
        bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False
    ) as session:
        yield session
        session.commit()


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: refuses what has no time zone, stores UTC, gives UTC back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(MICROSECONDS if dialect.name == "sqlite" else self.impl_instance)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonDocument(TypeDecorator[Any]):
    """A JSON document: compact text on SQLite, JSONB on PostgreSQL; None is NULL."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        on_postgres = dialect.name == "postgresql"
        return dialect.type_descriptor(JSONB(none_as_null=True) if on_postgres else self.impl_instance)
