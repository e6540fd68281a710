"""Databases as durable as a clinic's, for a server that is killed."""

from collections.abc import Iterator

import pytest

from tests.support.databases import PostgresServer
from tests.support.postgres import own_postgres_server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """Always one of our own: it is killed too, and keeps fsync and the like switched on."""
    with own_postgres_server({}) as url:
        server = PostgresServer(url)
        yield server
        server.close()
