"""`diary worker`."""

import signal
import threading
from typing import Any

import typer

from api.commands.opened import chosen_settings, opened
from api.commands.stopping import LAST_SECONDS, end_within
from api.logs import configure_logging
from api.worker import make_worker

ENDINGS = (signal.SIGTERM, signal.SIGINT)


def run_worker() -> None:
    """Send what has to go out and repair what is missing, apart from the service."""
    settings = chosen_settings()
    stop = threading.Event()

    def end(*_: Any) -> None:
        for ending in ENDINGS:
            signal.signal(ending, signal.SIG_IGN)  # once is enough: another would move the end
        end_within(settings.graceful_stop_seconds + LAST_SECONDS)
        # Not here and now: this may have interrupted a wait on the same event, which holds its lock.
        threading.Thread(target=stop.set).start()

    configure_logging(settings.log_level)
    with opened(settings) as database:
        for ending in ENDINGS:
            signal.signal(ending, end)
        typer.echo("Working. Ctrl-C stops.")
        make_worker(database, settings).run(stop)
    typer.echo("Stopped.")
