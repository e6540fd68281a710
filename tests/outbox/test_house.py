"""What the worker of this house does: its log line, its duties, tidying."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from structlog.testing import capture_logs

from api.access.actors import Actor
from api.access.models import Invite, SessionRow, SignInFailure
from api.database import Database
from api.ids import new_id
from api.outbox.models import Duty, OutboxEvent
from api.settings import Settings
from api.sweeper.models import Heartbeat
from api.worker import TIDIED_AT_ONCE, make_worker
from tests.outbox.conftest import NOON
from tests.support.entries import write
from tests.support.events import put, waiting_in
from tests.support.factories import insert
from tests.support.personas import People
from tests.support.rows import rows_of

DAY = timedelta(days=1)


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(environment="test", database_url=database_url, event_days=7)


def a_session(kind: str, actor: Actor, *, expires_at: datetime) -> SessionRow:
    return SessionRow(
        id=new_id(),
        clinic_id=actor.clinic_id,
        kind=kind,
        actor_id=actor.id,
        token_hash=str(new_id()),
        scopes=[],
        created_at=expires_at - DAY,
        last_seen_at=expires_at - DAY,
        expires_at=expires_at,
    )


def a_code(patient: Actor, *, expires_at: datetime) -> Invite:
    return Invite(
        id=new_id(),
        clinic_id=patient.clinic_id,
        patient_id=patient.id,
        code_hash=str(new_id()),
        created_at=expires_at - DAY,
        expires_at=expires_at,
    )


def a_failure(last_at: datetime) -> SignInFailure:
    return SignInFailure(key_hash=str(new_id()), failures=1, last_at=last_at)


def test_what_is_sent_leaves_one_line_that_names_no_patient(
    database: Database, settings: Settings, people: People, clock: time_machine.Traveller
) -> None:
    write(database, people.anna, date(2026, 11, 23), loose_stools=4)

    with capture_logs() as lines:
        done = make_worker(database, settings).run_once()

    (event,) = rows_of(database, OutboxEvent)
    sent = [line for line in lines if line["event"] == "event_sent"]
    assert (done, waiting_in(database)) == (1, 0)
    assert sent == [
        {
            "event": "event_sent",
            "log_level": "info",
            "event_id": str(event["id"]),
            "kind": "entry.recorded",
            "attempt": 1,
        }
    ]
    told = repr(lines)
    assert not any(str(private) in told for private in (people.anna.id, event["subject_id"], "Anna"))


def test_every_duty_is_done_within_a_minute_and_comes_round(
    database: Database, settings: Settings, people: People, clock: time_machine.Traveller
) -> None:
    worker = make_worker(database, settings)

    worker.run_once()
    first = {row["name"]: row["done_at"] for row in rows_of(database, Duty)}
    clock.shift(timedelta(minutes=1))
    worker.run_once()

    assert first == dict.fromkeys(("beat", "silence", "sweep", "tidy", "trials"), NOON)
    minute = {row["name"] for row in rows_of(database, Duty) if row["done_at"] > NOON}
    assert minute == {"beat", "silence", "sweep", "trials"}
    beats = {row["name"]: row["at"] for row in rows_of(database, Heartbeat)}
    assert beats["worker"] == NOON + timedelta(minutes=1)


def test_events_that_are_done_go_after_the_days_of_the_settings(
    database: Database, settings: Settings, people: People, clock: time_machine.Traveller
) -> None:
    worker = make_worker(database, settings)
    put(database, people.anna, count=TIDIED_AT_ONCE + 3)
    while worker.run_once():
        pass
    clock.shift(7 * DAY)
    kept = put(database, people.anna)
    worker.run_once()
    assert len(rows_of(database, OutboxEvent)) == TIDIED_AT_ONCE + 4

    clock.shift(timedelta(hours=1))
    worker.run_once()

    assert [row["subject_id"] for row in rows_of(database, OutboxEvent)] == [kept[0].subject_id]


def test_sessions_codes_and_failures_go_once_they_have_expired_for_a_while(
    database: Database, settings: Settings, people: People, clock: time_machine.Traveller
) -> None:
    for age in (timedelta(hours=1), 2 * DAY, 91 * DAY):
        ended = NOON - age
        sessions = [
            a_session(kind, actor, expires_at=ended)
            for kind, actor in (("staff", people.nora), ("patient", people.anna), ("client", people.ehr))
        ]
        database.write_now(insert, *sessions, a_code(people.anna, expires_at=ended), a_failure(ended))
    make_worker(database, settings).run_once()

    assert len(rows_of(database, SessionRow)) == 3
    assert len(rows_of(database, Invite)) == 2
    assert len(rows_of(database, SignInFailure)) == 1
