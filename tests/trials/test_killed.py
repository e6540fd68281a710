"""Killed between any two steps, taken over by others, or done by two at once: the result is the same."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import time_machine

from api.database import Database, open_database
from api.outbox.leases import LEASE
from api.settings import Settings
from api.trials import reading, running, store
from api.trials.models import Trial
from tests.support.databases import ROOT
from tests.support.entries import NOON
from tests.support.personas import People
from tests.support.trials import a_number, a_trial, trial_of, work_through

# Looking, taking, three times reading, reading and writing for two patients and the end, looking again.
# Who dies before a call dies after the one before it.
CALLS = 12
WRITES = (2, 5, 8, 11)
STEPS = [(call, "before") for call in range(1, CALLS + 1)] + [(call, "within") for call in WRITES]
Kill = Callable[[int, str], int]


@pytest.fixture(scope="module")
def mortals() -> Iterator[Callable[..., int]]:
    command = [sys.executable, "-m", "tests.trials.mortal"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout

        def order(**wanted: Any) -> int:
            process.stdin.write(json.dumps(wanted) + "\n")
            process.stdin.flush()
            return int(json.loads(process.stdout.readline()))

        yield order
        process.stdin.close()


@pytest.fixture
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PATIENTS_AT_ONCE", 1)


def outcome(trial: Trial) -> tuple[Any, ...]:
    return (trial.state, trial.patients, trial.judged, trial.skipped, trial.results)


def uninterrupted(database: Database, people: People) -> tuple[Any, ...]:
    key = database.write_now(a_trial, people.ada, numbers=[a_number(3)])
    work_through(database)
    found = outcome(trial_of(database, key))
    assert found[:4] == ("done", 2, 2, 0)
    return found


@pytest.mark.usefixtures("one_at_a_time")
def test_a_worker_killed_at_any_step_leaves_a_trial_that_comes_out_the_same(
    database: Database, diaries: People, settings: Settings, mortals: Callable[..., int],
    monday_noon: time_machine.Traveller,
) -> None:  # fmt: skip
    expected = uninterrupted(database, diaries)

    for call, when in STEPS:
        monday_noon.move_to(NOON)
        key = database.write_now(a_trial, diaries.ada, numbers=[a_number(3)])
        ended = mortals(url=settings.database_url, at=NOON.isoformat(), call=call, when=when)
        assert ended == -signal.SIGKILL, (call, when)
        monday_noon.shift(2 * LEASE)
        work_through(database)
        assert outcome(trial_of(database, key)) == expected, (call, when)

    alive = mortals(url=settings.database_url, at=NOON.isoformat(), call=CALLS, when="never")
    assert alive == 0


@pytest.mark.usefixtures("one_at_a_time")
def test_whoever_was_away_too_long_counts_nobody_again(
    database: Database, diaries: People, monday_noon: time_machine.Traveller
) -> None:
    expected = uninterrupted(database, diaries)
    key = database.write_now(a_trial, diaries.ada, numbers=[a_number(3)])
    first = database.write_now(store.take)
    assert first is not None and first.id == key
    assert database.write_now(store.take) is None
    monday_noon.shift(2 * LEASE)
    second = database.write_now(store.take)
    assert second is not None and running.step(database, second) is not None

    assert running.step(database, first) is None

    assert trial_of(database, key).judged == 1
    monday_noon.shift(2 * LEASE)
    work_through(database)
    assert outcome(trial_of(database, key)) == expected


@pytest.mark.usefixtures("one_at_a_time")
def test_two_who_hold_a_trial_until_the_same_moment_count_nobody_twice(
    database: Database, diaries: People
) -> None:
    key = database.write_now(a_trial, diaries.ada, numbers=[a_number(3)])
    first = database.write_now(store.take_over, key)
    second = database.write_now(store.take_over, key)
    assert first is not None and second is not None and first.leased_until == second.leased_until

    moved = [running.step(database, one) for one in (first, second)]

    assert [one and one.judged for one in moved] == [1, None]


@pytest.mark.usefixtures("one_at_a_time")
def test_two_workers_at_once_bring_two_trials_to_the_same_end(
    database: Database, diaries: People, settings: Settings
) -> None:
    expected = uninterrupted(database, diaries)
    keys = [database.write_now(a_trial, diaries.ada, numbers=[a_number(3)]) for _ in range(2)]
    both = Barrier(2, timeout=30)

    def work(_: int) -> None:
        own = open_database(settings)
        both.wait()
        work_through(own)
        own.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(work, range(2)))

    assert [outcome(trial_of(database, key)) for key in keys] == [expected, expected]
