"""A process that forks workers, some of which kill themselves at a named step.

It has everything imported, so that each worker is there in milliseconds. Orders come as lines of JSON on
standard input; each is answered by a line with how its workers ended.
"""

import gc
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import time_machine

from api.database import Database, open_database
from api.ids import new_id
from api.outbox import store
from api.outbox.leases import LEASE
from api.outbox.models import EventKind
from api.outbox.store import Event
from api.outbox.worker import DutyCall, SentEvent, Worker
from api.settings import Settings
from tests.support.events import waiting_in

EVENTS_A_LIFE = 2
WITHIN_A_DUTY = "within a duty"
WRITES = ("claim", "mark")
Order = dict[str, Any]


class Mortal:
    """A database whose user dies when a step is reached."""

    def __init__(self, database: Database, *, dies: str) -> None:
        self._database = database
        self._dies = dies
        self._writes = iter(WRITES)
        self._effects = 0
        self.read_now = database.read_now

    def write_now(self, work: Callable[..., Any], *args: Any, **options: Any) -> Any:
        write = next(self._writes)

        def mortal(connection: Any) -> Any:
            result = work(connection, *args, **options)
            self.reach(f"within the {write}")
            return result

        self.reach(f"before the {write}")
        result = self._database.write_now(mortal)
        self.reach(f"after the {write}")
        return result

    def note_effect(self) -> None:
        self._effects += 1
        self.reach(f"after effect {self._effects}")

    def reach(self, step: str) -> None:
        if step == self._dies:
            os.kill(os.getpid(), signal.SIGKILL)


class Effects:
    """A file that gets a line for every effect, on disk before the effect counts as done."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def __call__(self, event: SentEvent) -> None:
        os.write(self._file, f"{event.id}\n".encode())
        os.fsync(self._file)


def open_at(order: Order) -> Database:
    return open_database(Settings(environment="test", database_url=order["url"], postgres_connections=2))


def live_and_die(order: Order, life: int) -> None:
    """Finishes what the life before left, then has two events of its own and dies over them."""
    with time_machine.travel(datetime.fromisoformat(order["at"]) + 2 * life * LEASE):
        database, effects = open_at(order), Effects(order["effects"])
        survivor = Worker(database, sinks=[effects], duties=[])
        while waiting_in(database):
            survivor.run_once()
        database.write_now(store.put, [an_event(order) for _ in range(EVENTS_A_LIFE)])
        mortal = Mortal(database, dies=order["dies"])
        sinks = [effects, lambda _event: mortal.note_effect()]
        Worker(mortal, sinks=sinks, duties=[]).run_once()  # type: ignore[arg-type]


def take_over_and_die(order: Order, life: int) -> None:
    """Comes when the lease of the life before is over, and dies in the middle of the duty."""
    with time_machine.travel(datetime.fromisoformat(order["at"]) + 2 * life * LEASE):
        duty = DutyCall("sweep", LEASE, lambda _database: os.kill(os.getpid(), signal.SIGKILL))
        Worker(open_at(order), sinks=[], duties=[duty]).run_once()


def work_beside_others(order: Order, _life: int) -> None:
    """Sends until there is nothing left to claim."""
    worker = Worker(open_at(order), sinks=[Effects(order["effects"])], duties=[])
    while worker.run_once():
        pass


def an_event(order: Order) -> Event:
    return Event(EventKind.ENTRY_RECORDED, UUID(order["clinic"]), UUID(order["patient"]), new_id())


def fork(work: Callable[[Order, int], None], order: Order, life: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work(order, life)
        os._exit(0)
    finally:
        os._exit(1)


def ending_of(child: int) -> int:
    """The exit status; below 0 the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def obey(order: Order) -> list[int]:
    lives = range(order["lives"])
    open_at(order).close()  # imports what this database needs, once for all who are forked
    gc.freeze()
    if "dies" in order:
        die = take_over_and_die if order["dies"] == WITHIN_A_DUTY else live_and_die
        return [ending_of(fork(die, order, life)) for life in lives]
    return [ending_of(child) for child in [fork(work_beside_others, order, life) for life in lives]]


def main() -> None:
    for line in sys.stdin:
        sys.stdout.write(json.dumps(obey(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
