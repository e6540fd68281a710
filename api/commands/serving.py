"""How this service is served: on which socket, whose headers are believed, how it stops."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EADDRINUSE
from typing import Any

import typer
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
        listener = socket.create_server((host, port), family=family, backlog=WAITING_CONNECTIONS)
    except PermissionError:
        raise Refused(f"Port {port} is for root only. Choose another: {instead}") from None
    except OSError as error:
        is_taken = error.errno == EADDRINUSE
        why = f"Port {port} is taken." if is_taken else f"This machine has no address {host}."
        raise Refused(f"{why} Choose another: {instead}") from None
    with listener:
        yield listener


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
    return PromptServer(config)


def run(server: uvicorn.Server, *, listener: socket.socket) -> None:
    """Serves until SIGTERM or Ctrl-C, then finishes the requests that it has, and returns."""

    def stop(*_: Any) -> None:
        server.should_exit = True

    # uvicorn raises the signal again once it has stopped, which would end us before the database is closed.
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, stop)
    server.run(sockets=[listener])
    typer.echo("Stopped.")
