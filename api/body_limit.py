"""A body over the limit gets problem+json too; the framework's own answer is plain text."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import TooLarge
from api.problems import answer


class TooLargeAsProblem:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_replaced = False

        async def send_problem(message: Message) -> None:
            nonlocal is_replaced
            if message["type"] == "http.response.start" and message["status"] == TooLarge.status:
                is_replaced = True
                await answer(TooLarge())(scope, receive, send)
            elif not is_replaced:
                await send(message)

        await self.app(scope, receive, send_problem)
