"""Where the works of one process meet before they commit, so that one sync of the log serves several."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from threading import Event, RLock

PATIENCE_SECONDS = 0.05


@dataclass(eq=False, slots=True)
class _Wave:
    """Works that go through the gate together."""

    commits: list[Callable[[], None]] = field(default_factory=list)
    sent: Event = field(default_factory=Event)


class CommitGate:
    """Opens once every work that runs has come to it, and sends the commits of all that wait in one go.

    PostgreSQL syncs its log once for the commits that it has by then; those that come later cost a sync more.
    A work that runs may want a row that a waiting one holds: the gate opens too when nobody has come to it
    for `patience_seconds`.
    """

    def __init__(self, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._patience_seconds = patience_seconds
        self._changing = RLock()
        self._running: set[object] = set()
        self._wave = _Wave()

    @property
    def running(self) -> int:
        """Works that have yet to come to the gate."""
        return len(self._running)

    @property
    def waiting(self) -> int:
        return len(self._wave.commits)

    @contextmanager
    def awaits(self) -> Iterator[Callable[[Callable[[], None]], None]]:
        """The gate awaits a work until it calls what it is given, or until the end of the block.

        That call returns once the work's commit has been sent, by whichever thread opened the gate.
        """
        work = object()
        with self._changing:
            self._running.add(work)
        try:
            yield partial(self._come, work)
        finally:
            self._leave(work)

    def _come(self, work: object, send: Callable[[], None]) -> None:
        with self._changing:
            wave = self._wave
            wave.commits.append(send)
            place = len(wave.commits)
            self._leave(work)
        if wave.sent.wait(self._patience_seconds):
            return
        with self._changing:
            if wave is self._wave and len(wave.commits) == place:
                self._open()
        wave.sent.wait()  # for the patience of those who came later

    def _leave(self, work: object) -> None:
        with self._changing:
            self._running.discard(work)
            if not self._running:
                self._open()

    def _open(self) -> None:
        wave, self._wave = self._wave, _Wave()
        for send in wave.commits:
            send()
        wave.sent.set()
