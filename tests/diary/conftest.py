from collections.abc import Iterator

import pytest
import time_machine
from fastapi.testclient import TestClient

from api.database import Database
from api.settings import Settings
from tests.support import clients
from tests.support.apps import app_on
from tests.support.callers import CallAs, calling
from tests.support.clients import Caller
from tests.support.entries import NOON
from tests.support.personas import People


@pytest.fixture(autouse=True)
def monday_noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=True) as traveller:
        yield traveller


@pytest.fixture
def http(database: Database, settings: Settings, people: People) -> Iterator[TestClient]:
    with clients.client_of(app_on(database, settings)) as client:
        yield client


@pytest.fixture
def anna(http: TestClient, database: Database, settings: Settings, people: People) -> Caller:
    return clients.signed_in(http, people.anna, database=database, settings=settings)


@pytest.fixture
def call_as(database: Database, settings: Settings) -> CallAs:
    return calling(database, settings)
