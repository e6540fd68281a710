"""One line a request: method, route template, status, time. Never a path, a query, a name or a body."""

import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.table import template_of

log = structlog.get_logger()


def log_as_json(level: int) -> None:
    """One JSON object a line, from this level on."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )


class RequestLog:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        finally:
            milliseconds = round((time.perf_counter() - began) * 1000, 1)
            route = template_of(scope) or "unknown"
            log.info("request", method=scope["method"], route=route, status=status, ms=milliseconds)
