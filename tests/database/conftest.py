"""Two small tables of these tests' own, on a database without migrations."""

from collections.abc import Iterator

import pytest

from api.database import Database, open_database
from api.settings import Settings
from tests.database.tables import metadata


@pytest.fixture
def settings(empty_database_url: str) -> Settings:
    return Settings(
        environment="test",
        base_url="http://localhost:8000",
        database_url=empty_database_url,
        postgres_connections=4,
    )


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = open_database(settings)
    database.write_now(metadata.create_all)
    yield database
    database.close()
