"""SQLite's ids, once 32 characters, become 16 bytes and stay the same ids."""

import sqlalchemy as sa
from alembic import command

from api.alerts.models import Alert
from api.database import open_database
from api.diary.models import RevisionRow
from api.settings import Settings
from tests.migrations.test_migrations import config_for, populate
from tests.support.rows import rows_of

BEFORE, BYTES, CHARACTERS = "0004", 16, 32


def kinds_of_ids(url: str) -> set[tuple[str, int]]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        ids = (
            "SELECT id FROM revision UNION ALL SELECT patient_id FROM alert UNION ALL SELECT id FROM session"
        )
        found = connection.exec_driver_sql(f"SELECT DISTINCT typeof(id), length(id) FROM ({ids})").all()
    engine.dispose()
    return {(kind, length) for kind, length in found}


def rows_at(url: str) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    database = open_database(Settings(environment="test", database_url=url))
    revisions, alerts = rows_of(database, RevisionRow), rows_of(database, Alert)
    database.close()
    # What the rules found is written anew by a later migration, which has a test of its own.
    return revisions, [{name: row[name] for name in row if not name.endswith("runs")} for row in alerts]


def test_ids_of_an_older_file_become_bytes_and_stay_the_same(sqlite_database_url: str) -> None:
    populate(sqlite_database_url)
    before = rows_at(sqlite_database_url)
    command.downgrade(config_for(sqlite_database_url), BEFORE)
    assert kinds_of_ids(sqlite_database_url) == {("text", CHARACTERS)}

    command.upgrade(config_for(sqlite_database_url), "head")

    assert kinds_of_ids(sqlite_database_url) == {("blob", BYTES)}
    assert rows_at(sqlite_database_url) == before
    assert all(before)


def test_ids_are_uuids_on_postgresql_before_and_after(postgresql_database_url: str) -> None:
    populate(postgresql_database_url)
    before = rows_at(postgresql_database_url)

    command.downgrade(config_for(postgresql_database_url), BEFORE)
    command.upgrade(config_for(postgresql_database_url), "head")

    assert rows_at(postgresql_database_url) == before
    assert all(before)
