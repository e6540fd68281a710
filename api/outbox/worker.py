"""The worker: claims what has to go out, has it sent, marks it; and does the duties that come round.

Whatever may fail comes between two transactions, so that a worker killed anywhere leaves every event either
done or to be sent again with the same id once its lease is over.
"""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from threading import Event, Thread
from uuid import UUID

import structlog
from sqlalchemy import Connection

from api.clock import now
from api.database import Database
from api.outbox import store
from api.outbox.duties import Duties, DutyCall
from api.outbox.leases import LEASE, LONGEST_PAUSE
from api.outbox.store import SentEvent

__all__ = ["DutyCall", "SentEvent", "Sink", "Worker", "pause_after"]

log = structlog.get_logger()
Sink = Callable[[SentEvent], None]
"""Takes one event out of the house. It may block for less than half of LEASE and raise what it likes. An
event comes again when any sink failed, so each has to know a repeat by its id."""

CLAIMED_AT_ONCE = 64
FIRST_PAUSE = timedelta(seconds=2)
IDLE_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 30.0


def pause_after(attempt: int) -> timedelta:
    """How long an event rests after its first, second … attempt in vain: twice as long each time."""
    doublings: int = min(attempt - 1, 20)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


class Worker:
    """Any number of them may run, in threads, processes and machines of their own: leases decide.

    `long_duties` gives those that take more than a moment; they end soon once the event is set.
    While `may_work` says no, it claims nothing and does no duty.
    """

    def __init__(
        self,
        database: Database,
        *,
        sinks: Sequence[Sink],
        duties: Sequence[DutyCall],
        long_duties: Callable[[Event], Sequence[DutyCall]] = lambda _stop: (),
        may_work: Callable[[], bool] = lambda: True,
    ) -> None:
        self._database = database
        self._may_work = may_work
        self._sinks = tuple(sinks)
        self._duties = Duties(database, duties)
        self._long_duties = long_duties
        self._took_effect: list[UUID] = []

    def run_once(self) -> int:
        """One batch of events, then the duties that are due. Gives how many events are done.

        Raises: Unavailable.
        """
        sent, stop = self._send_batch(Event()), Event()
        if self._may_work():
            self._duties.run_due(stop)
            self._long(stop).run_due(stop)
        return sent

    def run(self, stop: Event) -> None:
        """Goes on until told to stop, whatever fails. Duties have a thread of their own, and long ones
        another: they delay no event, and no other duty."""
        threads = [
            self._start("duties", self._duties, stop),
            self._start("long duties", self._long(stop), stop),
        ]
        _repeat(lambda: self._send_batch(stop), stop)
        for thread in threads:
            thread.join()

    def _start(self, name: str, duties: Duties, stop: Event) -> Thread:
        turns = (lambda: self._do(duties, stop), stop)
        thread = Thread(target=_repeat, args=turns, name=name, daemon=True)
        thread.start()
        return thread

    def _long(self, stop: Event) -> Duties:
        return Duties(self._database, self._long_duties(stop))

    def _do(self, duties: Duties, stop: Event) -> int:
        return duties.run_due(stop) if self._may_work() else 0

    def _send_batch(self, stop: Event) -> int:
        done_before = self._settle() if self._took_effect else 0
        if not self._may_work() or not self._database.read_now(store.has_work):
            return done_before
        batch = self._database.write_now(_number_and_claim)
        failed, unsent = self._send(batch, stop)
        return done_before + self._settle(failed=failed, unsent=unsent)

    def _send(self, batch: Sequence[SentEvent], stop: Event) -> tuple[list[SentEvent], list[SentEvent]]:
        """Sends one after the other until told to stop. Gives what failed and what is left."""
        failed: list[SentEvent] = []
        waiting, extend_at = deque(batch), now() + LEASE / 2
        while waiting and not stop.is_set():
            if now() >= extend_at:
                waiting, extend_at = self._still_ours(waiting), now() + LEASE / 2
                continue
            event = waiting.popleft()
            if self._reaches_every_sink(event):
                self._took_effect.append(event.id)
            else:
                failed.append(event)
        return failed, list(waiting)

    def _still_ours(self, waiting: deque[SentEvent]) -> deque[SentEvent]:
        held = self._database.write_now(store.extend, tuple(waiting))
        return deque(event for event in waiting if event.id in held)

    def _reaches_every_sink(self, event: SentEvent) -> bool:
        reached = [_reaches(sink, event) for sink in self._sinks]
        return all(reached)

    def _settle(self, *, failed: Sequence[SentEvent] = (), unsent: Sequence[SentEvent] = ()) -> int:
        # Kept until it is stored: what took effect is not to be repeated because the database was away.
        took_effect = list(self._took_effect)
        self._database.write_now(_settle, took_effect, failed=failed, unsent=unsent)
        self._took_effect.clear()
        return len(took_effect)


def _number_and_claim(connection: Connection) -> list[SentEvent]:
    store.number(connection)
    return store.claim(connection, most=CLAIMED_AT_ONCE)


def _settle(
    connection: Connection,
    took_effect: Sequence[UUID],
    *,
    failed: Sequence[SentEvent],
    unsent: Sequence[SentEvent],
) -> None:
    store.done(connection, took_effect)
    by_attempt = attrgetter("attempt")
    for attempt, events in groupby(sorted(failed, key=by_attempt), key=by_attempt):
        store.release(connection, tuple(events), pause=pause_after(attempt))
    store.release(connection, unsent, pause=timedelta(0))


def _reaches(sink: Sink, event: SentEvent) -> bool:
    try:
        sink(event)
    except Exception as error:  # noqa: BLE001  whatever it is, the other sinks and events go on
        log.warning(
            "sink_failed",
            sink=getattr(sink, "__name__", type(sink).__name__),
            event_id=str(event.id),
            kind=event.kind.value,
            attempt=event.attempt,
            cause=type(error).__name__,
        )
        return False
    return True


def _repeat(turn: Callable[[], int], stop: Event) -> None:
    """One turn after the other; a rest when little was done, a longer one each time it fails."""
    failures = 0
    while not stop.is_set():
        try:
            # A short rest lets events gather: each turn syncs the disk, as each save does.
            wait_seconds = 0.0 if turn() >= CLAIMED_AT_ONCE else IDLE_SECONDS
            failures = 0
        except Exception as error:  # noqa: BLE001  whatever it is, the worker goes on
            failures += 1
            wait_seconds = min(IDLE_SECONDS * 2.0 ** min(failures, 10), LONGEST_WAIT_SECONDS)
            log.warning("worker_waits", seconds=wait_seconds, cause=type(error).__name__)
        stop.wait(wait_seconds)
