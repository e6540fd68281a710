"""Findings kept with alerts by an older version are read by this one, and back."""

from typing import Any

import sqlalchemy as sa
from alembic import command

from api.alerts.models import Alert
from api.alerts.reconcile import runs_in
from api.database import open_database
from api.settings import Settings
from tests.migrations.test_migrations import config_for, populate
from tests.support.rows import rows_of

BEFORE = "0005"
OLD_CONDITION = {
    "at_least": 4,
    "unit": "loose_stools_per_day",
    "days_in_a_row": 2,
    "bridged_days": 1,
    "document_days": 3,
}
OLD_EVIDENCE = {"day", "symptom", "attribute", "values"}


def alert_at(url: str) -> dict[str, Any]:
    database = open_database(Settings(environment="test", database_url=url))
    (row,) = rows_of(database, Alert)
    database.close()
    return row


def kept_runs(url: str) -> list[dict[str, Any]]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        (runs,) = connection.execute(
            sa.select(sa.column("runs", sa.JSON)).select_from(sa.table("alert"))
        ).one()
    engine.dispose()
    return runs


def test_a_finding_of_an_older_version_says_the_same_in_the_language_of_rules(database_url: str) -> None:
    populate(database_url)
    (before,) = runs_in(alert_at(database_url)["runs"])

    command.downgrade(config_for(database_url), BEFORE)
    (old,) = kept_runs(database_url)
    command.upgrade(config_for(database_url), "head")

    (after,) = runs_in(alert_at(database_url)["runs"])
    assert old["condition"] == OLD_CONDITION
    assert {frozenset(one) for one in old["evidence"]} == {frozenset(OLD_EVIDENCE)}
    assert "run" not in old
    assert (after.condition.reading, after.condition.number) == ("diarrhea.count", 4)
    assert (after.days, after.evidence, after.run.days_in_a_row) == (before.days, before.evidence, 2)


def test_what_was_acknowledged_is_converted_with_it_and_nothing_acknowledged_stays_nothing(
    database_url: str,
) -> None:
    populate(database_url)

    command.downgrade(config_for(database_url), BEFORE)
    command.upgrade(config_for(database_url), "head")

    row = alert_at(database_url)
    assert row["acknowledged_runs"] is None
    assert runs_in(row["shown_runs"]) == runs_in(row["runs"])
