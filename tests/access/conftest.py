"""The whole app on a database of the test's own, with everyone moved in."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Protocol

import pytest
import time_machine
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access.actors import Actor
from api.database import Database
from api.settings import Settings
from tests.support import clients
from tests.support.apps import app_on
from tests.support.clients import Caller
from tests.support.personas import People

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class SignIn(Protocol):
    def __call__(self, actor: Actor, *, scopes: frozenset[str] | None = None) -> Caller: ...


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands still at noon until the test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def app(database: Database, settings: Settings) -> FastAPI:
    return app_on(database, settings)


@pytest.fixture
def http(app: FastAPI, people: People) -> Iterator[TestClient]:
    with clients.client_of(app) as client:
        yield client


@pytest.fixture
def nobody(http: TestClient, settings: Settings) -> Caller:
    return clients.anyone(http, settings)


@pytest.fixture
def sign_in(http: TestClient, database: Database, settings: Settings) -> SignIn:
    """Opens a session for a persona without the way through the sign-in page."""

    def open_session(actor: Actor, *, scopes: frozenset[str] | None = None) -> Caller:
        return clients.signed_in(http, actor, database=database, settings=settings, scopes=scopes)

    return open_session
