"""The worker carries a trial through: by hand the same counts, whatever comes in between."""

from datetime import timedelta
from threading import Event
from uuid import UUID

import pytest
import sqlalchemy as sa
import time_machine

from api.alerts.models import Alert
from api.database import Database
from api.diary.store import revision
from api.outbox.models import Duty
from api.rules.guidance import DOCUMENT
from api.settings import Settings
from api.sweeper.service import sweep
from api.trials import reading, running, store
from api.trials.models import Trial, TrialState
from api.worker import make_worker
from tests.access.subjects import content
from tests.support.callers import CallAs
from tests.support.personas import People
from tests.support.rows import rows_of
from tests.support.trials import RULE, a_number, a_trial, counts_in, trial_of, work_through

DAY = timedelta(days=1)
# Each was there from 1 October to 23 November.
DAYS_EACH = 54


def test_nothing_but_the_trial_is_written(database: Database, diaries: People) -> None:
    database.write_now(a_trial, diaries.ada, numbers=[a_number(3)])
    before = [row for row in database.read_now(content) if not row.startswith("trial ")]

    work_through(database)

    assert [row for row in database.read_now(content) if not row.startswith("trial ")] == before
    assert len(rows_of(database, Alert)) == 1


def test_rules_that_change_meanwhile_begin_the_trial_again(
    database: Database, diaries: People, call_as: CallAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PATIENTS_AT_ONCE", 1)
    key = database.write_now(a_trial, diaries.ada, numbers=[a_number(3)])
    held = database.write_now(store.take)
    assert held is not None
    held = running.step(database, held)
    assert held is not None and held.judged == 1
    call_as(diaries.ada).post("/clinic/thresholds", {"pack": DOCUMENT, "rule": RULE, "value": 3})

    held = running.step(database, held)
    assert held is not None and held.judged == 0
    database.write_now(store.give_back, held)
    work_through(database)

    trial = trial_of(database, key)
    assert (trial.judged, counts_in(trial), trial.results["days"]) == (2, [0, 0, 0, 4], 2 * DAYS_EACH)
    sweep(database)


@pytest.mark.usefixtures("broken_on_purpose")
@pytest.mark.parametrize("broken", ['{"diarrhea": {"count": ', "[1]"])
def test_a_diary_that_cannot_be_judged_is_counted_as_skipped_and_the_others_are_judged(
    database: Database, diaries: People, broken: str
) -> None:
    hers = sa.update(revision).where(revision.c.patient_id == diaries.anna.id)
    if database.dialect == "sqlite":
        wrong = hers.values(readings=sa.literal_column(f"'{broken}'"))
    else:
        wrong = hers.values(readings=[1])
    database.write_now(lambda connection: connection.execute(wrong))
    key = database.write_now(a_trial, diaries.ada, numbers=[a_number(3)])

    work_through(database)

    trial = trial_of(database, key)
    assert (trial.state, trial.judged, trial.skipped) == ("done", 2, 1)
    assert (counts_in(trial), trial.results["days"]) == ([1, 0, 0, 0], DAYS_EACH)


def test_a_trial_that_fails_ends_so_and_keeps_the_next_from_nothing(
    database: Database, diaries: People
) -> None:
    failing = database.write_now(a_trial, diaries.ada)
    text = sa.update(Trial).where(Trial.__table__.c.id == failing)  # type: ignore[attr-defined]
    database.write_now(lambda connection: connection.execute(text.values(pack_text="id =")))
    good = database.write_now(a_trial, diaries.ada)

    work_through(database)

    assert trial_of(database, failing).state == TrialState.FAILED
    assert trial_of(database, good).state == TrialState.DONE


def test_a_worker_that_is_told_to_stop_gives_the_trial_back(
    database: Database, diaries: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = database.write_now(a_trial, diaries.ada)
    stop = Event()
    real_take = store.take

    def take_and_stop(connection: sa.Connection) -> Trial | None:
        stop.set()
        return real_take(connection)

    monkeypatch.setattr(store, "take", take_and_stop)

    running.run_waiting(database, stop=stop)

    trial = trial_of(database, key)
    assert (trial.state, trial.judged, trial.leased_until) == ("running", 0, None)


def test_the_worker_takes_a_trial_that_was_just_asked_for_and_forgets_it_after_a_month(
    database: Database, settings: Settings, diaries: People, call_as: CallAs,
    monday_noon: time_machine.Traveller,
) -> None:  # fmt: skip
    worker = make_worker(database, settings)
    worker.run_once()
    asked = call_as(diaries.ada).post("/clinic/guidance/trials", {"pack": DOCUMENT}).json()

    worker.run_once()

    assert trial_of(database, UUID(asked["id"])).state == TrialState.DONE
    assert trial_of(database, UUID(asked["id"])).pack_text is None
    assert "trials" in {row["name"] for row in rows_of(database, Duty)}
    monday_noon.shift(30 * DAY)
    worker.run_once()
    assert len(rows_of(database, Trial)) == 1
    monday_noon.shift(timedelta(hours=1))
    worker.run_once()
    assert rows_of(database, Trial) == []
