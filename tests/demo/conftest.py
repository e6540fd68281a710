"""The demo clinic, filled once for each database: filling takes a while and most tests only look."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from api import demo
from api.database import Database, open_database
from api.settings import Settings
from tests.support.databases import DatabaseServer


@dataclass(frozen=True)
class Filled:
    database: Database
    settings: Settings
    file: Path
    access: demo.Access


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    server: DatabaseServer = request.getfixturevalue(request.param)
    with server.migrated() as url:
        settings = Settings(environment="test", database_url=url)
        database = open_database(settings)
        file = tmp_path_factory.mktemp("demo") / "demo.json"
        yield Filled(database, settings, file, demo.prepare(database, settings, keep=file))
        database.close()
