"""The last gate: whatever kind of route answers without a row in the table, its answer does not get out.

`door.guard` stops such a route before it runs; this also holds for mounts, plain Starlette routes and
sockets, which have no dependencies.
"""

from collections.abc import Iterable, Iterator

from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.table import UNLISTED, is_listed, template_of
from api.errors import DiaryError
from api.problems import answer

SOCKET = "WEBSOCKET"
POLICY_VIOLATION = 1008
BEGINNINGS = ("http.response.start", "websocket.accept")


class DenyUnlisted:
    """Answers 500 in the place of a route without a row, and lets no socket of such a route open."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_refused = False

        async def send_listed(message: Message) -> None:
            nonlocal is_refused
            if is_refused:
                return
            if message["type"] not in BEGINNINGS or _may_answer(scope, message):
                await send(message)
                return
            is_refused = True
            if scope["type"] == "http":
                await answer(DiaryError(UNLISTED))(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": POLICY_VIOLATION})

        await self.app(scope, receive, send_listed)


def _may_answer(scope: Scope, message: Message) -> bool:
    template, status = template_of(scope), message.get("status", 101)
    if template is None:
        # No route took it: a refusal or a redirect to the address without its last slash hides nothing.
        return bool(status >= 300)
    if status == 405:
        return True
    return is_listed(scope["method"] if scope["type"] == "http" else SOCKET, template)


def routes_of(routes: Iterable[BaseRoute], *, under: str = "") -> Iterator[tuple[str, str]]:
    """Method and path template of every route, in mounted apps too."""
    for context in iter_route_contexts(list(routes)):
        path = f"{under}{getattr(context, 'path_format', None) or context.path or ''}"
        mounted = context.original_route
        if isinstance(mounted, Mount) and mounted.routes:
            yield from routes_of(mounted.routes, under=path.removesuffix("/{path}"))
        else:
            yield from ((method, path) for method in sorted(context.methods or {SOCKET}))


def unlisted(routes: Iterable[BaseRoute]) -> list[tuple[str, str]]:
    """The routes that have no row."""
    return [(method, path) for method, path in routes_of(routes) if not is_listed(method, path)]
