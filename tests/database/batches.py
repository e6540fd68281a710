"""Works that are sent while the writer is held, so that it finds all of them waiting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from threading import Event
from typing import Any

from sqlalchemy import Connection

from api.database import Database
from api.database_works import Work
from tests.database.tables import add_patient

LONGEST_WAIT_SECONDS = 10


@asynccontextmanager
async def held(database: Database) -> AsyncIterator[None]:
    """A work is running until the end of the block: SQLite's writer serves nobody else meanwhile."""
    started, released = Event(), Event()

    def hold(_: Connection) -> None:
        started.set()
        assert released.wait(LONGEST_WAIT_SECONDS)

    holding = asyncio.create_task(database.write(hold))
    await asyncio.to_thread(started.wait, LONGEST_WAIT_SECONDS)
    try:
        yield
    finally:
        released.set()
        await holding


async def send(database: Database, work: Work[Any]) -> asyncio.Task[Any]:
    """The request for this work, once it waits in the queue."""
    request = asyncio.create_task(database.write(work))
    await _until_every_task_has_begun()
    return request


async def give_up(request: asyncio.Task[Any]) -> None:
    """Cancel the request, as when its caller hangs up."""
    request.cancel()
    await asyncio.wait([request])


def answers_to(database: Database, *works: Work[Any]) -> list[Any]:
    """What each of these works gets, value or error; on SQLite they make one batch."""

    async def send_all() -> list[Any]:
        async with held(database):
            requests = [await send(database, work) for work in works]
        return await asyncio.gather(*requests, return_exceptions=True)

    return asyncio.run(send_all())


def patient_added(name: str, *, clinic: str | None = None) -> Work[str]:
    return partial(add_patient, name=name, clinic=clinic)


async def _until_every_task_has_begun() -> None:
    turn = asyncio.Event()
    asyncio.get_running_loop().call_soon(turn.set)
    await turn.wait()
