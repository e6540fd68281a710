"""What every test can ask for: a database of its own, on SQLite and on PostgreSQL."""

import gc
import os
from collections.abc import Iterator

import pytest

from api.database import Database, open_database
from api.settings import Settings
from tests.support.clients import one_event_loop
from tests.support.databases import DatabaseServer, PostgresServer, SqliteServer
from tests.support.personas import People, everyone
from tests.support.postgres import postgres_server
from tests.support.repairs import broken_on_purpose, overdue_alerts

__all__ = ["broken_on_purpose"]


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors, since some tests wait: for a page, a process, a time that is up."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    # Looking through everything again and again for circles took a fifth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda test: test.get_closest_marker("first") is None)


@pytest.fixture(scope="session", autouse=True)
def event_loop() -> Iterator[None]:
    with one_event_loop():
        yield


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SqliteServer:
    return SqliteServer(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    with postgres_server() as url:
        server = PostgresServer(url)
        yield server
        server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_server(request: pytest.FixtureRequest) -> DatabaseServer:
    """Each of the two; a module whose own `database_server` gives one of them keeps its tests to that."""
    server: DatabaseServer = request.getfixturevalue(request.param)
    return server


@pytest.fixture
def database_url(database_server: DatabaseServer, request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database, without rows unless the test asks for the people."""
    has_people = "people" in request.fixturenames
    with database_server.inhabited() if has_people else database_server.migrated() as url:
        yield url


@pytest.fixture
def empty_database_url(database_server: DatabaseServer) -> Iterator[str]:
    """A database without tables."""
    with database_server.empty() as url:
        yield url


@pytest.fixture
def settings(database_url: str) -> Settings:
    """A worker beside the requests would write rows of its own; who wants one says so."""
    return Settings(
        environment="test", base_url="http://localhost:8000", database_url=database_url, runs_worker=False
    )


@pytest.fixture
def database(settings: Settings, request: pytest.FixtureRequest) -> Iterator[Database]:
    """Whatever a test does, the sweeper finds nothing to repair in the end, unless it broke that itself."""
    database = open_database(settings)
    try:
        yield database
        if "broken_on_purpose" not in request.fixturenames:
            assert overdue_alerts(database) == []
    finally:
        database.close()


@pytest.fixture
def people(database_url: str) -> People:
    """Everyone whom the tests know; they live in the database already."""
    return everyone()
