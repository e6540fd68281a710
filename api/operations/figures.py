"""What a look found, as Prometheus' metrics. What is not known is left out, never 0."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric

from api.operations.models import CheckStatus, Readiness
from api.operations.store import Standing
from api.operations.watch import Seen


def figures_of(seen: Seen, readiness: Readiness, *, version: str, writes_waiting: int) -> Iterator[Metric]:
    """Units: seconds and bytes, as the names say."""
    yield _checks(readiness)
    yield _gauge("diary_writes_waiting", "Writes that wait in this process.", writes_waiting)
    yield InfoMetricFamily(
        "diary_build", "The version of the service and of its tables.", _build(seen, version)
    )
    if seen.standing is not None:
        yield from _standing(seen.standing, seen.at)
    if seen.disk_free_bytes is not None:
        yield _gauge("diary_disk_free_bytes", "Room in the folder of the database.", seen.disk_free_bytes)
    if seen.backup is not None and seen.backup.made_at is not None:
        age = (seen.at - seen.backup.made_at).total_seconds()
        yield _gauge("diary_verified_backup_age_seconds", "Age of the newest verified backup.", age)


def _standing(standing: Standing, at: datetime) -> Iterator[Metric]:
    yield _gauge("diary_outbox_waiting", "Events that are not sent.", standing.waiting)
    oldest = (at - standing.oldest_at).total_seconds() if standing.oldest_at else 0.0
    yield _gauge("diary_outbox_oldest_seconds", "How long the oldest event waits; 0 when none does.", oldest)
    yield CounterMetricFamily(
        "diary_repairs", "Alerts that the sweeper found missing; 0 is healthy.", value=standing.repairs
    )
    yield _gauge("diary_silent_patients", "Patients whose silence is noted now.", standing.silent)
    for name, beat in standing.beats:
        if beat is not None:
            silent = (at - beat).total_seconds()
            yield _gauge(f"diary_{name}_silent_seconds", f"Since the last {name} was seen through.", silent)


def _checks(readiness: Readiness) -> Metric:
    family = GaugeMetricFamily(
        "diary_check_ok", "1 when a check of /ready is well, 0 when not.", labels=["check"]
    )
    for check in readiness.checks:
        if check.status is not CheckStatus.NOT_CHECKED:
            family.add_metric([check.name], float(check.status is CheckStatus.OK))
    return family


def _build(seen: Seen, version: str) -> dict[str, str]:
    return {"version": version, "tables": (seen.tables and seen.tables.revision) or "unknown"}


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)
