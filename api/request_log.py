"""One line a request: method, route template, status, time. Never a path, a query, a name or a body."""

import time
from asyncio import CancelledError

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.table import template_of
from api.errors import CutOff
from api.metrics import Metrics
from api.problems import answer

log = structlog.get_logger()


class RequestLog:
    """Tells the log and the metrics of every request, also of one that was refused or cut off.

    What the server's stop cuts off is answered here, so that wherever it waited its answer is noted too.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status, has_begun = 500, False

        async def send_noting(message: Message) -> None:
            nonlocal status, has_begun
            if message["type"] == "http.response.start":
                status, has_begun = message["status"], True
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        except CancelledError:
            if has_begun or not scope["app"].state.is_stopping():
                raise
            scope["problem"] = CutOff.slug
            await answer(CutOff())(scope, receive, send_noting)
        finally:
            _note(scope, status=status, seconds=time.perf_counter() - began)


def _note(scope: Scope, *, status: int, seconds: float) -> None:
    route = template_of(scope) or "unknown"
    metrics: Metrics = scope["app"].state.metrics
    metrics.note_request(scope["method"], route, status=status, seconds=seconds)
    refusal = {"problem": scope["problem"]} if "problem" in scope else {}
    tell = log.warning if status >= 500 else log.info
    tell(
        "request",
        method=scope["method"],
        route=route,
        status=status,
        ms=round(seconds * 1000, 1),
        **refusal,
    )
