"""Positions are given to what is committed: per clinic, from one, without gaps."""

import pytest
from sqlalchemy import Connection

from api.database import Database
from api.ids import new_id
from api.outbox import store
from api.outbox.models import FeedEnd
from tests.support.events import an_event, positions_of, put
from tests.support.personas import People
from tests.support.rows import rows_of


def test_what_is_rolled_back_leaves_no_gap(database: Database, people: People) -> None:
    def put_and_fail(connection: Connection) -> None:
        store.put(connection, [an_event(people.anna)])
        store.number(connection)
        raise LookupError

    with pytest.raises(LookupError):
        database.write_now(put_and_fail)
    stored = put(database, people.anna)
    database.write_now(store.number)

    assert positions_of(database, stored) == [1]


def test_each_clinic_counts_for_itself_from_one(database: Database, people: People) -> None:
    here = put(database, people.anna, count=2) + put(database, people.ben)
    there = put(database, people.cora, count=2)

    numbered = database.write_now(store.number)
    again = database.write_now(store.number)

    assert (numbered, again) == (5, 0)
    assert positions_of(database, here) == [1, 2, 3]
    assert positions_of(database, there) == [1, 2]
    assert {row["position"] for row in rows_of(database, FeedEnd)} == {3, 2}


def test_one_clinic_can_be_numbered_alone(database: Database, people: People) -> None:
    here, there = put(database, people.anna), put(database, people.cora)

    database.write_now(store.number, clinic_id=people.clinic.id)

    assert positions_of(database, here + there) == [1, None]


def test_more_than_fit_at_once_follow_in_the_next_round(database: Database, people: People) -> None:
    events = put(database, people.anna, count=store.NUMBERED_AT_ONCE + 1)

    rounds = [database.write_now(store.number) for _ in range(3)]

    assert rounds == [store.NUMBERED_AT_ONCE, 1, 0]
    assert positions_of(database, events) == list(range(1, len(events) + 1))


def test_what_was_written_first_comes_first_also_when_the_next_ones_clock_is_behind(
    database: Database, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = sorted((new_id() for _ in range(4)), reverse=True)
    monkeypatch.setattr(store, "new_id", iter(ids).__next__)
    events = [*put(database, people.anna), *put(database, people.ben), *put(database, people.anna)]

    database.write_now(store.number)
    last = put(database, people.anna)
    database.write_now(store.number)

    assert positions_of(database, events + last) == [1, 2, 3, 4]
