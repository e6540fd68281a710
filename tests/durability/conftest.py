"""A PostgreSQL as a clinic would run it: nothing of its durability is switched off."""

from collections.abc import Iterator

import pytest

from tests.support.databases import PostgresServer
from tests.support.postgres import own_postgres_server


@pytest.fixture(scope="session")
def durable_address() -> Iterator[str]:
    with own_postgres_server({}) as url:
        yield url


@pytest.fixture(scope="session")
def durable(durable_address: str) -> Iterator[PostgresServer]:
    server = PostgresServer(durable_address)
    yield server
    server.close()
