"""SQLite: one thread writes, many read.

The writer drains the works that wait into one transaction, a savepoint each, commits once for all of them
and answers after the commit: one fsync serves up to BATCH requests.
"""

import sqlite3
from collections.abc import Callable, Mapping, Set
from concurrent.futures import Future, InvalidStateError
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from threading import Lock, Thread
from time import perf_counter
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext

from api.database_checkpoint import Checkpointer
from api.database_figures import CommitFigures
from api.database_file import FileClaim, OpenedFile, make_private, may_damage_its_log
from api.database_pragmas import READER, WRITER, set_up, unsafe_settings
from api.database_queue import Job, WriteQueue
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
log = structlog.get_logger()
BATCH = 64
BUSY_SECONDS = 5
OUT_OF_SERVICE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN}
# On a connection that only reads this is a mistake of the work's instead.
WRITER_OUT_OF_SERVICE = OUT_OF_SERVICE | {sqlite3.SQLITE_READONLY}
# What else is no work's fault; nothing gets better by coming back later.
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PERM}


class SqliteEngine:
    """Raises: UnsafeDatabase when SQLite does not take a setting that durability needs, and when the file
    has a writer that the installed SQLite cannot share it with.
    """

    dialect = "sqlite"

    def __init__(self, settings: Settings) -> None:
        path = settings.sqlite_path
        if path is None or "?" in settings.database_url:
            raise UnsafeDatabase(
                "DIARY_DATABASE_URL of an SQLite file is sqlite:/// and its path, without options"
            )
        make_private(path)
        self._path = path
        self._claim = None
        if settings.environment != "test":
            self._claim = FileClaim(path, alone=may_damage_its_log())
        try:
            self._open(settings)
        except BaseException:
            self._let_go()
            raise

    def _open(self, settings: Settings) -> None:
        self.figures = CommitFigures()
        self._writer = _engine(settings.database_url, WRITER, begin="BEGIN IMMEDIATE", connections=1)
        self._readers = _engine(
            settings.database_url, READER, begin="BEGIN", connections=settings.sqlite_readers
        )
        for engine in (self._writer, self._readers):
            engine.connect().close()
        self._file = OpenedFile(self._path)
        self._log_guard: AbstractContextManager[object] = Lock() if may_damage_its_log() else nullcontext()
        self._workers = Workers(settings.sqlite_readers, waiting_limit=settings.write_queue_limit)
        self._checkpointer = Checkpointer(self._path, guard=self._log_guard)
        self._queue = WriteQueue(settings.write_queue_limit)
        self._thread = Thread(target=self._run, name="database-writer", daemon=True)
        self._thread.start()

    def read(self, work: Work[T]) -> Future[T]:
        return self._workers.submit(self._read, work)

    def write(self, work: Work[T]) -> Future[T]:
        return self._queue.put(work)

    @property
    def waiting(self) -> int:
        return len(self._queue)

    @property
    def has_writer(self) -> bool:
        return self._thread.is_alive()

    def close(self) -> None:
        self._queue.close()
        self._thread.join()
        self._workers.close()
        self._checkpointer.close()
        self._readers.dispose()
        self._writer.dispose()
        self._let_go()

    def _let_go(self) -> None:
        if self._claim is not None:
            self._claim.release()
            self._claim = None

    def unsafe(self) -> list[str]:
        return self._file.problems() or self.write(unsafe_settings).result()

    def _read(self, work: Work[T]) -> T:
        with transaction(self._readers) as connection:
            return work(connection)

    def _run(self) -> None:
        jobs: list[Job[Any]] = []
        try:
            while jobs := self._queue.take(BATCH):
                self._write([job for job in jobs if job.future.set_running_or_notify_cancel()])
                self._checkpointer.note_a_write()
        finally:
            for job in [*jobs, *self._queue.drain()]:
                _refuse(job)

    def _write(self, jobs: list[Job[Any]]) -> None:
        try:
            answers = self._commit(jobs)
        except Exception as error:  # noqa: BLE001  whatever it is, the writer goes on
            if not isinstance(error, WorkMayNotCommit):
                self.figures.note_lost()
            log.error("write_batch_lost", works=len(jobs), cause=type(error.__cause__ or error).__name__)
            answers = [partial(_refuse, job, cause=error) for job in jobs]
        for answer in answers:
            answer()

    def _commit(self, jobs: list[Job[Any]]) -> list[Callable[[], None]]:
        with transaction(self._writer) as connection:
            answers = [_attempt(connection, job, self.figures) for job in jobs]
            _require_transaction(connection)
            began = perf_counter()
            with self._log_guard:
                commit(connection)
        self.figures.note(works=len(jobs), seconds=perf_counter() - began)
        return answers


def _attempt(connection: Connection, job: Job[Any], figures: CommitFigures) -> Callable[[], None]:
    """Run one work in its savepoint; gives the answer to send after the commit."""
    savepoint = connection.begin_nested()
    try:
        result = job.work(connection)
        _require_transaction(connection)
        savepoint.commit()
    except WorkMayNotCommit as error:
        job.future.set_exception(error)
        raise
    except BaseException as error:  # noqa: BLE001  it goes to the caller of this work alone
        _require_transaction(connection)
        savepoint.rollback()
        if _code_of(error) in WRITER_OUT_OF_SERVICE | DAMAGED:
            figures.note_lost()
        return partial(job.future.set_exception, error)
    return partial(job.future.set_result, result)


def _refuse(job: Job[Any], *, cause: Exception | None = None) -> None:
    refusal = Unavailable()
    refusal.__cause__ = cause
    with suppress(InvalidStateError):  # answered already, or cancelled
        job.future.set_exception(refusal)


def _require_transaction(connection: Connection) -> None:
    # After an error such as SQLITE_FULL everything is rolled back, and a COMMIT would succeed and do nothing.
    driver = connection.connection.driver_connection
    if driver is None or not driver.in_transaction or not connection.in_transaction():
        raise Unavailable


def _engine(url: str, pragmas: Mapping[str, object], *, begin: str, connections: int) -> Engine:
    engine = guarded_engine(url, pool_size=connections, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", partial(set_up, pragmas))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    refusals = OUT_OF_SERVICE if pragmas is READER else WRITER_OUT_OF_SERVICE
    event.listen(engine, "handle_error", partial(_in_our_words, refusals))
    return engine


def _in_our_words(refusals: Set[int], context: ExceptionContext) -> None:
    error = context.original_exception
    if _code_of(error) in refusals:
        raise Unavailable from error


def _code_of(error: BaseException) -> int:
    """SQLite's own, without the details of an extended one; 0 when it is no error of SQLite's."""
    told = error.__cause__ or error
    return int(getattr(told, "sqlite_errorcode", None) or 0) & 0xFF
