"""Findings that were stored in the old language are read in the new one, and back."""

from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from api.alerts.models import Alert
from api.alerts.reconcile import runs_in
from api.database import open_database
from api.rules.condition import Compare, How, Run
from api.settings import Settings
from tests.migrations.test_migrations import config_for, populate
from tests.support.rows import rows_of

BEFORE = "0005"
OLD_KEYS = {"at_least", "unit", "days_in_a_row", "bridged_days", "document_days"}
LISTS = ("runs", "shown_runs")


def stored(url: str) -> dict[str, Any]:
    database = open_database(Settings(environment="test", database_url=url))
    [row] = rows_of(database, Alert)
    database.close()
    return row


def run_sql(url: str, statement: sa.Executable) -> Any:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        found = connection.execute(statement)
        rows = found.mappings().all() if found.returns_rows else []
    engine.dispose()
    return rows


def older_findings(url: str) -> list[dict[str, Any]]:
    table = sa.table("alert", sa.column("runs", Alert.__table__.c.runs.type))  # type: ignore[attr-defined]
    [row] = run_sql(url, sa.select(table))
    found: list[dict[str, Any]] = row["runs"]
    return found


def test_findings_go_down_to_the_old_language_and_come_back_as_they_were(database_url: str) -> None:
    populate(database_url)
    before = stored(database_url)

    command.downgrade(config_for(database_url), BEFORE)
    [old] = older_findings(database_url)
    assert set(old["condition"]) == OLD_KEYS
    assert (old["condition"]["at_least"], old["condition"]["document_days"]) == (4, 3)
    assert set(old["evidence"][0]) == {"day", "symptom", "attribute", "values"}

    command.upgrade(config_for(database_url), "head")
    assert stored(database_url) == before


def test_what_an_older_version_wrote_is_read_with_the_same_numbers_and_days(database_url: str) -> None:
    populate(database_url)
    before = stored(database_url)
    command.downgrade(config_for(database_url), BEFORE)
    table = sa.table("alert", *(sa.column(n, Alert.__table__.c.runs.type) for n in LISTS))  # type: ignore[attr-defined]
    [old] = older_findings(database_url)
    del old["in_new_language"]
    run_sql(database_url, sa.update(table).values({name: [old] for name in LISTS}))

    command.upgrade(config_for(database_url), "head")

    [finding] = runs_in(stored(database_url)["runs"])
    [original] = runs_in(before["runs"])
    assert finding.condition == Compare("diarrhea.count", How.AT_LEAST, 4, "loose_stools_per_day")
    assert finding.run == Run(2, bridged_days=1, document_days=3)
    assert (finding.days, finding.source) == (original.days, original.source)
    assert [e.values for e in finding.evidence] == [(5,), (4,)]


def test_a_crisis_may_be_stored_and_goes_down_as_an_emergency(database_url: str) -> None:
    populate(database_url)
    alert = Alert.__table__  # type: ignore[attr-defined]
    run_sql(database_url, sa.update(alert).values(level="crisis"))
    with pytest.raises(sa.exc.IntegrityError):
        run_sql(database_url, sa.update(alert).values(level="watch"))

    command.downgrade(config_for(database_url), BEFORE)

    [row] = run_sql(database_url, sa.select(sa.table("alert", sa.column("level"))))
    assert row["level"] == "emergency"
