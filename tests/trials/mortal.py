"""A process that forks workers on a trial, each of which kills itself at one step.

Orders come as lines of JSON on standard input; each is answered by a line with how its worker ended.
"""

import gc
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from threading import Event
from typing import Any

import time_machine

from api.database import Database
from api.trials import reading
from api.trials.running import run_waiting
from tests.outbox.mortal import Order, ending_of, fork, open_at


class Mortal:
    """A database whose user dies at a call: before it, or within its transaction."""

    def __init__(self, database: Database, *, call: int, when: str) -> None:
        self._database = database
        self._call = call
        self._when = when
        self._calls = 0

    def read_now(self, work: Callable[..., Any], *args: Any, **options: Any) -> Any:
        return self._do(self._database.read_now, work, *args, **options)

    def write_now(self, work: Callable[..., Any], *args: Any, **options: Any) -> Any:
        return self._do(self._database.write_now, work, *args, **options)

    def _do(self, way: Callable[..., Any], work: Callable[..., Any], *args: Any, **options: Any) -> Any:
        self._calls += 1

        def mortal(connection: Any) -> Any:
            result = work(connection, *args, **options)
            self._reach("within")
            return result

        self._reach("before")
        return way(mortal)

    def _reach(self, when: str) -> None:
        if (self._calls, when) == (self._call, self._when):
            os.kill(os.getpid(), signal.SIGKILL)


def work_and_die(order: Order, _life: int) -> None:
    reading.PATIENTS_AT_ONCE = 1
    with time_machine.travel(datetime.fromisoformat(order["at"]), tick=False):
        mortal = Mortal(open_at(order), call=order["call"], when=order["when"])
        run_waiting(mortal, stop=Event())  # type: ignore[arg-type]


def main() -> None:
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        sys.stdout.write(json.dumps(ending_of(fork(work_and_die, order, 0))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
