"""The real app behind a real port, for the tests that drive a browser."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from api.database import Database, open_database
from api.settings import Settings
from tests.support.apps import app_on
from tests.support.personas import People, move_in

START_SECONDS = 10.0


@dataclass(frozen=True)
class LiveServer:
    """Where it listens, and a way to its database beside the API."""

    url: str
    settings: Settings
    database: Database
    people: People


@contextmanager
def serving(database_url: str) -> Iterator[LiveServer]:
    """Serves this migrated, empty database, with everyone moved in, until the block ends."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://localhost:{listener.getsockname()[1]}"
        # Without a worker nothing happens that a test has not done.
        settings = Settings(environment="test", base_url=url, database_url=database_url, runs_worker=False)
        database = open_database(settings)
        try:
            people = move_in(database)
            with running(settings, database, listener=listener):
                yield LiveServer(url, settings, database, people)
        finally:
            database.close()


@contextmanager
def running(settings: Settings, database: Database, *, listener: socket.socket) -> Iterator[None]:
    """Answers at a port that is bound already, until the block ends."""
    app = app_on(database, settings)
    # A browser keeps its connections open; without the limit the server would wait for them at the end.
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    give_up_at = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > give_up_at:
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)
