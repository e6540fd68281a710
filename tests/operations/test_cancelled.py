"""A request that is cancelled: only one that nobody has begun to answer, and only by a stop, hears why."""

import asyncio

import pytest
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from api.metrics import Metrics
from api.request_log import RequestLog

BEGINNING: Message = {"type": "http.response.start", "status": 200, "headers": []}


async def cancelled(*, is_stopping: bool, begins: bool) -> tuple[list[Message], bool]:
    """What is sent of a request that waits when it is cancelled, and whether it then ends as cancelled."""
    sent: list[Message] = []
    waits = asyncio.Event()
    app = FastAPI()
    app.state.metrics, app.state.is_stopping = Metrics(), lambda: is_stopping
    scope = {"type": "http", "app": app, "method": "GET", "path": "/live", "headers": []}

    async def wait(_: Scope, __: Receive, send: Send) -> None:
        if begins:
            await send(BEGINNING)
        waits.set()
        await asyncio.Event().wait()

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    request = asyncio.create_task(RequestLog(wait)(scope, receive, send))
    await waits.wait()
    request.cancel()
    await asyncio.wait({request})
    return sent, request.cancelled()


def test_who_waits_when_the_server_stops_hears_that_it_was_cut_off() -> None:
    sent, is_cancelled = asyncio.run(cancelled(is_stopping=True, begins=False))

    assert [message.get("status") for message in sent] == [503, None]
    assert not is_cancelled


def test_a_request_that_its_caller_gives_up_stays_cancelled() -> None:
    assert asyncio.run(cancelled(is_stopping=False, begins=False)) == ([], True)


@pytest.mark.parametrize("is_stopping", [True, False])
def test_an_answer_that_has_begun_gets_no_second_one(is_stopping: bool) -> None:
    assert asyncio.run(cancelled(is_stopping=is_stopping, begins=True)) == ([BEGINNING], True)
