"""`diary worker`."""

import signal
import threading
from typing import Any

import typer

from api.commands.opened import chosen_settings, opened
from api.logs import configure_logging
from api.worker import make_worker


def run_worker() -> None:
    """Send what has to go out and repair what is missing, apart from the service."""
    settings = chosen_settings()
    stop = threading.Event()

    def end(*_: Any) -> None:
        # Not here and now: this may have interrupted a wait on the same event, which holds its lock.
        threading.Thread(target=stop.set).start()

    configure_logging(settings.log_level)
    with opened(settings) as database:
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, end)
        typer.echo("Working. Ctrl-C stops.")
        make_worker(database, settings).run(stop)
    typer.echo("Stopped.")
