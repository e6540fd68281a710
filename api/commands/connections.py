"""How long a connection may take, how long its heads and how many there may be, so that floods leave room."""

import asyncio
import resource
from contextlib import suppress
from typing import Any

import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

log = structlog.get_logger()
REQUEST_SECONDS = 30.0
KEEP_ALIVE_SECONDS = 130
"""Longer than proxies keep theirs: one that we close first fails a save that the proxy may not repeat."""
HEAD_BYTES_AT_MOST = 65_536
"""Also of trailers and whatever else the parser keeps to itself; a body has a limit of its own."""
FILES_AT_MOST = 65_536
FILES_OF_OUR_OWN = 256
TOO_MANY = (
    b"HTTP/1.1 503 Service Unavailable\r\n"
    b"Retry-After: 2\r\nCache-Control: no-store\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
)
TOO_LONG = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"Cache-Control: no-store\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
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
    """Closes a connection whose request is not there whole in REQUEST_SECONDS or whose head is over
    HEAD_BYTES_AT_MOST, and refuses one too many.

    uvicorn's own limit counts those that it refuses, and does not say when to come back.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._most, self.limit_concurrency = self.limit_concurrency, None
        self._deadline: asyncio.TimerHandle | None = None
        self._room = HEAD_BYTES_AT_MOST

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

    def data_received(self, data: bytes) -> None:
        # The parser keeps what it has not handed on, and hands a header on only when it is whole.
        while len(data) > self._room:
            fitting, data = data[: self._room], data[self._room :]
            self._room = 0
            super().data_received(fitting)
            if self.transport.is_closing():
                return
            if self._room == 0:
                self._refuse()
                return
        self._room -= len(data)
        super().data_received(data)

    def _refuse(self) -> None:
        log.warning("request_head_too_large")
        # An answer that is still to come is another request's: this one may not be taken for it.
        is_answering = self.cycle and not self.cycle.response_complete  # type: ignore[truthy-bool]
        if not is_answering:
            self.transport.write(TOO_LONG)
        self.transport.close()

    def on_headers_complete(self) -> None:
        self._room = HEAD_BYTES_AT_MOST
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._room = HEAD_BYTES_AT_MOST
        super().on_body(body)

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
