"""What every test can ask for: a database of its own, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from api.database import Database, open_database
from api.settings import Settings
from tests.support.databases import DatabaseServer, PostgresServer, SqliteServer
from tests.support.personas import People, move_in
from tests.support.postgres import postgres_server
from tests.support.repairs import broken_on_purpose, overdue_alerts

__all__ = ["broken_on_purpose"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda test: test.get_closest_marker("first") is None)


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
def database_url(database_server: DatabaseServer) -> Iterator[str]:
    """A migrated database without rows."""
    with database_server.migrated() as url:
        yield url


@pytest.fixture
def empty_database_url(database_server: DatabaseServer) -> Iterator[str]:
    """A database without tables."""
    with database_server.empty() as url:
        yield url


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(environment="test", base_url="http://localhost:8000", database_url=database_url)


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
def people(database: Database) -> People:
    """Everyone whom the tests know, moved into the database."""
    return move_in(database)
