"""How this service is served: on which socket, whose headers are believed, how it stops."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EADDRINUSE, EADDRNOTAVAIL
from typing import Any

import uvicorn
from fastapi import FastAPI

from api.commands.connections import KEEP_ALIVE_SECONDS, Connection, connections_at_most
from api.commands.refusals import Refused
from api.commands.stopping import PromptServer
from api.settings import Settings

LOOPBACK = "127.0.0.1"
WAITING_CONNECTIONS = 2048


@contextmanager
def listening(host: str, port: int, *, instead: str) -> Iterator[socket.socket]:
    """A socket that listens there at once, so that a second start finds the port taken.

    Raises: Refused, with what to do `instead`.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.getaddrinfo(host, port, family)
        listener = socket.create_server((host, port), family=family, backlog=WAITING_CONNECTIONS)
    except PermissionError:
        raise Refused(f"Port {port} is for root only. Choose another: {instead}") from None
    except (OSError, UnicodeError) as error:
        if isinstance(error, OSError) and error.errno == EADDRINUSE:
            raise Refused(f"Port {port} is taken. Choose another: {instead}") from None
        raise Refused(_why_not_there(host, error)) from None
    with listener:
        yield listener


def _why_not_there(host: str, error: Exception) -> str:
    if not isinstance(error, OSError) or isinstance(error, socket.gaierror):
        why = f"No machine is called {host}, as far as this one knows."
    elif error.errno == EADDRNOTAVAIL:
        why = f"The address {host} is not one of this machine's."
    else:
        why = f"Nothing can listen on {host}: {os.strerror(error.errno or 0)}."
    return f"{why} 127.0.0.1 is for this machine alone, 0.0.0.0 for every address that it has."


def server_of(app: FastAPI, settings: Settings) -> uvicorn.Server:
    """A server that believes the forwarded headers of the proxies in the settings, and nobody else's."""
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_addresses),
        forwarded_allow_ips=settings.trusted_addresses,
        http=Connection,
        ws="none",
        limit_concurrency=connections_at_most(),
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=settings.graceful_stop_seconds,
    )
    server = PromptServer(config)
    app.state.is_stopping = lambda: server.should_exit
    return server


def run(server: uvicorn.Server, *, listener: socket.socket) -> None:
    """Serves until SIGTERM or Ctrl-C, then finishes the requests that it has, and returns.

    What a database still has to write is written when that is closed.
    """

    def stop(*_: Any) -> None:
        server.should_exit = True

    # uvicorn raises the signal again once it has stopped, which would end us before the database is closed.
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, stop)
    server.run(sockets=[listener])
