"""PostgreSQL: every work is a transaction of its own, on a pool of connections with a thread each."""

from concurrent.futures import Future
from typing import TypeVar

from psycopg import OperationalError
from psycopg.errors import DeadlockDetected, SerializationFailure
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, event
from sqlalchemy.engine import ExceptionContext

from api.database_works import (
    UnsafeDatabase,
    Work,
    Workers,
    WorkMayNotCommit,
    commit,
    guarded_engine,
    transaction,
)
from api.errors import Unavailable
from api.settings import Settings

T = TypeVar("T")
ATTEMPTS = 3
CONNECT_SECONDS = 5
NEEDED_FOR_DURABILITY = ("fsync", "synchronous_commit", "full_page_writes")


class PostgresEngine:
    """Raises: UnsafeDatabase when the server may lose what it has committed."""

    dialect = "postgresql"

    def __init__(self, settings: Settings) -> None:
        self._engine = guarded_engine(
            settings.database_url,
            pool_size=settings.postgres_connections,
            connect_args={"connect_timeout": CONNECT_SECONDS},
        )
        # All reads of a work see one moment, as they do on SQLite.
        self._reader = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        event.listen(self._engine, "handle_error", _in_our_words)
        self._workers = Workers(settings.postgres_connections, waiting_limit=settings.write_queue_limit)
        if settings.environment != "test":
            self._read(_refuse_unsafe_settings)

    def read(self, work: Work[T]) -> Future[T]:
        return self._workers.submit(self._read, work)

    def write(self, work: Work[T]) -> Future[T]:
        return self._workers.submit(self._write, work)

    def close(self) -> None:
        self._workers.close()
        self._engine.dispose()

    def _read(self, work: Work[T]) -> T:
        with transaction(self._reader) as connection:
            return work(connection)

    def _write(self, work: Work[T]) -> T:
        for _ in range(ATTEMPTS - 1):
            try:
                return self._write_once(work)
            except _Contended:
                continue  # the server rolled all of it back, so that it can run again from its start
        return self._write_once(work)

    def _write_once(self, work: Work[T]) -> T:
        with transaction(self._engine) as connection:
            result = work(connection)
            _require_transaction(connection)
            try:
                commit(connection)
            except WorkMayNotCommit:
                raise
            except Exception as error:
                raise Unavailable from error
            return result


class _Contended(Unavailable):
    """Another transaction was in the way."""


def _require_transaction(connection: Connection) -> None:
    # A COMMIT after an error that the work swallowed succeeds, and stores nothing.
    driver = connection.connection.driver_connection
    aborted = driver is None or driver.info.transaction_status is TransactionStatus.INERROR
    if aborted or not connection.in_transaction():
        raise Unavailable


def _refuse_unsafe_settings(connection: Connection) -> None:
    shown = {name: connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in NEEDED_FOR_DURABILITY}
    unsafe = ", ".join(name for name, value in shown.items() if value == "off")
    if unsafe:
        raise UnsafeDatabase(f"PostgreSQL can lose what it acknowledged; switch on: {unsafe}")


def _in_our_words(context: ExceptionContext) -> None:
    error = context.original_exception
    if isinstance(error, DeadlockDetected | SerializationFailure):
        raise _Contended from error
    if isinstance(error, OperationalError):
        raise Unavailable from error
    # PostgreSQL's DETAIL quotes the row that it refused, which is health data.
    for told in (error, context.sqlalchemy_exception):
        if told is not None and told.args:
            told.args = (str(told.args[0]).partition("\nDETAIL:")[0],)
