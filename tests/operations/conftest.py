"""The app with everything that operators want to see set up."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Connection

from api.backup.manifest import manifest_path
from api.backup.verified import looks_of, note_verified
from api.database import Database
from api.settings import Settings
from api.sweeper.models import Beat, Heartbeat
from tests.support import clients
from tests.support.apps import app_on
from tests.support.clients import Caller
from tests.support.factories import insert
from tests.support.personas import People

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TOKEN = "a-token-of-the-operators"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    """A folder whose newest backup was made and verified just now."""
    backup = tmp_path / "diary-20261123"
    backup.write_bytes(b"everything that the diary holds")
    manifest_path(backup).write_text("{}")
    looks = looks_of(backup)
    assert looks is not None
    note_verified(backup, made_at=NOON, looks=looks)
    return tmp_path


@pytest.fixture
def settings(database_url: str, backups: Path) -> Settings:
    return Settings(
        environment="test", database_url=database_url, backup_folder=str(backups), metrics_token=TOKEN
    )


@pytest.fixture
def app(database: Database, settings: Settings, clock: time_machine.Traveller) -> FastAPI:
    """It and its worker were seen just now; nothing runs beside it."""
    database.write_now(beat, at=NOON)
    return app_on(database, settings)


@pytest.fixture
def http(app: FastAPI) -> TestClient:
    return clients.client_of(app)


@pytest.fixture
def anna(http: TestClient, people: People, database: Database, settings: Settings) -> Caller:
    return clients.signed_in(http, people.anna, database=database, settings=settings)


def beat(connection: Connection, *, at: datetime) -> None:
    insert(connection, *(Heartbeat(name=name, at=at) for name in Beat))
