"""An alert that is due and missing comes back by itself, once, and is counted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import time_machine
from structlog.testing import capture_logs

from api.alerts.models import Alert
from api.database import Database
from api.sweeper.models import Repair
from api.sweeper.service import sweep
from tests.support.entries import MONDAY, SATURDAY, SUNDAY, write
from tests.support.personas import People
from tests.support.rows import rows_of
from tests.sweeper.breaking import (
    acknowledge,
    alert_row,
    delete_alerts,
    history_kinds,
    put_back,
    repairs,
    resolve,
    sent_kinds,
    two_bad_days,
)

Hands = time_machine.Traveller
MINUTE = timedelta(minutes=1)


def test_an_alert_that_was_deleted_comes_back_once_with_its_history_and_its_event(
    database: Database, people: People
) -> None:
    two_bad_days(database, people)
    lost = alert_row(database)
    delete_alerts(database)

    assert [sweep(database), sweep(database)] == [1, 0]

    found = alert_row(database)
    same = ("patient_id", "rule", "level", "status", "queue_rank", "first_day", "last_day", "runs")
    assert {name: found[name] for name in same} == {name: lost[name] for name in same}
    assert history_kinds(database) == ["opened"]
    assert sent_kinds(database, found["id"]) == ["alert.opened"]
    assert repairs(database) == [(lost["rule"], "opened")]


def test_a_raise_that_was_lost_comes_back(database: Database, people: People) -> None:
    two_bad_days(database, people)
    acknowledge(database, people)
    quiet = alert_row(database)
    write(database, people.anna, SATURDAY, loose_stools=6)
    raised = alert_row(database)
    put_back(database, quiet)

    assert [sweep(database), sweep(database)] == [1, 0]

    found = alert_row(database)
    assert (found["status"], found["raises"]) == (raised["status"], raised["raises"]) == ("open", 1)
    assert (found["acknowledged_at"], found["runs"]) == (None, raised["runs"])
    assert history_kinds(database) == ["opened", "acknowledged", "raised"]
    assert sent_kinds(database, found["id"])[-1] == "alert.raised"
    assert repairs(database) == [(found["rule"], "raised")]


def test_an_alert_that_was_seen_through_does_not_come_back(database: Database, people: People) -> None:
    two_bad_days(database, people)
    resolve(database, people)
    before = alert_row(database)

    assert sweep(database) == 0

    assert alert_row(database) == before
    assert repairs(database) == []


def test_a_healthy_database_is_left_as_it_is(database: Database, people: People) -> None:
    two_bad_days(database, people)
    acknowledge(database, people)
    write(database, people.anna, MONDAY, loose_stools=1)
    write(database, people.ben, MONDAY, loose_stools=9)
    before, history = rows_of(database, Alert), history_kinds(database)

    assert sweep(database) == 0

    assert (rows_of(database, Alert), history_kinds(database)) == (before, history)


def test_two_sweepers_at_once_repair_once(database: Database, people: People) -> None:
    two_bad_days(database, people)
    write(database, people.cora, SUNDAY, loose_stools=5)
    write(database, people.cora, MONDAY, loose_stools=5)
    delete_alerts(database)

    with ThreadPoolExecutor(4) as sweepers:
        made = list(sweepers.map(sweep, [database] * 4))

    assert sum(made) == 2
    assert len(rows_of(database, Alert)) == len(rows_of(database, Repair)) == 2


def test_a_repair_is_counted_for_her_own_clinic(database: Database, people: People) -> None:
    write(database, people.cora, SUNDAY, loose_stools=5)
    write(database, people.cora, MONDAY, loose_stools=5)
    delete_alerts(database)

    sweep(database)

    [repair] = rows_of(database, Repair)
    assert (repair["clinic_id"], repair["patient_id"]) == (people.elsewhere.id, people.cora.id)


def test_the_log_counts_repairs_and_tells_nothing_of_anybody(database: Database, people: People) -> None:
    two_bad_days(database, people)
    row = alert_row(database)
    delete_alerts(database)

    with capture_logs() as lines:
        sweep(database)

    assert lines == [{"event": "alerts_repaired", "count": 1, "log_level": "warning"}]
    assert str(row["patient_id"]) not in str(lines)
