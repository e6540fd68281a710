"""Old events that are done go, from the beginning of each feed only."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from api.database import Database
from api.outbox import store
from api.outbox.models import OutboxEvent
from api.outbox.worker import Worker
from tests.outbox.conftest import NOON
from tests.support.events import OUTBOX, put
from tests.support.personas import People
from tests.support.rows import rows_of

DAY = timedelta(days=1)


@pytest.fixture
def five_days(database: Database, people: People, clock: time_machine.Traveller) -> None:
    """An event a day of each clinic, all done."""
    for _ in range(5):
        put(database, people.anna)
        put(database, people.cora)
        Worker(database, sinks=[], duties=[]).run_once()
        clock.shift(DAY)


def positions_here(database: Database, people: People) -> list[int]:
    rows = rows_of(database, OutboxEvent)
    return sorted(row["position"] for row in rows if row["clinic_id"] == people.clinic.id)


def change(database: Database, people: People, place: int, **values: object) -> None:
    wanted = sa.update(OUTBOX).where(OUTBOX.c.clinic_id == people.clinic.id, OUTBOX.c.position == place)
    database.write_now(lambda connection: connection.execute(wanted.values(**values)))


@pytest.mark.usefixtures("five_days")
def test_nothing_goes_that_is_young_enough(database: Database, people: People) -> None:
    assert database.write_now(store.tidy, before=NOON, most=100) == 0
    assert positions_here(database, people) == [1, 2, 3, 4, 5]


@pytest.mark.usefixtures("five_days")
def test_what_is_not_done_stays_and_so_does_all_behind_it(database: Database, people: People) -> None:
    change(database, people, 3, done_at=None)

    database.write_now(store.tidy, before=NOON + 10 * DAY, most=100)

    assert positions_here(database, people) == [3, 4, 5]


@pytest.mark.usefixtures("five_days")
def test_what_has_no_position_stays(database: Database, people: People) -> None:
    change(database, people, 5, position=None)

    database.write_now(store.tidy, before=NOON + 10 * DAY, most=100)

    (left,) = [row for row in rows_of(database, OutboxEvent) if row["clinic_id"] == people.clinic.id]
    assert left["position"] is None


@pytest.mark.usefixtures("five_days")
def test_old_ones_go_in_every_clinic_a_few_at_a_time(database: Database, people: People) -> None:
    counts = [database.write_now(store.tidy, before=NOON + 3 * DAY, most=2) for _ in range(3)]

    assert counts == [4, 2, 0]
    assert positions_here(database, people) == [4, 5]


@pytest.mark.usefixtures("five_days")
def test_positions_go_on_where_they_were_when_all_are_gone(
    database: Database, people: People, clock: time_machine.Traveller
) -> None:
    database.write_now(store.tidy, before=NOON + 10 * DAY, most=100)
    put(database, people.anna)
    database.write_now(store.number)

    assert positions_here(database, people) == [6]
