"""Events that wait for their positions while the database is migrated keep their order."""

import pytest
from alembic import command

from api.database import open_database
from api.ids import new_id
from api.outbox import store
from api.settings import Settings
from tests.migrations.test_migrations import config_for
from tests.support.events import positions_of, put
from tests.support.personas import move_in

BEFORE = "0011"


def test_what_waits_stays_in_order_and_what_comes_later_stands_behind_it(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = sorted((new_id() for _ in range(4)), reverse=True)
    monkeypatch.setattr(store, "new_id", iter(ids).__next__)
    settings = Settings(environment="test", database_url=database_url)
    database = open_database(settings)
    people = move_in(database)
    waiting = [*put(database, people.anna), *put(database, people.ben), *put(database, people.anna)]
    database.close()

    command.downgrade(config_for(database_url), BEFORE)
    command.upgrade(config_for(database_url), "head")

    database = open_database(settings)
    later = put(database, people.anna)
    database.write_now(store.number)
    assert positions_of(database, [*waiting, *later]) == [1, 2, 3, 4]
    database.close()
