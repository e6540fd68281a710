"""`diary serve` and `diary worker` each send, repair and note what is due, without being asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from time import monotonic

import httpx
import pytest
import sqlalchemy as sa

from api import clock
from api.alerts.models import Alert
from api.database import open_database
from api.outbox.models import OutboxEvent
from api.patients.models import Patient
from api.settings import Settings
from api.sweeper.models import Heartbeat
from tests.cli.test_processes import running
from tests.demo.test_command import a_free_port
from tests.support.entries import write
from tests.support.events import put
from tests.support.factories import insert
from tests.support.personas import move_in
from tests.sweeper.breaking import alert_row, delete_alerts
from tests.sweeper.waiting import NEW_YORK, enrolled

PATIENCE_SECONDS = 60
LAST_BEAT_WAS = timedelta(minutes=2)


@dataclass(frozen=True)
class Traces:
    """What a process leaves behind in the database: whose alerts there are, which events were sent and which
    were not, and who has beaten since the service stopped."""

    alerts_of: list[str]
    sent: list[str]
    unsent: list[str]
    beats: list[str]


@pytest.fixture
def look(settings: Settings) -> Iterator[Callable[[], Traces]]:
    """A service stopped two minutes ago. Dana's alert was lost, Sofia's silence has begun, and an event about
    Ben was left behind. Gives what has become of that."""
    stopped_at = clock.now() - LAST_BEAT_WAS
    prepare(settings, stopped_at)
    # Beside the process, and not as one of the service: it may want the file for itself.
    engine = sa.create_engine(settings.database_url, poolclass=sa.NullPool)
    yield lambda: traces(engine, since=stopped_at)
    engine.dispose()


def prepare(settings: Settings, stopped_at: datetime) -> None:
    database = open_database(settings)
    people = move_in(database)
    dana, sofia = enrolled(database, people), enrolled(database, people, "Sofia Reyes")
    for days_ago in (1, 0):
        write(database, dana, clock.today_in(NEW_YORK) - timedelta(days=days_ago), loose_stools=5)
    assert alert_row(database)["patient_id"] == dana.id
    delete_alerts(database)
    put(database, people.ben)
    patient = Patient.__table__  # type: ignore[attr-defined]
    begun = sa.update(patient).where(patient.c.id == sofia.id).values(silent_from=stopped_at)
    database.write_now(lambda connection: connection.execute(begun))
    database.write_now(insert, Heartbeat(name="service", at=stopped_at))
    database.close()


def traces(engine: sa.Engine, *, since: datetime) -> Traces:
    alert, beat, event, patient = (
        model.__table__  # type: ignore[attr-defined]
        for model in (Alert, Heartbeat, OutboxEvent, Patient)
    )
    alerts = sa.select(patient.c.name).join(alert, alert.c.patient_id == patient.c.id)
    told = sa.select(event.c.kind, patient.c.name).join(patient, event.c.patient_id == patient.c.id)
    beats = sa.select(beat.c.name).where(beat.c.at > since)
    with engine.connect() as connection:

        def lines(query: sa.Select[*tuple[str, ...]]) -> list[str]:
            return sorted(" ".join(row) for row in connection.execute(query))

        return Traces(
            alerts_of=lines(alerts),
            sent=lines(told.where(event.c.done_at.is_not(None))),
            unsent=lines(told.where(event.c.done_at.is_(None))),
            beats=lines(beats),
        )


def wait_for(wanted: Traces, look: Callable[[], Traces]) -> Traces:
    """What is found once it is as wanted, or when patience is over."""
    pause, give_up_at = Event(), monotonic() + PATIENCE_SECONDS
    found = look()
    while found != wanted and monotonic() < give_up_at:
        pause.wait(0.1)
        found = look()
    return found


def all_done(*beats: str) -> Traces:
    entries = ["entry.recorded Ben Okafor", *["entry.recorded Dana Wolfe"] * 2]
    sent = ["alert.opened Dana Wolfe", *entries, "patient.silent Sofia Reyes"]
    return Traces(["Dana Wolfe"], sent, [], list(beats))


def repairs_at(port: int) -> str:
    with httpx.Client(transport=httpx.HTTPTransport(retries=10)) as client:
        checks = client.get(f"http://127.0.0.1:{port}/ready").json()["checks"]
    return str(next(check["detail"] for check in checks if check["name"] == "repairs"))


def test_a_server_works_beside_answering(look: Callable[[], Traces], database_url: str) -> None:
    port, done = a_free_port(), all_done("service", "sweep", "worker")

    with running("serve", "--port", str(port), database_url=database_url, until="Serving"):
        assert wait_for(done, look) == done
        assert repairs_at(port) == "1 in the last 24 hours."


def test_a_worker_works_without_a_server(look: Callable[[], Traces], database_url: str) -> None:
    done = all_done("sweep", "worker")

    with running("worker", database_url=database_url, until="Working"):
        assert wait_for(done, look) == done
