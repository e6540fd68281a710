"""The real app, stopped and put back to a backup, at an address that stays the same."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from api.backup.service import back_up, restore
from api.database import open_database
from api.settings import Settings
from tests.support.live import LiveServer, running
from tests.support.personas import move_in


class RestorableServer:
    """`live` is the one that answers now."""

    live: LiveServer

    def __init__(self, settings: Settings, port: int, folder: Path) -> None:
        self._settings = settings
        self._port = port
        self._folder = folder
        self._running = ExitStack()
        self._people = None

    def back_up(self) -> Path:
        return back_up(self._settings, self._folder)

    def put_back(self, backup: Path) -> None:
        """What an operator does after a disaster."""
        self.stop()
        restore(self._settings, backup, replaces=True)
        self.start()

    def start(self) -> None:
        database = open_database(self._settings)
        self._running.callback(database.close)
        listener = self._running.enter_context(_bound(self._port))
        self._people = self._people or move_in(database)
        self._running.enter_context(running(self._settings, database, listener=listener))
        self.live = LiveServer(self._settings.base_url, self._settings, database, self._people)

    def stop(self) -> None:
        self._running.close()


@contextmanager
def restorable(database_url: str, folder: Path) -> Iterator[RestorableServer]:
    """Serves this migrated, empty database, with everyone moved in."""
    with _bound(0) as found:
        port = found.getsockname()[1]
    settings = Settings(environment="test", base_url=f"http://localhost:{port}", database_url=database_url)
    server = RestorableServer(settings, port, folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _bound(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener
