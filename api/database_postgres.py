"""PostgreSQL: every work is a transaction of its own, on a pool of connections with a thread each."""

from concurrent.futures import Future
from contextlib import closing, suppress
from functools import partial
from time import perf_counter
from typing import Any, TypeVar

import psycopg
from psycopg import OperationalError, generators
from psycopg.errors import (
    DeadlockDetected,
    ReadOnlySqlTransaction,
    SerializationFailure,
    error_from_result,
)
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy import Connection, event
from sqlalchemy.engine import ExceptionContext

from api.database_figures import CommitFigures
from api.database_gate import CommitGate
from api.database_postgres_faults import is_the_servers_fault
from api.database_postgres_settings import unsafe_settings
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
LOCK_SECONDS = 5
CONNECT = {
    "connect_timeout": 5,
    # A server that went away without a word is noticed within the minute, not after two hours.
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}


class PostgresEngine:
    """Raises: UnsafeDatabase when the server may lose what it has committed."""

    dialect = "postgresql"

    def __init__(self, settings: Settings) -> None:
        self.figures = CommitFigures()
        self._engine = guarded_engine(
            settings.database_url,
            pool_size=settings.postgres_connections,
            connect_args=CONNECT,
            use_native_hstore=False,
        )
        event.listen(self._engine, "connect", _wait_for_locks_briefly)
        # All reads of a work see one moment, as they do on SQLite.
        self._reader = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        event.listen(self._engine, "handle_error", _in_our_words)
        # Writes that wait for a locked patient may not keep the reads waiting.
        readers = settings.postgres_connections // 4
        self._writers = Workers(
            settings.postgres_connections - readers, waiting_limit=settings.write_queue_limit
        )
        self._readers = (
            Workers(readers, waiting_limit=settings.write_queue_limit) if readers else self._writers
        )
        self._gate = CommitGate()
        self._is_test = settings.environment == "test"
        self._has_started = False
        event.listen(self._engine, "connect", self._refuse_unsafe)
        if not self._is_test:
            self._engine.connect().close()
        self._has_started = True

    def read(self, work: Work[T]) -> Future[T]:
        return self._readers.submit(self._read, work)

    def write(self, work: Work[T]) -> Future[T]:
        return self._writers.submit(self._write, work)

    @property
    def waiting(self) -> int:
        return self._writers.waiting

    @property
    def has_writer(self) -> bool:
        return True  # each work has a thread of its own

    def close(self) -> None:
        self._writers.close()
        self._readers.close()
        self._engine.dispose()

    def unsafe(self) -> list[str]:
        """As a connection would have it that is made now: changed settings of a role hold for new ones."""
        if self._is_test:
            return []
        arguments, options = self._engine.dialect.create_connect_args(self._engine.url)
        try:
            driver: Any = self._engine.dialect.connect(*arguments, **{**options, **CONNECT})
            with closing(driver):
                return unsafe_settings(driver)
        except OperationalError as error:
            raise Unavailable from error

    def _refuse_unsafe(self, driver: psycopg.Connection[Any], _record: object) -> None:
        if self._is_test or not (found := unsafe_settings(driver)):
            return
        driver.close()
        refusal = UnsafeDatabase(" ".join(found))
        if self._has_started:
            raise Unavailable from refusal
        raise refusal

    def _read(self, work: Work[T]) -> T:
        with transaction(self._reader) as connection:
            return work(connection)

    def _write(self, work: Work[T]) -> T:
        try:
            return self._write_patiently(work)
        except Exception as error:
            if is_the_servers_fault(error):
                self.figures.note_lost()
            raise

    def _write_patiently(self, work: Work[T]) -> T:
        for _ in range(ATTEMPTS - 1):
            try:
                return self._write_once(work)
            except _Contended:
                continue  # the server rolled all of it back, so that it can run again from its start
        return self._write_once(work)

    def _write_once(self, work: Work[T]) -> T:
        with self._gate.awaits() as come, transaction(self._engine) as connection:
            result = work(connection)
            driver = _in_transaction(connection)
            come(partial(_send_commit, driver))
            began = perf_counter()
            try:
                _receive_commit(driver)
                commit(connection)
            except WorkMayNotCommit:
                raise
            except Exception as error:
                if driver.broken:
                    connection.invalidate()
                raise Unavailable from error
            self.figures.note(works=1, seconds=perf_counter() - began)
            return result


def _wait_for_locks_briefly(driver: psycopg.Connection[Any], _record: object) -> None:
    driver.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
    driver.commit()


class _Contended(Unavailable):
    """Another transaction was in the way."""


def _in_transaction(connection: Connection) -> psycopg.Connection[Any]:
    """The driver's connection. Raises: Unavailable when what the work did cannot be committed any more."""
    # A COMMIT after an error that the work swallowed succeeds, and stores nothing.
    driver: psycopg.Connection[Any] | None = connection.connection.driver_connection
    if driver is None or driver.info.transaction_status is TransactionStatus.INERROR:
        raise Unavailable
    if not connection.in_transaction():
        raise Unavailable
    return driver


def _send_commit(driver: psycopg.Connection[Any]) -> None:
    """From whichever thread; what cannot be sent is left to the work's own, which finds out why."""
    if driver.info.transaction_status is TransactionStatus.INTRANS:
        with suppress(psycopg.Error):
            driver.pgconn.send_query(b"COMMIT")


def _receive_commit(driver: psycopg.Connection[Any]) -> None:
    """Waits for the answer to a commit that was sent; the driver's own then finds nothing left to do.

    Raises: psycopg.Error when it was not committed.
    """
    if driver.info.transaction_status is not TransactionStatus.ACTIVE:
        return
    result = driver.wait(generators.execute(driver.pgconn))[0]
    if result.status != ExecStatus.COMMAND_OK or result.command_status != b"COMMIT":
        raise error_from_result(result)


def _in_our_words(context: ExceptionContext) -> None:
    error = context.original_exception
    if isinstance(error, DeadlockDetected | SerializationFailure):
        raise _Contended from error
    if isinstance(error, OperationalError) or (
        isinstance(error, ReadOnlySqlTransaction) and not _is_for_reading(context.connection)
    ):
        raise Unavailable from error
    # PostgreSQL's DETAIL quotes the row that it refused, which is health data.
    for told in (error, context.sqlalchemy_exception):
        if told is not None and told.args:
            told.args = (str(told.args[0]).partition("\nDETAIL:")[0],)


def _is_for_reading(connection: Connection | None) -> bool:
    return connection is not None and bool(connection.get_execution_options().get("postgresql_readonly"))
