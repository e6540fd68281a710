"""Work that comes round: each duty is in one worker's hands at a time, however many there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread
from types import TracebackType
from typing import Self

import structlog

from api.database import Database
from api.outbox import duty_store

log = structlog.get_logger()
EXTENDED_EVERY_SECONDS = 20.0
MOST_EXTENSIONS = 90  # half an hour: a duty that hangs is then somebody else's to try
PAUSE_AFTER_FAILURE = timedelta(minutes=1)


@dataclass(frozen=True)
class DutyCall:
    """What comes round, and how often. It may be cut off anywhere and begun again, also by another worker.

    One that `heeds_stop` takes more than a moment: it is given `stop`, and ends soon once that is set.
    """

    name: str
    every: timedelta
    run: Callable[..., object]
    heeds_stop: bool = False


class Duties:
    def __init__(
        self,
        database: Database,
        calls: Sequence[DutyCall],
        *,
        extended_every_seconds: float = EXTENDED_EVERY_SECONDS,
    ) -> None:
        self._database = database
        self._calls = {call.name: call for call in calls}
        self._extended_every_seconds = extended_every_seconds

    def run_due(self, stop: Event | None = None) -> int:
        """Does what is due and in nobody's hands, one after the other. Gives how many were done.

        One that fails is tried again after a pause and holds up no other. Raises: Unavailable.
        """
        every = {name: call.every for name, call in self._calls.items()}
        names, told = self._database.read_now(duty_store.due, every), stop or Event()
        return sum(self._run(self._calls[name], told) for name in names if not told.is_set())

    def _run(self, call: DutyCall, stop: Event) -> bool:
        until = self._database.write_now(duty_store.take, call.name, every=call.every)
        if until is None:
            return False
        with _Hold(
            self._database, call.name, until=until, every_seconds=self._extended_every_seconds
        ) as hold:
            is_done = self._attempt(call, stop)
        if is_done:
            self._database.write_now(duty_store.finish, call.name, held_until=hold.until, every=call.every)
        else:
            pause = min(call.every, PAUSE_AFTER_FAILURE)
            self._database.write_now(duty_store.give_up, call.name, held_until=hold.until, pause=pause)
        return is_done

    def _attempt(self, call: DutyCall, stop: Event) -> bool:
        heeded = {"stop": stop} if call.heeds_stop else {}
        try:
            call.run(self._database, **heeded)
        except Exception as error:  # noqa: BLE001  whatever it is, the other duties go on
            log.error("duty_failed", duty=call.name, cause=type(error).__name__)
            return False
        return True


class _Hold:
    """Extends the lease of a duty from a thread of its own while the duty is done."""

    def __init__(self, database: Database, name: str, *, until: datetime, every_seconds: float) -> None:
        self.until = until
        self._database = database
        self._name = name
        self._every_seconds = every_seconds
        self._is_over = Event()
        self._thread = Thread(target=self._run, name=f"duty-{name}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._thread.join()

    def _run(self) -> None:
        for _ in range(MOST_EXTENSIONS):
            if self._is_over.wait(self._every_seconds) or not self._extend():
                return

    def _extend(self) -> bool:
        try:
            until = self._database.write_now(duty_store.extend, self._name, held_until=self.until)
        except Exception as error:  # noqa: BLE001  the duty goes on; the lease may yet be extended in time
            log.warning("lease_not_extended", duty=self._name, cause=type(error).__name__)
            return True
        self.until = until or self.until
        return until is not None
