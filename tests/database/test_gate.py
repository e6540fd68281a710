"""Works that commit at the same time, though each in its own transaction: nobody is left behind."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Event, get_ident

import pytest

from api.database_gate import CommitGate

LONG_SECONDS = 10.0


def until(is_so: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + LONG_SECONDS
    while not is_so():
        assert time.monotonic() < give_up_at, "it never came to that"
        os.sched_yield()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as threads:
        yield threads


@pytest.fixture
def gate() -> Iterator[CommitGate]:
    """One whose patience does not end, and which nobody is left in after the test."""
    gate = CommitGate(patience_seconds=LONG_SECONDS)
    yield gate
    assert (gate.running, gate.waiting) == (0, 0)


def come(gate: CommitGate, send: Callable[[], None]) -> None:
    with gate.awaits() as come:
        come(send)


def come_beside_others(
    gate: CommitGate, threads: ThreadPoolExecutor, send: Callable[[], None]
) -> Future[None]:
    """A work that waits at the gate, since another runs."""
    before = gate.waiting
    coming = threads.submit(come, gate, send)
    until(lambda: gate.waiting == before + 1)
    return coming


def test_a_work_that_waits_goes_on_when_the_last_that_ran_failed(
    gate: CommitGate, threads: ThreadPoolExecutor
) -> None:
    sent = Event()
    waiting = []

    def failing() -> None:
        with gate.awaits():
            waiting.append(come_beside_others(gate, threads, sent.set))
            assert not sent.is_set()
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        failing()

    assert sent.is_set()
    waiting[0].result(LONG_SECONDS)


def test_a_work_that_waits_goes_on_when_the_last_that_ran_ends_without_a_commit(
    gate: CommitGate, threads: ThreadPoolExecutor
) -> None:
    sent = Event()

    with gate.awaits():
        waiting = come_beside_others(gate, threads, sent.set)

    assert sent.is_set()
    waiting.result(LONG_SECONDS)


def test_a_work_that_runs_for_long_holds_nobody_up_for_good() -> None:
    gate = CommitGate(patience_seconds=0.0)
    sent = Event()

    with gate.awaits():
        come(gate, sent.set)
        assert (sent.is_set(), gate.running) == (True, 1)

    assert (gate.running, gate.waiting) == (0, 0)


def test_whoever_came_before_goes_along_when_the_patience_of_the_last_ends(
    threads: ThreadPoolExecutor,
) -> None:
    gate = CommitGate(patience_seconds=0.0)
    sent: list[int] = []

    with gate.awaits():
        works = [threads.submit(come, gate, partial(sent.append, number)) for number in range(4)]
        for work in works:
            work.result(LONG_SECONDS)

    assert sorted(sent) == [0, 1, 2, 3]


def test_a_work_that_fails_after_its_commit_was_sent_is_not_awaited_again(gate: CommitGate) -> None:
    sent = Event()

    def failing() -> None:
        with gate.awaits() as come_here:
            come_here(sent.set)
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        failing()

    assert sent.is_set()


def test_a_lone_work_waits_for_nobody(gate: CommitGate) -> None:
    sent: list[int] = []

    come(gate, partial(sent.append, 1))
    come(gate, partial(sent.append, 2))

    assert sent == [1, 2]


def test_commits_are_sent_in_one_go_by_the_last_that_comes(
    gate: CommitGate, threads: ThreadPoolExecutor
) -> None:
    senders: list[int] = []

    def send() -> None:
        senders.append(get_ident())

    with gate.awaits() as come_here:
        waiting = [come_beside_others(gate, threads, send) for _ in range(3)]
        assert senders == []
        come_here(send)
        assert senders == [get_ident()] * 4

    for work in waiting:
        work.result(LONG_SECONDS)


def test_a_work_that_begins_while_commits_are_under_way_is_not_awaited_by_them(
    gate: CommitGate, threads: ThreadPoolExecutor
) -> None:
    under_way, released = Event(), Event()

    def commit() -> None:
        with gate.awaits() as come_here:
            come_here(under_way.set)
            assert released.wait(LONG_SECONDS)

    committing = threads.submit(commit)
    assert under_way.wait(LONG_SECONDS)
    sent = Event()
    come(gate, sent.set)
    assert sent.is_set()

    released.set()
    committing.result(LONG_SECONDS)
