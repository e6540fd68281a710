"""How long a connection may take and how many there may be, so that a flood of them leaves room to work."""

import asyncio
import resource
from contextlib import suppress
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

REQUEST_SECONDS = 30.0
KEEP_ALIVE_SECONDS = 130
"""Longer than proxies keep theirs: one that we close first fails a save that the proxy may not repeat."""
FILES_AT_MOST = 65_536
FILES_OF_OUR_OWN = 256
TOO_MANY = (
    b"HTTP/1.1 503 Service Unavailable\r\n"
    b"Retry-After: 2\r\nCache-Control: no-store\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
)


def connections_at_most() -> int:
    """As many as there may be open files, less what the database needs; raises that limit first."""
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_AT_MOST if most == resource.RLIM_INFINITY else min(most, FILES_AT_MOST)
    with suppress(ValueError, OSError):  # some systems allow less than they say
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
        allowed = wanted
    return max(1, allowed - FILES_OF_OUR_OWN)


class Connection(HttpToolsProtocol):
    """Closes a connection whose request is not there whole in REQUEST_SECONDS, and refuses one too many.

    uvicorn's own limit counts those that it refuses, and does not say when to come back.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._most, self.limit_concurrency = self.limit_concurrency, None
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self._most is not None and len(self.connections) > self._most:
            transport.write(TOO_MANY)
            transport.close()
        else:
            self._begin()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._begin()
        super().on_message_begin()

    def on_message_complete(self) -> None:
        self._end()
        super().on_message_complete()

    def _begin(self) -> None:
        self._end()
        self._deadline = self.loop.call_later(REQUEST_SECONDS, self.transport.close)

    def _end(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
