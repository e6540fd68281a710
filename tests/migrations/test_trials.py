"""Trials have a table; going down leaves it behind, and everything else as it was."""

import sqlalchemy as sa
from alembic import command

from api.database import open_database
from api.settings import Settings
from api.trials.models import Trial
from tests.migrations.test_migrations import config_for, counts, populate
from tests.support.rows import rows_of
from tests.support.trials import a_number, a_trial, work_through

BEFORE = "0008"


def with_trials(url: str) -> list[dict[str, object]]:
    people = populate(url)
    database = open_database(Settings(environment="test", database_url=url))
    for numbers in ([], [a_number(3)]):
        database.write_now(a_trial, people.ada, numbers=numbers)
    work_through(database)
    rows = rows_of(database, Trial)
    database.close()
    return rows


def test_trials_go_with_their_table_and_come_again(database_url: str) -> None:
    made = with_trials(database_url)
    before = counts(database_url)
    assert [row["state"] for row in made] == ["done", "done"]

    command.downgrade(config_for(database_url), BEFORE)
    down = counts(database_url)
    assert "trial" not in down
    assert down == {name: before[name] for name in down}
    command.upgrade(config_for(database_url), "head")

    up = counts(database_url)
    assert (up["trial"], {name: up[name] for name in down}) == (0, down)
    database = open_database(Settings(environment="test", database_url=database_url))
    database.write_now(lambda connection: connection.execute(sa.insert(Trial), made))
    assert rows_of(database, Trial) == made
    database.close()
