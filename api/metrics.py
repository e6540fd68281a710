"""What this process counts for Prometheus: times, sizes and numbers, never who or what.

Every app has a registry of its own, so that several can live in one process.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import Metric

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
LATENCY_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
UNAVAILABLE = 503


class Metrics:
    """Counts the requests of one app, and says what it counted along with what others know."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Histogram(
            "diary_request_seconds",
            "How long requests took.",
            ("method", "route", "status"),
            buckets=LATENCY_SECONDS,
            registry=self._registry,
        )
        self._unavailable = Counter(
            "diary_unavailable",
            "Requests that were answered with 503; the phone keeps what it sent.",
            registry=self._registry,
        )

    def note_request(self, method: str, route: str, *, status: int, seconds: float) -> None:
        """`route` is the template; an unknown method is OTHER, since anyone can make one up."""
        known = method if method in METHODS else "OTHER"
        self._requests.labels(known, route, f"{status // 100}xx").observe(seconds)
        if status == UNAVAILABLE and route != "/ready":
            self._unavailable.inc()

    def as_text(self, others: Iterable[Metric]) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(_Told([*self._registry.collect(), *others]))


@dataclass(frozen=True)
class _Told:
    metrics: list[Metric]

    def collect(self) -> Iterable[Metric]:
        return self.metrics
