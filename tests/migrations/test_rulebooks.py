"""What a clinic signs and sets has its tables, and a crisis its level."""

from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from api.alerts.models import Alert
from tests.migrations.test_migrations import config_for, populate

BEFORE = "0006"


def run_sql(url: str, statement: sa.Executable) -> Any:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        found = connection.execute(statement)
        rows = found.mappings().all() if found.returns_rows else []
    engine.dispose()
    return rows


def test_a_crisis_may_be_stored_and_goes_down_as_an_emergency(database_url: str) -> None:
    populate(database_url)
    alert = Alert.__table__  # type: ignore[attr-defined]
    run_sql(database_url, sa.update(alert).values(level="crisis"))
    with pytest.raises(sa.exc.IntegrityError):
        run_sql(database_url, sa.update(alert).values(level="watch"))

    command.downgrade(config_for(database_url), BEFORE)

    [row] = run_sql(database_url, sa.select(sa.table("alert", sa.column("level"))))
    assert row["level"] == "emergency"
