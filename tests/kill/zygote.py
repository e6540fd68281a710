"""Begins lives of the real server at once: it has imported the app, and forks for each of them.

It speaks JSON, a line each: {"port"} first; then an order with the settings is answered by {"pid"}, and the
end of that life by {"status"}.
"""

import gc
import json
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import uvicorn

from api import database_postgres, database_sqlite
from api.database import open_database
from api.main import create_app
from api.settings import Settings
from tests.kill.saboteurs import SABOTEURS
from tests.kill.witness import Witness
from tests.support.mortal import die_with_parent

WAITING_CONNECTIONS = 256
GLANCE_SECONDS = 0.001
LONGEST_SPIN_SECONDS = 1.0


def main() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        # Kept from life to life: whoever knocks in between waits until the next one opens.
        listener.listen(WAITING_CONNECTIONS)
        _tell(port=listener.getsockname()[1])
        _warm_up()
        gc.freeze()
        for order in sys.stdin:
            told = json.loads(order)
            witness = Witness(Path(told["witness"]))
            pid = os.fork()
            if pid == 0:
                _live(told, witness, listener=listener)
            _tell(pid=pid)
            _tell(status=_end_of(pid, witness))


def _warm_up() -> None:
    """What only the first app takes long over is done before the fork; no thread of it may stay."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(environment="test", database_url=f"sqlite:///{folder}/diary.db")
        database = open_database(settings)
        create_app(settings, database=database)
        database.close()
    if threading.active_count() > 1:
        raise RuntimeError("an app that was made and not started has left a thread behind")


def _end_of(pid: int, witness: Witness) -> int:
    """Waits for it; kills in the middle of a commit when that is asked for."""
    while (ended := os.waitpid(pid, os.WNOHANG))[0] == 0:
        if witness.is_aimed_at:
            witness.wait_for_the_middle_of_a_commit(seconds_at_most=LONGEST_SPIN_SECONDS)
            os.kill(pid, signal.SIGKILL)
            ended = os.waitpid(pid, 0)
            break
        time.sleep(GLANCE_SECONDS)
    return os.waitstatus_to_exitcode(ended[1])


def _live(order: dict[str, Any], witness: Witness, *, listener: socket.socket) -> None:
    die_with_parent()
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever it says is no answer of ours
    for engine in (database_sqlite, database_postgres):
        engine.commit = witness.around(engine.commit)
    if order["saboteur"] is not None:
        SABOTEURS[order["saboteur"]]()
    app = create_app(Settings(**order["settings"]))
    config = uvicorn.Config(app, log_level="error", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])
    os._exit(1)


def _tell(**told: int) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
