"""The app behind a real port as `diary serve` has it, in a thread of the test's own process."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from threading import Event, Semaphore
from typing import Any

import uvicorn
from sqlalchemy import Connection

from api.commands.serving import LOOPBACK, listening, server_of
from api.database import Database
from api.main import create_app
from api.settings import Settings
from tests.operations.process import a_free_port

START_SECONDS = 10.0
LONGEST_HOLD_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


async def send(port: int, method: str, path: str, *, headers: Mapping[str, str], body: bytes = b"") -> Answer:
    """One request on a connection of its own, cheap enough for hundreds at once."""
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    sent = {**headers, "Host": "localhost", "Content-Length": str(len(body))}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items()), "", ""]
    writer.write("\r\n".join(lines).encode() + body)
    try:
        first, *fields = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
        named = dict(field.lower().split(": ", 1) for field in fields)
        return Answer(int(first.split()[1]), named, await reader.readexactly(int(named["content-length"])))
    finally:
        writer.close()


@contextmanager
def running(settings: Settings, database: Database) -> Iterator[tuple[int, uvicorn.Server]]:
    """The port that it listens on, and the server itself."""
    port = a_free_port()
    server = server_of(create_app(settings, database=database), settings)
    has_started = Event()
    startup = server.startup

    async def start(*args: object, **kwargs: object) -> None:
        await startup(*args, **kwargs)  # type: ignore[arg-type]
        has_started.set()

    server.startup = start  # type: ignore[method-assign]
    with listening(LOOPBACK, port, instead="") as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        assert has_started.wait(START_SECONDS)
        try:
            yield port, server
        finally:
            server.should_exit = True
            thread.join(START_SECONDS)


@asynccontextmanager
async def every_writer_held(database: Database, *, writers: int) -> AsyncIterator[None]:
    """Until the end of the block each of the threads that write is busy."""
    started, released = Semaphore(0), Event()

    def hold(_: Connection) -> None:
        started.release()
        assert released.wait(LONGEST_HOLD_SECONDS)

    holding = [asyncio.create_task(database.write(hold)) for _ in range(writers)]
    for _ in holding:
        await asyncio.to_thread(started.acquire)
    try:
        yield
    finally:
        released.set()
        await asyncio.gather(*holding)
