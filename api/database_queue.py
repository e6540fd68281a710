"""The works that wait for SQLite's writer."""

from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Condition
from typing import Any, Generic, TypeVar

from api.database_works import Work
from api.errors import Unavailable

T = TypeVar("T")


@dataclass(frozen=True, eq=False, slots=True)
class Job(Generic[T]):
    """A work, and the promise of its result."""

    work: Work[T]
    future: Future[T]


class WriteQueue:
    """First come, first served, up to a limit."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._jobs: deque[Job[Any]] = deque()
        self._is_open = True
        self._changed = Condition()

    def put(self, work: Work[T]) -> Future[T]:
        """Raises: Unavailable when the queue is full or closed."""
        job = Job(work, Future())
        with self._changed:
            if not self._is_open or len(self._jobs) >= self._limit:
                raise Unavailable
            self._jobs.append(job)
            self._changed.notify()
        return job.future

    def take(self, most: int) -> list[Job[Any]]:
        """All that wait, up to `most`; waits for the first, and gives none once closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._jobs or not self._is_open)
            return [self._jobs.popleft() for _ in range(min(most, len(self._jobs)))]

    def __len__(self) -> int:
        return len(self._jobs)

    def close(self) -> None:
        """Take no more; what waits is still served."""
        with self._changed:
            self._is_open = False
            self._changed.notify()

    def drain(self) -> list[Job[Any]]:
        """Take no more; gives all that wait."""
        self.close()
        return self.take(self._limit)
