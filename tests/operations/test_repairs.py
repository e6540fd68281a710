"""An alert that went missing: the worker brings it back, and operators see that it had to."""

from datetime import timedelta

import pytest
import time_machine
from fastapi.testclient import TestClient

from api.database import Database
from api.settings import Settings
from api.worker import make_worker
from tests.operations.test_metrics import figures
from tests.support import clients
from tests.support.clients import API, Caller
from tests.support.entries import an_entry, as_json
from tests.support.personas import People
from tests.sweeper.breaking import delete_alerts

DAYS = ("2026-11-22", "2026-11-23")


@pytest.fixture
def nora(http: TestClient, people: People, database: Database, settings: Settings) -> Caller:
    return clients.signed_in(http, people.nora, database=database, settings=settings)


def queue(nora: Caller) -> list[tuple[str, str, str]]:
    """Rule, level and status of every alert that Nora sees."""
    rows = nora.get(f"{API}/alerts").json()["items"]
    return [(row["rule"], row["level"], row["status"]) for row in rows]


def what_is_said(http: TestClient) -> tuple[str, str, float]:
    """The status of `/ready`, its line on repairs, and what Prometheus has counted."""
    ready = http.get("/ready").json()
    [detail] = [check["detail"] for check in ready["checks"] if check["name"] == "repairs"]
    return ready["status"], detail, figures(http)["diary_repairs_total"]


def test_an_alert_deleted_by_hand_comes_back_and_is_told_of(
    http: TestClient,
    database: Database,
    settings: Settings,
    anna: Caller,
    nora: Caller,
    clock: time_machine.Traveller,
) -> None:
    for day in DAYS:
        assert anna.put(f"{API}/patients/me/diary/{day}", as_json(an_entry(loose_stools=5))).is_success
    worker = make_worker(database, settings)
    worker.run_once()
    before = queue(nora)
    assert (len(before), what_is_said(http)) == (1, ("ok", "None in the last 24 hours.", 0))

    delete_alerts(database)
    assert queue(nora) == []
    clock.shift(timedelta(minutes=1))
    worker.run_once()

    assert queue(nora) == before
    assert what_is_said(http) == ("degraded", "1 in the last 24 hours.", 1)
