"""A restore drops nothing: what is not the diary's is named, and put aside when told so."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from api import tables
from api.backup.postgres import PostgresBackups
from api.backup.refusal import BackupFailed
from api.backup.rows import OURS
from api.backup.service import restore
from api.settings import Settings
from tests.backup.test_restoring import everything_in, former
from tests.support.databases import DatabaseServer


def test_every_table_of_the_diary_is_known_to_be_its() -> None:
    assert tables is not None
    assert {*SQLModel.metadata.tables, "alembic_version"} == OURS


def test_tables_of_another_program_are_not_taken_for_an_empty_diary(
    settings: Settings, backup: Path, empty_database_url: str
) -> None:
    theirs = settings.model_copy(update={"database_url": empty_database_url})
    run(empty_database_url, "CREATE TABLE invoice (amount integer)")

    with pytest.raises(BackupFailed, match=r"invoice.*--replace"):
        restore(theirs, backup)
    kept = restore(theirs, backup, replaces=True).kept

    assert kept is not None
    assert everything_in(former(theirs, kept)) == {"invoice": []}


class TestOnPostgres:
    @pytest.fixture
    def database_server(self, postgresql: DatabaseServer) -> DatabaseServer:
        return postgresql

    def test_an_empty_diary_is_no_loss(self, settings: Settings) -> None:
        assert PostgresBackups(settings).loss() is None

    @pytest.mark.parametrize(
        "what",
        [
            "TABLE emr.visit AS SELECT 1 AS number",
            "VIEW emr.visit AS SELECT 1 AS number",
            "SEQUENCE emr.visit",
        ],
    )
    def test_a_schema_of_another_program_is_kept(
        self, settings: Settings, backup: Path, empty_database_url: str, what: str
    ) -> None:
        theirs = settings.model_copy(update={"database_url": empty_database_url})
        run(empty_database_url, "CREATE SCHEMA emr", f"CREATE {what}")

        with pytest.raises(BackupFailed, match=r"emr\.visit.*--replace"):
            restore(theirs, backup)
        kept = restore(theirs, backup, replaces=True).kept

        assert kept is not None
        assert relations_in_emr(former(theirs, kept)) == ["visit"]


def run(url: str, *statements: str) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def relations_in_emr(url: str) -> list[str]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT relname FROM pg_class WHERE relnamespace = 'emr'::regnamespace AND relkind <> 'i'"
        )
        return list(found.scalars())
