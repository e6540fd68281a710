"""What a worker remembers spares it work, and hides neither a broken diary nor a changed alert."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy import Connection

from api.alerts.models import Alert
from api.clock import now
from api.database import Database
from api.diary.judgement import Overdue
from api.patients.models import Patient
from api.sweeper import service, store
from api.sweeper.memory import Memory
from api.sweeper.models import Beat
from api.sweeper.service import sweep
from tests.support.entries import MONDAY, NOON, write
from tests.support.personas import People
from tests.sweeper.breaking import acknowledge, alert_row, delete_alerts, repairs, two_bad_days

Hands = time_machine.Traveller
Judged = list[tuple[str, date]]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Breaking:
    """Notes whose diary is judged and from which day on; some cannot be."""

    def __init__(self, overdue: Callable[..., tuple[Overdue, ...]]) -> None:
        self._overdue = overdue
        self.judged: Judged = []
        self.broken: set[str] = set()

    def __call__(self, connection: Connection, patient: Patient, *, since: date) -> tuple[Overdue, ...]:
        self.judged.append((patient.name, since))
        if patient.name in self.broken:
            raise RuntimeError
        return self._overdue(connection, patient, since=since)

    def in_a_sweep(self, database: Database, memory: Memory) -> list[str]:
        self.judged.clear()
        sweep(database, memory=memory)
        return sorted(name for name, _ in self.judged)


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> Breaking:
    breaking = Breaking(service.overdue)
    monkeypatch.setattr(service, "overdue", breaking)
    return breaking


def change_alert(database: Database, **values: Any) -> None:
    """A change that leaves no trace in its version."""
    database.write_now(lambda c: c.execute(sa.update(Alert).values(values)))


def test_a_diary_that_cannot_be_judged_costs_no_other_a_sweep(
    database: Database, people: People, hands: Hands, breaking: Breaking
) -> None:
    for patient in (people.anna, people.ben, people.cora):
        write(database, patient, MONDAY, loose_stools=1)
    memory = Memory()
    sweep(database, memory=memory)
    breaking.broken.add("Ben Okafor")
    hands.shift(DAY)
    assert len(breaking.in_a_sweep(database, memory)) == 3

    hands.shift(MINUTE)
    assert breaking.in_a_sweep(database, memory) == ["Ben Okafor"]
    write(database, people.anna, MONDAY, loose_stools=2)
    hands.shift(MINUTE)
    assert breaking.in_a_sweep(database, memory) == ["Anna Berg", "Ben Okafor"]

    assert database.read_now(store.last_beat, Beat.SWEEP) == NOON, "the sweep does not count as done"


def test_a_broken_diary_is_judged_whole_until_it_is_mended(
    database: Database, people: People, hands: Hands, breaking: Breaking
) -> None:
    two_bad_days(database, people)
    memory = Memory()
    sweep(database, memory=memory)
    breaking.broken.add("Anna Berg")
    hands.shift(90 * DAY)
    sweep(database, memory=memory)
    delete_alerts(database)

    breaking.broken.clear()
    hands.shift(2 * MINUTE)

    # Older than the days that are looked at each minute, and her slice has gone by.
    assert sweep(database, memory=memory) == 1
    assert database.read_now(store.last_beat, Beat.SWEEP) == now()
    hands.shift(MINUTE)
    sweep(database, memory=memory)
    hands.shift(MINUTE)
    assert breaking.in_a_sweep(database, memory) == []


def test_a_worker_that_begins_anew_makes_up_for_what_nobody_has_seen_through(
    database: Database, people: People, hands: Hands, breaking: Breaking
) -> None:
    two_bad_days(database, people)
    sweep(database, memory=Memory())
    hands.shift(90 * DAY)
    breaking.broken.add("Anna Berg")
    sweep(database, memory=Memory())
    delete_alerts(database)
    breaking.broken.clear()
    hands.shift(2 * MINUTE)

    assert sweep(database, memory=Memory()) == 1


def test_a_clock_that_was_set_back_stops_no_turn_though_a_diary_is_broken(
    database: Database, people: People, hands: Hands, breaking: Breaking
) -> None:
    two_bad_days(database, people)
    write(database, people.ben, MONDAY, loose_stools=1)
    memory = Memory()
    hands.shift(365 * DAY)
    sweep(database, memory=memory)
    breaking.broken.add("Ben Okafor")
    hands.move_to(NOON + 90 * DAY)
    write(database, people.ben, MONDAY, loose_stools=2)
    sweep(database, memory=memory)
    delete_alerts(database)

    hands.shift(DAY)

    assert sweep(database, memory=memory) == 1


@pytest.mark.parametrize("column", ["runs", "acknowledged_runs"])
def test_a_worker_that_remembers_sees_that_an_alert_knows_of_fewer_bad_days(
    database: Database, people: People, column: str
) -> None:
    two_bad_days(database, people)
    if column == "acknowledged_runs":
        acknowledge(database, people)
    memory = Memory()
    assert sweep(database, memory=memory) == 0

    change_alert(database, **{column: []})

    assert sweep(database, memory=memory) == 1
    assert repairs(database) == [(alert_row(database)["rule"], "raised")]
    assert sweep(database, memory=memory) == 0
