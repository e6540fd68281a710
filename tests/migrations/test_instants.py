"""SQLite's instants, once written out, become numbers; what alerts were judged by is kept once for all."""

from typing import Any

import sqlalchemy as sa
from alembic import command
from sqlmodel import SQLModel

from api.database import open_database
from api.settings import Settings
from tests.migrations.test_migrations import config_for, populate
from tests.migrations.test_rulebooks import run_sql
from tests.support.entries import MONDAY, SUNDAY, write
from tests.support.rows import rows_of

BEFORE = "0010"
ALERT = sa.table("alert", sa.column("judged_by", sa.JSON))
INSTANTS = """SELECT typeof(received_at) AS kind FROM revision UNION SELECT typeof(opened_at) FROM alert
    UNION SELECT typeof(at) FROM outbox_event UNION SELECT typeof(created_at) FROM patient"""


def everything_in(url: str) -> dict[str, list[dict[str, Any]]]:
    database = open_database(Settings(environment="test", database_url=url))
    tables = [mapper.class_ for mapper in SQLModel._sa_registry.mappers]
    found = {model.__tablename__: rows_of(database, model) for model in tables}
    database.close()
    for event in found["outbox_event"]:
        del event["put_number"]  # given anew by a later migration, which has a test of its own
    return found


def test_instants_and_what_alerts_were_judged_by_go_down_and_up_and_stay_the_same(database_url: str) -> None:
    people = populate(database_url)
    database = open_database(Settings(environment="test", database_url=database_url))
    for day in (SUNDAY, MONDAY):
        write(database, people.ben, day, loose_stools=6)
    database.close()
    before = everything_in(database_url)

    command.downgrade(config_for(database_url), BEFORE)

    older = [row["judged_by"] for row in run_sql(database_url, sa.select(ALERT))]
    assert [[pack["pack"] for pack in one["packs"]] for one in older] == [["soft-tissue-sarcoma"]] * 2
    of_alerts = {str(row["id"]) for row in before["revision"]}
    assert {revision for one in older for revision in one["revisions"]} == of_alerts

    command.upgrade(config_for(database_url), "head")

    assert everything_in(database_url) == before
    assert (len(before["alert"]), len(before["kept_packs"])) == (2, 1)


def test_an_older_files_instants_are_written_out_and_a_newer_ones_are_numbers(
    sqlite_database_url: str,
) -> None:
    populate(sqlite_database_url)
    assert {row["kind"] for row in run_sql(sqlite_database_url, sa.text(INSTANTS))} == {"integer"}

    command.downgrade(config_for(sqlite_database_url), BEFORE)

    assert {row["kind"] for row in run_sql(sqlite_database_url, sa.text(INSTANTS))} == {"text"}

    command.upgrade(config_for(sqlite_database_url), "head")

    assert {row["kind"] for row in run_sql(sqlite_database_url, sa.text(INSTANTS))} == {"integer"}
