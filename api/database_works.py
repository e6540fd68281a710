"""What both engines share: a work, the transaction that it cannot end, and threads with a bounded queue."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Any, TypeAlias, TypeVar

from pydantic_core import from_json
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from api.errors import Unavailable

T = TypeVar("T")
Work: TypeAlias = Callable[[Connection], T]

compact_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class UnsafeDatabase(RuntimeError):
    """This database would acknowledge what it could still lose; start-up refuses it."""


class WorkMayNotCommit(RuntimeError):
    """A work tried to commit; nothing that it wrote is stored."""


def guarded_engine(url: str, **options: Any) -> Engine:
    """An engine whose transactions only `commit` below can commit, and whose errors quote no values."""
    engine = create_engine(
        url,
        poolclass=QueuePool,
        max_overflow=0,
        hide_parameters=True,
        json_serializer=compact_json,
        json_deserializer=from_json,
        **options,
    )
    event.listen(engine, "commit", _refuse_a_works_commit)
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A connection inside a transaction that is rolled back at the end of the block, unless committed."""
    with engine.connect() as connection:
        connection.begin()
        try:
            yield connection
        finally:
            # SQLAlchemy takes a transaction for closed whose commit failed; the driver holds it open.
            if not connection.invalidated:
                connection.connection.rollback()


def commit(connection: Connection) -> None:
    connection.execution_options(may_commit=True).commit()


def _refuse_a_works_commit(connection: Connection) -> None:
    if not connection.get_execution_options().get("may_commit"):
        raise WorkMayNotCommit("return from the work instead; its caller commits")


class Workers:
    """Threads that refuse more than a number of waiting calls."""

    def __init__(self, threads: int, *, waiting_limit: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="database")
        self._count = threads
        self._unfinished = 0
        self._counting = Lock()
        self._places = BoundedSemaphore(threads + waiting_limit)

    def submit(self, call: Callable[[Work[T]], T], work: Work[T]) -> Future[T]:
        """Raises: Unavailable when the queue is full or closed."""
        if not self._places.acquire(blocking=False):
            raise Unavailable
        try:
            future = self._threads.submit(call, work)
        except RuntimeError as closed:
            self._places.release()
            raise Unavailable from closed
        self._count_up(1)
        future.add_done_callback(self._finished)
        return future

    @property
    def waiting(self) -> int:
        """Calls that no thread has time for yet."""
        return max(0, self._unfinished - self._count)

    def _finished(self, _: Future[Any]) -> None:
        self._count_up(-1)
        self._places.release()

    def _count_up(self, by: int) -> None:
        with self._counting:
            self._unfinished += by

    def close(self) -> None:
        self._threads.shutdown()
