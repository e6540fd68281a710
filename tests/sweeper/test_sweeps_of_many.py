"""Every diary gets its turn, and no more work is done than that needs."""

from datetime import date, timedelta
from threading import Event

import pytest
import time_machine
from sqlalchemy import Connection
from structlog.testing import capture_logs

from api.clock import now
from api.database import Database
from api.diary.judgement import Overdue
from api.patients.models import Patient
from api.sweeper import service, store
from api.sweeper.memory import SLICES, Memory
from api.sweeper.models import Beat
from api.sweeper.service import sweep
from tests.support.entries import MONDAY, SATURDAY, SUNDAY, write
from tests.support.personas import People
from tests.sweeper.breaking import (
    acknowledge,
    alert_row,
    delete_alerts,
    put_back,
    repairs,
    resolve,
    two_bad_days,
)

Hands = time_machine.Traveller
MINUTE = timedelta(minutes=1)


def test_more_patients_than_one_chunk_holds_are_all_swept(
    database: Database, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "PATIENTS_AT_ONCE", 1)
    for patient in (people.anna, people.ben, people.cora):
        write(database, patient, SUNDAY, loose_stools=5)
        write(database, patient, MONDAY, loose_stools=5)
    delete_alerts(database)

    assert sweep(database) == 3


def test_a_sweep_that_is_told_to_stop_ends_soon_and_does_not_count_as_done(
    database: Database, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "PATIENTS_AT_ONCE", 1)
    for patient in (people.anna, people.ben):
        write(database, patient, SUNDAY, loose_stools=5)
        write(database, patient, MONDAY, loose_stools=5)
    delete_alerts(database)
    stop = Event()
    stop.set()

    cut_off = sweep(database, stop=stop)

    assert cut_off == 1
    assert database.read_now(store.last_beat, Beat.SWEEP) is None
    assert sweep(database) == 1


def test_an_old_alert_that_was_lost_comes_back_within_a_day(
    database: Database, people: People, hands: Hands
) -> None:
    two_bad_days(database, people)
    hands.shift(timedelta(days=90))
    # Her slice of the day is half a day away.
    minutes = (people.anna.id.int - int(now().timestamp()) // 60 + SLICES // 2) % SLICES
    hands.shift(minutes * MINUTE)
    sweep(database)
    delete_alerts(database)

    hands.shift(MINUTE)
    assert sweep(database) == 0
    hands.shift(timedelta(hours=24))

    assert sweep(database) == 1
    assert repairs(database) == [(alert_row(database)["rule"], "opened")]


def test_an_old_alert_that_still_waits_is_looked_at_each_time(
    database: Database, people: People, hands: Hands
) -> None:
    two_bad_days(database, people)
    acknowledge(database, people)
    quiet = alert_row(database)
    write(database, people.anna, SATURDAY, loose_stools=6)
    put_back(database, quiet)
    hands.shift(timedelta(days=90))
    database.write_now(store.beat, Beat.SWEEP)

    assert sweep(database) == 1


def test_one_diary_that_cannot_be_judged_leaves_the_others_swept_and_the_sweep_undone(
    database: Database, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_bad_days(database, people)
    write(database, people.ben, MONDAY, loose_stools=1)
    delete_alerts(database)
    overdue = service.overdue

    def stumbling(connection: object, patient: Patient, **how: object) -> object:
        if patient.id == people.ben.id:
            raise RuntimeError("Ben Okafor has 1 loose stool")
        return overdue(connection, patient, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(service, "overdue", stumbling)
    with capture_logs() as lines:
        assert sweep(database) == 1

    assert database.read_now(store.last_beat, Beat.SWEEP) is None
    assert [(line["event"], line.get("patients")) for line in lines if line["log_level"] == "error"] == [
        ("diary_not_judged", None),
        ("sweep_incomplete", 1),
    ]
    assert "Ben" not in str(lines)


def test_a_repair_that_fails_is_tried_again_by_the_next_sweep(
    database: Database, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_bad_days(database, people)
    delete_alerts(database)

    def failing(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(service, "judge_again", failing)
        assert sweep(database) == 0

    assert sweep(database) == 1
    assert database.read_now(store.last_beat, Beat.SWEEP) == now()


def test_what_has_not_moved_is_not_judged_again_before_its_slice_comes(
    database: Database, people: People, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_bad_days(database, people)
    write(database, people.ben, MONDAY, loose_stools=1)
    judged: list[str] = []
    overdue = service.overdue

    def noting(connection: Connection, patient: Patient, *, since: date) -> tuple[Overdue, ...]:
        judged.append(patient.name)
        return overdue(connection, patient, since=since)

    monkeypatch.setattr(service, "overdue", noting)
    memory = Memory()
    for _ in range(2):
        sweep(database, memory=memory)
    assert judged == ["Anna Berg", "Ben Okafor"]

    write(database, people.ben, MONDAY, loose_stools=2)
    sweep(database, memory=memory)
    assert judged[2:] == ["Ben Okafor"]
    hands.shift(timedelta(days=1))
    sweep(database, memory=memory)

    assert judged[3:] == ["Anna Berg", "Ben Okafor"]


def test_a_worker_that_remembers_still_sees_that_an_alert_or_a_raise_is_gone(
    database: Database, people: People
) -> None:
    two_bad_days(database, people)
    acknowledge(database, people)
    quiet = alert_row(database)
    write(database, people.anna, SATURDAY, loose_stools=6)
    memory = Memory()
    assert sweep(database, memory=memory) == 0

    put_back(database, quiet)
    assert sweep(database, memory=memory) == 1
    assert sweep(database, memory=memory) == 0
    delete_alerts(database)

    assert sweep(database, memory=memory) == 1
    resolve(database, people)
    assert sweep(database, memory=memory) == 0
    delete_alerts(database)
    assert sweep(database, memory=memory) == 1
