"""What has to go out is written with what it tells of, once, on both databases."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from api.alerts import service as alerts
from api.alerts.models import Acknowledgement, Alert, AlertPublic, Outcome, Resolution
from api.database import Database
from api.diary import service
from api.diary.models import RevisionRow
from api.errors import IdClash, MovedOn
from api.outbox.models import EventKind, OutboxEvent
from tests.support.entries import MONDAY, SATURDAY, SUNDAY, a_change, an_entry, write
from tests.support.personas import People
from tests.support.rows import rows_of

FRIDAY = SATURDAY - timedelta(days=1)


class TornDown(Exception):
    """Something that goes wrong at the end of a work."""


def told(database: Database) -> Counter[str]:
    return Counter(row["kind"] for row in rows_of(database, OutboxEvent))


def subjects(database: Database, kind: EventKind) -> list[UUID]:
    return [row["subject_id"] for row in rows_of(database, OutboxEvent) if row["kind"] == kind]


def two_bad_days(database: Database, people: People) -> AlertPublic:
    write(database, people.anna, SUNDAY, loose_stools=5)
    return write(database, people.anna, MONDAY, loose_stools=4).alerts[0]


def acknowledge(database: Database, people: People, alert: AlertPublic) -> AlertPublic:
    tag = f'"{alert.version}"'
    return database.write_now(alerts.acknowledge, people.nora, alert.id, Acknowledgement(), if_match=tag)


def resolve(database: Database, people: People, alert: AlertPublic, outcome: Outcome) -> AlertPublic:
    tag = f'"{alert.version}"'
    return database.write_now(
        alerts.resolve, people.nora, alert.id, Resolution(outcome=outcome), if_match=tag
    )


def test_a_save_that_fails_leaves_no_event(database: Database, people: People) -> None:
    def save_and_fail(connection: sa.Connection) -> None:
        service.record_entry(connection, people.anna, "me", MONDAY, an_entry(loose_stools=4))
        raise TornDown

    write(database, people.anna, SUNDAY, loose_stools=5)
    before = told(database)

    with pytest.raises(TornDown):
        database.write_now(save_and_fail)

    assert told(database) == before
    assert (len(rows_of(database, RevisionRow)), rows_of(database, Alert)) == (1, [])


def test_a_refused_acknowledgement_leaves_no_event(database: Database, people: People) -> None:
    alert = two_bad_days(database, people)
    write(database, people.anna, SATURDAY, loose_stools=4)

    with pytest.raises(MovedOn):
        acknowledge(database, people, alert)

    assert EventKind.ALERT_ACKNOWLEDGED not in told(database)


def test_the_same_id_again_tells_nothing_again(database: Database, people: People) -> None:
    write(database, people.anna, SUNDAY, loose_stools=5)
    entry = an_entry(loose_stools=4)
    database.write_now(service.record_entry, people.anna, "me", MONDAY, entry)
    before = told(database)

    database.write_now(service.record_entry, people.anna, "me", MONDAY, entry)
    with pytest.raises(IdClash):
        write(database, people.anna, MONDAY, id=entry.id, loose_stools=9)

    assert told(database) == before == {EventKind.ENTRY_RECORDED: 2, EventKind.ALERT_OPENED: 1}


def test_every_new_revision_is_told_of_by_its_id(database: Database, people: People) -> None:
    first = write(database, people.anna, MONDAY, loose_stools=1).revision.id
    second = write(database, people.anna, MONDAY, loose_stools=2).revision.id
    change = a_change(readings={"nausea": {"severity": 1}})
    database.write_now(service.change_entry, people.ehr, str(people.anna.id), MONDAY, change)

    assert subjects(database, EventKind.ENTRY_RECORDED) == [first, second, change.id]
    assert told(database).total() == 3


def test_an_event_names_clinic_and_patient_and_waits(database: Database, people: People) -> None:
    write(database, people.anna, MONDAY, loose_stools=1)

    [event] = rows_of(database, OutboxEvent)

    assert (event["clinic_id"], event["patient_id"]) == (people.clinic.id, people.anna.id)
    assert (event["position"], event["done_at"], event["attempts"]) == (None, None, 0)


def test_an_alert_that_opens_is_told_of_once(database: Database, people: People) -> None:
    alert = two_bad_days(database, people)
    write(database, people.anna, MONDAY, loose_stools=6)

    assert subjects(database, EventKind.ALERT_OPENED) == [alert.id]
    assert EventKind.ALERT_RAISED not in told(database)


def test_an_alert_that_gets_worse_is_told_of_each_time(database: Database, people: People) -> None:
    alert = two_bad_days(database, people)

    write(database, people.anna, SATURDAY, loose_stools=4)

    assert subjects(database, EventKind.ALERT_RAISED) == [alert.id]


def test_what_asks_for_nobody_is_not_told(database: Database, people: People) -> None:
    alert = two_bad_days(database, people)
    write(database, people.anna, SATURDAY, loose_stools=4)
    before = told(database)

    grown = write(database, people.anna, FRIDAY, loose_stools=4).alerts[0]
    annotated = write(database, people.anna, MONDAY, loose_stools=5).alerts[0]
    called = database.write_now(alerts.say_called, people.anna, alert.id)
    resolve(database, people, called, Outcome.COULD_NOT_REACH)

    assert [event.kind for event in called.history[-3:]] == ["grew", "annotated", "called"]
    assert grown.id == annotated.id == alert.id
    assert told(database) - before == {EventKind.ENTRY_RECORDED: 2}


def test_acknowledging_and_resolving_are_told_of_once_each(database: Database, people: People) -> None:
    alert = acknowledge(database, people, two_bad_days(database, people))

    resolve(database, people, alert, Outcome.ADVICE_GIVEN)

    assert subjects(database, EventKind.ALERT_ACKNOWLEDGED) == [alert.id]
    assert subjects(database, EventKind.ALERT_RESOLVED) == [alert.id]


def test_one_save_tells_all_that_it_did_in_one_statement(database: Database, people: People) -> None:
    write(database, people.anna, SUNDAY, loose_stools=5)
    inserts: list[Any] = []

    def work(connection: sa.Connection) -> None:
        def note(*event: Any) -> None:
            if event[2].startswith("INSERT INTO outbox_event"):
                inserts.append(event[2])

        sa.event.listen(connection, "before_cursor_execute", note)
        service.record_entry(connection, people.anna, "me", MONDAY, an_entry(loose_stools=4))

    database.write_now(work)

    assert len(inserts) == 1
    assert told(database) == {EventKind.ENTRY_RECORDED: 2, EventKind.ALERT_OPENED: 1}
