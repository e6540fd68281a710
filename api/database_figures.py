"""What an engine counts of its commits, for whoever watches."""

from collections.abc import Iterator
from threading import Lock

from prometheus_client import Histogram
from prometheus_client.core import Metric

WORKS = (1, 2, 4, 8, 16, 32, 64)
SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class CommitFigures:
    """Belongs to one engine; without a registry, so that any number of apps can show it."""

    def __init__(self) -> None:
        self.lost = 0
        """Writes that failed by the database's fault, not the work's."""
        self._counting = Lock()
        self._works = Histogram(
            "diary_commit_works", "How many writes one commit made durable.", buckets=WORKS, registry=None
        )
        self._seconds = Histogram(
            "diary_commit_seconds", "How long commits took.", buckets=SECONDS, registry=None
        )

    def note(self, *, works: int, seconds: float) -> None:
        self._works.observe(works)
        self._seconds.observe(seconds)

    def note_lost(self) -> None:
        with self._counting:
            self.lost += 1

    def collect(self) -> Iterator[Metric]:
        yield from self._works.collect()
        yield from self._seconds.collect()
