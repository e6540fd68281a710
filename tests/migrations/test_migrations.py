"""Migrations on both databases: up, down and up again on populated tables, and true to the models."""

import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

import api.tables  # noqa: F401
from api.database import Database, open_database
from api.settings import Settings
from tests.support.databases import ROOT
from tests.support.entries import MONDAY, SUNDAY, write
from tests.support.personas import People, move_in

REVISIONS = [
    script.revision
    for script in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()
    if script.revision
]


def config_for(url: str) -> Config:
    config = Config(Path(ROOT) / "alembic.ini")
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def populate(url: str) -> People:
    database = open_database(Settings(environment="test", database_url=url))
    people = move_in(database)
    write(database, people.anna, SUNDAY, loose_stools=5)
    write(database, people.anna, MONDAY, loose_stools=4)
    database.close()
    return people


def counts(url: str) -> dict[str, int]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        present = sa.inspect(connection).get_table_names()
        found = {
            table: connection.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar_one()
            for table in present
        }
    engine.dispose()
    return found


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_step_down_keeps_the_rows_of_the_tables_that_stay(database_url: str, revision: str) -> None:
    populate(database_url)
    before = counts(database_url)

    command.downgrade(config_for(database_url), revision)

    assert {table: before[table] for table in counts(database_url)} == counts(database_url)
    command.upgrade(config_for(database_url), "head")
    assert set(counts(database_url)) == set(before)


def test_down_to_nothing_and_up_again_takes_new_rows(database_url: str) -> None:
    populate(database_url)

    command.downgrade(config_for(database_url), "base")
    assert set(counts(database_url)) <= {"alembic_version"}
    command.upgrade(config_for(database_url), "head")

    populate(database_url)
    assert counts(database_url)["alert"] == 1


def test_upgrading_what_is_up_to_date_changes_nothing(database_url: str) -> None:
    populate(database_url)
    before = counts(database_url)

    command.upgrade(config_for(database_url), "head")

    assert counts(database_url) == before


def test_models_and_migrations_make_the_same_columns_and_keys(database_url: str) -> None:
    engine = sa.create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, SQLModel.metadata)
    engine.dispose()

    assert differences == []


def test_models_and_migrations_make_the_same_checks_and_index_predicates(
    database_url: str, empty_database_url: str
) -> None:
    engine = sa.create_engine(empty_database_url)
    SQLModel.metadata.create_all(engine)
    engine.dispose()

    by_models, by_migrations = rules_in(empty_database_url), rules_in(database_url)

    assert by_migrations == by_models
    assert any("resolved" in rule for rule in by_models["index uq_alert_unresolved"])
    assert sum(name.startswith("check") for name in by_models) >= 12


def test_the_database_itself_refuses_a_second_unresolved_alert(database: Database, database_url: str) -> None:
    people = move_in(database)
    write(database, people.anna, SUNDAY, loose_stools=5)
    write(database, people.anna, MONDAY, loose_stools=4)

    def double(connection: sa.Connection) -> None:
        alert = SQLModel.metadata.tables["alert"]
        row = dict(connection.execute(sa.select(alert)).mappings().one())
        connection.execute(sa.insert(alert), row | {"id": people.anna.id})

    with pytest.raises(sa.exc.IntegrityError):
        database.write_now(double)


def rules_in(url: str) -> dict[str, set[str]]:
    """CHECKs and indexes with their predicates, as the database itself words them."""
    engine = sa.create_engine(url)
    found: dict[str, set[str]] = {}
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        for table in set(inspector.get_table_names()) - {"alembic_version"}:
            for check in inspector.get_check_constraints(table):
                found[f"check {check['name']}"] = {_plain(check["sqltext"])}
            for index in inspector.get_indexes(table):
                found[f"index {index['name']}"] = {_plain(str(part)) for part in _parts(index)}
    engine.dispose()
    return found


def _parts(index: Any) -> list[object]:
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return [index["column_names"], index["unique"], sorted(options.items())]


def _plain(text: str) -> str:
    return re.sub(r"[\s()\"]+", " ", text).strip()
