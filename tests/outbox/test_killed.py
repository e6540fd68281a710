"""A worker is killed between each pair of steps, often: everything gets done, and repeats keep their id."""

import os
import signal
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from api.database import Database, open_database
from api.outbox.leases import LEASE
from api.outbox.models import OutboxEvent
from api.outbox.worker import DutyCall, Worker
from api.settings import Settings
from tests.outbox.conftest import NOON, Orders
from tests.outbox.mortal import EVENTS_A_LIFE, WITHIN_A_DUTY
from tests.support.events import waiting_in
from tests.support.personas import move_in
from tests.support.rows import rows_of

# At each step on each of the two databases, which makes 50 at each step.
KILLS = int(os.environ.get("DIARY_TEST_WORKER_KILLS", "25"))
LATER = NOON + timedelta(days=365)
REPEATS = {
    "within the claim": 0,
    "after the claim": 0,
    "after effect 1": 1,
    "before the mark": 2,
    "within the mark": 2,
    "after the mark": 0,
}
"""Where a worker dies, and how many of its two events have taken effect by then without a trace of it.
Whoever dies within a transaction dies before its commit, which is the same as before it began."""


@pytest.mark.parametrize("step", REPEATS)
def test_a_worker_killed_at_a_step_leaves_everything_done_and_repeats_with_the_same_id(
    step: str, database_url: str, workers_elsewhere: Orders, effects: Path
) -> None:
    settings = Settings(environment="test", database_url=database_url)
    database = open_database(settings)
    anna = move_in(database).anna

    endings = workers_elsewhere(
        url=database_url,
        effects=str(effects),
        at=NOON.isoformat(),
        clinic=str(anna.clinic_id),
        patient=str(anna.id),
        lives=KILLS,
        dies=step,
    )
    finish(database, effects)

    assert endings == [-signal.SIGKILL] * KILLS
    sent = Counter(effects.read_text().split())
    assert set(sent) == {str(row["id"]) for row in rows_of(database, OutboxEvent)}
    assert len(sent) == KILLS * EVENTS_A_LIFE
    assert sorted(sent.values()) == [1] * (len(sent) - KILLS * REPEATS[step]) + [2] * (KILLS * REPEATS[step])
    database.close()


def test_a_duty_whose_worker_was_killed_is_taken_over_again_and_again_and_done_once(
    database_url: str, workers_elsewhere: Orders, clock: time_machine.Traveller
) -> None:
    database = open_database(Settings(environment="test", database_url=database_url))

    endings = workers_elsewhere(url=database_url, at=NOON.isoformat(), lives=KILLS, dies=WITHIN_A_DUTY)
    done: list[str] = []
    survivor = Worker(database, sinks=[], duties=[DutyCall("sweep", LEASE, lambda _: done.append("it"))])
    clock.shift(2 * (KILLS - 1) * LEASE)
    survivor.run_once()
    done_while_it_was_held = list(done)
    clock.shift(2 * LEASE)
    survivor.run_once()

    assert endings == [-signal.SIGKILL] * KILLS
    assert (done_while_it_was_held, done) == ([], ["it"])
    database.close()


def finish(database: Database, effects: Path) -> None:
    """The worker that is started in the end, when every lease is over."""
    with effects.open("a") as file, time_machine.travel(LATER):
        survivor = Worker(database, sinks=[lambda event: print(event.id, file=file)], duties=[])
        while waiting_in(database):
            survivor.run_once()
