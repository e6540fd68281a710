"""Sweepers in several processes at once, on the database that has more than one writer."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from sqlalchemy import Connection

from api.database import Database
from api.diary import judgement
from api.sweeper.service import sweep
from tests.support.databases import DatabaseServer
from tests.support.entries import SATURDAY, write
from tests.support.personas import People
from tests.sweeper.breaking import (
    acknowledge,
    alert_row,
    history_kinds,
    put_back,
    repairs,
    sent_kinds,
    two_bad_days,
)

# Under her lock the second never comes to where the first waits for it.
LONGEST_WAIT_SECONDS = 1.0


@pytest.fixture
def database_server(postgresql: DatabaseServer) -> DatabaseServer:
    return postgresql


@pytest.fixture
def abreast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has judged her waits for another who has, before it writes."""
    both, carry_out = Barrier(2), judgement.carry_out

    def meet_and_write(connection: Connection, *plans: Any, **how: Any) -> Any:
        with suppress(BrokenBarrierError):
            both.wait(LONGEST_WAIT_SECONDS)
        return carry_out(connection, *plans, **how)

    monkeypatch.setattr(judgement, "carry_out", meet_and_write)


def lose_a_raise(database: Database, people: People) -> None:
    two_bad_days(database, people)
    acknowledge(database, people)
    quiet = alert_row(database)
    write(database, people.anna, SATURDAY, loose_stools=6)
    put_back(database, quiet)


def test_a_raise_that_was_lost_is_made_up_for_once(
    database: Database, people: People, request: pytest.FixtureRequest
) -> None:
    lose_a_raise(database, people)
    request.getfixturevalue("abreast")

    with ThreadPoolExecutor(2) as sweepers:
        made = list(sweepers.map(sweep, [database] * 2))

    row = alert_row(database)
    assert (sum(made), row["raises"]) == (1, 1)
    assert repairs(database) == [(row["rule"], "raised")]
    assert history_kinds(database) == ["opened", "acknowledged", "raised"]
    assert sent_kinds(database, row["id"]).count("alert.raised") == 1
