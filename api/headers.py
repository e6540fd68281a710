"""What every answer says about its own safety, whatever made it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.body_limit import TooLargeAsProblem
from api.openapi import complete

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
REFUSED_FEATURES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in REFUSED_FEATURES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TWO_YEARS_SECONDS = 63_072_000
EPOCH_HEADER = "Diary-Epoch"


class SafeHeaders:
    """Adds the headers to every answer; what does not name its own caching may not be stored at all."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        # Before the work: an answer that names too old an epoch is asked about again, one too new is not.
        epoch = await _epoch_of(scope) if scope["path"].startswith("/api/") else None

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                _add_to(headers, scope)
                if epoch is not None:
                    headers[EPOCH_HEADER] = epoch
            await send(message)

        await self.app(scope, receive, send_safely)


def _add_to(headers: MutableHeaders, scope: Scope) -> None:
    for name, value in ALWAYS.items():
        headers[name] = value
    if scope["path"].startswith("/api/"):
        headers["Cache-Control"] = "no-store"
    else:
        headers.setdefault("Cache-Control", "no-store")
    if scope.get("scheme") == "https":
        headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS_SECONDS}"


async def _epoch_of(scope: Scope) -> str | None:
    ask = getattr(scope["app"].state, "epoch", None)
    return await ask() if ask else None


class Discreet:
    """Keeps an unexpected error, which is answered and logged by now, from the server, which would print it.

    The message of such an error can hold what a patient wrote.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with suppress(Exception):
            await self.app(scope, receive, send)


class DiaryApp(FastAPI):
    """A FastAPI whose answers all have safe headers, unexpected errors too, and whose OpenAPI is complete.

    `say_who_may_call` adds to the document what the table of routes and roles knows.
    """

    say_who_may_call: Callable[[dict[str, Any]], None] | None = None

    def build_middleware_stack(self) -> ASGIApp:
        return SafeHeaders(TooLargeAsProblem(Discreet(super().build_middleware_stack())))

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            document = complete(super().openapi())
            if self.say_who_may_call is not None:
                self.say_who_may_call(document)
            self.openapi_schema = document
        return self.openapi_schema
