"""`/ready` on a real database: it tells, never hangs, and gives nothing away."""

import asyncio
import os
import shutil
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import time_machine
from fastapi.testclient import TestClient

from api import database as database_module
from api.database import Database
from api.ids import new_id
from api.operations import watch
from api.operations.probe import Probe
from api.operations.watch import Watch
from api.outbox.models import OutboxEvent
from api.settings import Settings
from api.sweeper.models import Repair
from tests.operations.conftest import NOON
from tests.support.factories import insert
from tests.support.personas import People

SOON = 0.05
LONGEST_WAIT_SECONDS = 10


def statuses(http: TestClient) -> dict[str, str]:
    return {check["name"]: check["status"] for check in http.get("/ready").json()["checks"]}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (watch, database_module):
        monkeypatch.setattr(module, "READINESS_SECONDS", SOON)


def test_a_database_that_hangs_is_unavailable_and_not_waited_for(
    http: TestClient, database: Database, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless: Future[Any] = Future()
    endless.set_running_or_notify_cancel()
    for way in ("read", "write"):
        monkeypatch.setattr(database._engine, way, lambda *_: endless)
    monkeypatch.setattr(database._engine, "unsafe", endless.result)

    answer = http.get("/ready")
    live = http.get("/live")

    found = {check["name"]: check["status"] for check in answer.json()["checks"]}
    assert (answer.status_code, answer.json()["status"]) == (503, "unavailable")
    assert (found["database"], found["tables"], found["durability"]) == ("failed", "failed", "failed")
    assert live.status_code == 200
    endless.set_result(None)


def test_tables_of_another_version_are_unavailable(http: TestClient, database: Database) -> None:
    database.write_now(lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'"))

    assert http.get("/ready").status_code == 503
    assert statuses(http)["tables"] == "failed"


def test_a_database_without_tables_is_unavailable(http: TestClient, database: Database) -> None:
    database.write_now(lambda c: c.exec_driver_sql("DROP TABLE heartbeat"))
    database.write_now(lambda c: c.exec_driver_sql("DROP TABLE alembic_version"))

    assert http.get("/ready").status_code == 503
    assert statuses(http) | {"tables": "failed", "worker": "warning"} == statuses(http)


def test_settings_that_lose_writes_are_unavailable(
    http: TestClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database._engine, "unsafe", lambda: ["fsync is off; switch it on"])

    answer = http.get("/ready")

    assert (answer.status_code, statuses(http)["durability"]) == (503, "failed")
    assert "fsync" not in answer.text


def test_a_closed_database_is_unavailable(http: TestClient, database: Database) -> None:
    database.close()

    assert http.get("/ready").status_code == 503
    assert statuses(http)["database"] == "failed"


def test_all_well_is_ok_with_a_line_for_each_check(http: TestClient, settings: Settings) -> None:
    answer = http.get("/ready")

    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert statuses(http) == {
        "database": "ok",
        "writer": "ok",
        "tables": "ok",
        "durability": "ok",
        "disk": "ok" if settings.sqlite_path else "not checked",
        "service": "ok",
        "worker": "ok",
        "sweep": "ok",
        "outbox": "ok",
        "repairs": "ok",
        "backup": "ok",
    }


def test_it_gives_away_no_path_address_or_version(
    http: TestClient, settings: Settings, backups: Path
) -> None:
    said = http.get("/ready").text

    for secret in (str(backups), settings.database_url, settings.metrics_token, "0004", os.sep):
        assert secret not in said


def test_a_silent_worker_an_old_backup_and_a_repair_are_seen(
    http: TestClient, database: Database, people: People, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(hours=49))
    mended = {"clinic_id": people.clinic.id, "patient_id": people.anna.id, "rule": "r", "kind": "opened"}
    database.write_now(insert, Repair(id=new_id(), at=NOON + timedelta(hours=48), **mended))
    database.write_now(insert, Repair(id=new_id(), at=NOON, **mended))

    answer = http.get("/ready")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    details = {check["name"]: check["detail"] for check in answer.json()["checks"]}
    assert details["repairs"] == "1 in the last 24 hours."
    assert details["worker"] == "Last done 49 hours ago."
    assert [name for name, status in statuses(http).items() if status == "warning"] == [
        "service",
        "worker",
        "sweep",
        "repairs",
        "backup",
    ]


def test_an_event_that_nobody_sends_is_seen(
    http: TestClient, database: Database, people: People, clock: time_machine.Traveller
) -> None:
    ids = {"clinic_id": people.clinic.id, "patient_id": people.anna.id, "subject_id": new_id()}
    for at, done_at in ((NOON - timedelta(hours=1), NOON), (NOON - timedelta(minutes=4), None)):
        event = OutboxEvent(id=new_id(), kind="alert.opened", at=at, done_at=done_at, **ids)
        database.write_now(insert, event)
    before = statuses(http)["outbox"]

    clock.shift(timedelta(minutes=2))

    assert (before, statuses(http)["outbox"]) == ("ok", "warning")


@pytest.mark.parametrize("database_server", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "{}",
        "[]",
        '{"made_at": "yesterday"}',
        '{"made_at": "2026-11-23T12:00:00"}',
        '{"made_at": "2026-11-23T12:00:00+00:00", "file": "diary-20261123"}',
    ],
)
def test_a_record_of_backups_that_makes_no_sense_is_not_taken_for_one(
    http: TestClient, backups: Path, broken: str
) -> None:
    (backups / "last-verified.json").write_text(broken)

    assert statuses(http)["backup"] == "warning"


@pytest.mark.parametrize("database_server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("lost", ["diary-20261123", "diary-20261123.json"])
def test_a_verified_backup_that_is_gone_is_no_backup(http: TestClient, backups: Path, lost: str) -> None:
    before = statuses(http)["backup"]

    (backups / lost).unlink()

    assert (before, statuses(http)["backup"]) == ("ok", "warning")


@pytest.mark.parametrize("database_server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("change", ["emptied", "cut short", "another one of its size"])
def test_a_backup_that_was_changed_since_it_was_verified_is_no_backup(
    http: TestClient, backups: Path, change: str
) -> None:
    backup = backups / "diary-20261123"
    held, verified_at = backup.read_bytes(), backup.stat().st_mtime
    before = statuses(http)["backup"]

    backup.write_bytes(
        {"emptied": b"", "cut short": held[:-1], "another one of its size": held[::-1]}[change]
    )
    os.utime(backup, (verified_at, verified_at + (3 if change == "another one of its size" else 0)))

    assert (before, statuses(http)["backup"]) == ("ok", "warning")


@pytest.mark.parametrize("database_server", ["sqlite"], indirect=True)
def test_a_folder_of_backups_that_is_not_there_is_seen(http: TestClient, backups: Path) -> None:
    shutil.rmtree(backups)

    assert statuses(http)["backup"] == "warning"


@pytest.mark.parametrize("database_server", ["sqlite"], indirect=True)
def test_many_who_ask_at_once_get_what_one_look_finds(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(database._engine, "unsafe", lambda: asked.append("once") or [])
    watching = Watch(database, settings)

    async def ask() -> list[Any]:
        return await asyncio.gather(*(watching.look() for _ in range(20)))

    found = asyncio.run(ask())

    assert (len(asked), len({id(seen) for seen in found})) == (1, 1)


def test_a_question_that_hangs_is_not_asked_again_and_holds_up_nobody() -> None:
    asked: list[str] = []
    gate = Event()

    def hang() -> str:
        asked.append("once")
        assert gate.wait(LONGEST_WAIT_SECONDS)
        return "at last"

    probe = Probe("disk", hang)

    async def ask() -> list[str | None]:
        early = [await probe.answer(within_seconds=SOON) for _ in range(3)]
        gate.set()
        return [*early, await probe.answer(within_seconds=LONGEST_WAIT_SECONDS)]

    assert asyncio.run(ask()) == [None, None, None, "at last"]
    assert asked == ["once"]
