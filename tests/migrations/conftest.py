"""One database or the other, for migrations that concern one of them."""

from collections.abc import Iterator

import pytest

from tests.support.databases import PostgresServer, SqliteServer


@pytest.fixture
def sqlite_database_url(sqlite: SqliteServer) -> Iterator[str]:
    with sqlite.migrated() as url:
        yield url


@pytest.fixture
def postgresql_database_url(postgresql: PostgresServer) -> Iterator[str]:
    with postgresql.migrated() as url:
        yield url
