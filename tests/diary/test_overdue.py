"""Alerts that ought to be there and are not: found, and done, on both databases."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from api.alerts import service as alerts
from api.alerts import store
from api.alerts.models import Acknowledgement, Alert, AlertEvent, AlertPublic, Happening, Outcome, Resolution
from api.database import Database
from api.diary import judgement
from api.diary.judgement import Overdue
from api.outbox.models import EventKind, OutboxEvent
from api.patients import store as patients
from tests.support.entries import MONDAY, SATURDAY, SUNDAY, write
from tests.support.personas import People
from tests.support.rows import rows_of

FRIDAY = SATURDAY - timedelta(days=1)


def overdue(database: Database, people: People, *, since: date = SATURDAY) -> list[str]:
    def work(connection: sa.Connection) -> tuple[Overdue, ...]:
        return judgement.overdue(connection, patients.get(connection, people.anna, "me"), since=since)

    return [one.kind for one in database.read_now(work)]


def judge_again(database: Database, people: People, *, since: date = SATURDAY) -> list[str]:
    def work(connection: sa.Connection) -> tuple[Overdue, ...]:
        return judgement.judge_again(connection, patients.lock(connection, people.anna, "me"), since=since)

    return [one.kind for one in database.write_now(work)]


def run(database: Database, *statements: Any) -> None:
    def work(connection: sa.Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    database.write_now(work)


def two_bad_days(database: Database, people: People) -> AlertPublic:
    write(database, people.anna, SUNDAY, loose_stools=5)
    return write(database, people.anna, MONDAY, loose_stools=4).alerts[0]


def acknowledge(database: Database, people: People, alert: AlertPublic) -> AlertPublic:
    tag = f'"{alert.version}"'
    return database.write_now(alerts.acknowledge, people.nora, alert.id, Acknowledgement(), if_match=tag)


def raised_after_an_acknowledgement(database: Database, people: People) -> dict[str, Any]:
    """Gives the alert's row as it was when it was acknowledged."""
    acknowledge(database, people, two_bad_days(database, people))
    [milder] = rows_of(database, Alert)
    write(database, people.anna, SATURDAY, loose_stools=4)
    return milder


def test_nothing_is_overdue_while_everything_is_right(database: Database, people: People) -> None:
    alert = two_bad_days(database, people)
    assert overdue(database, people) == []

    grown = write(database, people.anna, SATURDAY, loose_stools=4).alerts[0]
    grown = write(database, people.anna, FRIDAY, loose_stools=4).alerts[0]
    assert overdue(database, people) == []

    acknowledge(database, people, grown)
    write(database, people.anna, SUNDAY, loose_stools=0)
    assert overdue(database, people) == []

    gone = write(database, people.anna, MONDAY, loose_stools=0).alerts[0]
    database.write_now(
        alerts.resolve,
        people.nora,
        alert.id,
        Resolution(outcome=Outcome.ADVICE_GIVEN),
        if_match=f'"{gone.version}"',
    )
    before = rows_of(database, Alert)
    assert judge_again(database, people) == []
    assert rows_of(database, Alert) == before


def test_a_lost_alert_comes_back_with_its_history_and_its_event(database: Database, people: People) -> None:
    write(database, people.anna, SUNDAY, loose_stools=5)
    write(database, people.anna, MONDAY, loose_stools=4, can_wait=False)
    run(database, sa.delete(store.event), sa.delete(store.alert), sa.delete(OutboxEvent))

    assert overdue(database, people) == ["opened"]
    assert judge_again(database, people) == ["opened"]

    [alert] = rows_of(database, Alert)
    assert (alert["status"], alert["first_day"], alert["can_wait"]) == ("open", SUNDAY, False)
    assert [row["kind"] for row in rows_of(database, AlertEvent)] == [Happening.OPENED]
    assert [row["kind"] for row in rows_of(database, OutboxEvent)] == [EventKind.ALERT_OPENED]
    assert overdue(database, people) == judge_again(database, people) == []


def test_an_alert_set_back_to_a_milder_acknowledgement_is_raised_again(
    database: Database, people: People
) -> None:
    milder = raised_after_an_acknowledgement(database, people)
    run(database, sa.update(store.alert).values(milder))

    assert overdue(database, people) == ["raised"]
    assert judge_again(database, people) == ["raised"]

    [alert] = rows_of(database, Alert)
    assert (alert["status"], alert["raises"], alert["past_document_limit"]) == ("open", 1, True)
    assert overdue(database, people) == []


@pytest.mark.parametrize("keeps_what_was_acknowledged", [True, False])
def test_a_raise_that_was_lost_while_the_alert_stands_acknowledged_is_done_again(
    database: Database, people: People, keeps_what_was_acknowledged: bool
) -> None:
    milder = raised_after_an_acknowledgement(database, people)
    names = ("status", "raises", "acknowledged_at", "acknowledged_by", "queue_rank")
    lost = {name: milder[name] for name in names}
    if keeps_what_was_acknowledged:
        lost["acknowledged_runs"] = milder["acknowledged_runs"]
    forget_the_raise = sa.delete(store.event).where(store.event.c.kind == Happening.RAISED)
    run(database, sa.update(store.alert).values(lost), forget_the_raise)

    assert overdue(database, people) == ["raised"]
    assert judge_again(database, people) == ["raised"]

    assert [row["kind"] for row in rows_of(database, AlertEvent)][-1] == Happening.RAISED
    assert [row["kind"] for row in rows_of(database, OutboxEvent)].count(EventKind.ALERT_RAISED) == 2
    assert overdue(database, people) == []


def test_another_pack_alone_makes_nothing_overdue(database: Database, people: People) -> None:
    acknowledge(database, people, two_bad_days(database, people))
    [alert] = rows_of(database, Alert)
    runs = [finding | {"guidance_hash": "of-an-earlier-pack"} for finding in alert["runs"]]
    run(database, sa.update(store.alert).values(runs=runs, acknowledged_runs=runs))

    assert overdue(database, people) == []


def test_a_long_run_that_was_resolved_is_not_overdue_from_any_day_on(
    database: Database, people: People
) -> None:
    first = MONDAY - timedelta(days=34)
    for number in range(35):
        alert = write(database, people.anna, first + timedelta(days=number), loose_stools=4).alerts
    database.write_now(
        alerts.resolve,
        people.nora,
        alert[0].id,
        Resolution(outcome=Outcome.ADVICE_GIVEN),
        if_match=f'"{alert[0].version}"',
    )

    assert [overdue(database, people, since=MONDAY - timedelta(days=n)) for n in range(0, 40, 3)] == [[]] * 14


@pytest.mark.usefixtures("broken_on_purpose")
def test_days_before_the_first_one_asked_about_are_left_alone(database: Database, people: People) -> None:
    long_ago = MONDAY - timedelta(days=50)
    write(database, people.anna, long_ago, loose_stools=4)
    write(database, people.anna, long_ago + timedelta(days=1), loose_stools=4)
    run(database, sa.delete(store.event), sa.delete(store.alert))

    assert overdue(database, people, since=MONDAY) == []
    assert overdue(database, people, since=long_ago) == ["opened"]
