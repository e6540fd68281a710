"""A diary with entries and an alert, and a backup of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

from api.backup.service import back_up
from api.database import Database, open_database
from api.settings import Settings
from tests.support.entries import MONDAY, SUNDAY, write
from tests.support.personas import People, everyone
from tests.support.postgres_programs import folder_of_programs


@pytest.fixture
def settings(database_url: str) -> Iterator[Settings]:
    settings = Settings(
        environment="test",
        base_url="http://localhost:8000",
        database_url=database_url,
        postgres_bin=folder_of_programs(),
    )
    yield settings
    if settings.sqlite_path is None:
        drop_former(database_url)


@pytest.fixture
def people(settings: Settings) -> People:
    """Everyone, and two bad days of Anna's."""
    with opened(settings) as database:
        people = everyone()
        write(database, people.anna, SUNDAY, loose_stools=5)
        write(database, people.anna, MONDAY, loose_stools=4)
        write(database, people.ben, MONDAY, loose_stools=1)
    return people


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def backup(settings: Settings, people: People, folder: Path) -> Path:
    return back_up(settings, folder)


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """As the service has it, until the block ends."""
    database = open_database(settings)
    try:
        yield database
    finally:
        database.close()


def drop_former(url: str) -> None:
    """The databases that restores have put aside."""
    address = make_url(url).set(drivername="postgresql")
    server = address.set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        pattern = f"{str(address.database)[:20]}%.before-%"
        for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern]):
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
