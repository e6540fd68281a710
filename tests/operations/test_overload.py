"""More writes than can wait: the rest hears when to come back, and everything else goes on."""

import asyncio
import json
from collections.abc import Coroutine, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from api import clock
from api.access.models import SessionRow
from api.database import Database
from api.ids import new_id
from api.settings import Settings
from tests.operations.live import Answer, every_writer_held, running, send
from tests.support import clients
from tests.support.clients import API
from tests.support.personas import People

WAITING = 60
TOO_MANY = 20
GIVE_UP_SECONDS = 60
CONNECTIONS = 4
WRITERS = {"sqlite": 1, "postgresql": 3}
DAY = "2026-11-22"


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(
        environment="test",
        database_url=database_url,
        write_queue_limit=WAITING,
        postgres_connections=CONNECTIONS,
        runs_worker=False,
    )


@pytest.fixture
def headers(database: Database, settings: Settings, people: People) -> dict[str, str]:
    """Of a session that has not been used for a day, so that each read would note that it is."""
    token = clients.signed_in_token(people.anna, database=database, settings=settings)
    a_day_ago = clock.now() - timedelta(days=1)
    database.write_now(lambda c: c.execute(sa.update(SessionRow).values(last_seen_at=a_day_ago)))
    return clients.headers_of(people.anna, token=token, settings=settings)


@pytest.fixture
def port(settings: Settings, database: Database, people: People) -> Iterator[int]:
    with running(settings, database) as (port, _):
        yield port


def an_addition() -> dict[str, object]:
    """What a device sends, and sends again while nobody answers."""
    return {
        "id": str(new_id()),
        "recorded_at": f"{DAY}T12:00:00Z",
        "time_zone": "America/New_York",
        "readings": {"nausea": {"severity": 2}},
    }


async def refused(requests: set["asyncio.Task[Answer]"], *, number: int) -> list[Answer]:
    """The first answers, while the rest waits."""
    done: set[asyncio.Task[Answer]] = set()
    waiting = requests
    while len(done) < number:
        answered, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        done |= answered
    return [request.result() for request in done]


def test_a_flood_of_writes_is_refused_at_once_while_reads_and_live_go_on(
    port: int, database: Database, headers: dict[str, str]
) -> None:
    async def flood() -> None:
        day = f"{API}/patients/me/diary/{DAY}"
        addition = json.dumps(an_addition()).encode()

        def ask(method: str, path: str, body: bytes = b"") -> Coroutine[None, None, Answer]:
            return send(port, method, path, headers=headers, body=body)

        async with every_writer_held(database, writers=WRITERS[database.dialect]):
            requests = {asyncio.create_task(ask("PATCH", day, addition)) for _ in range(WAITING + TOO_MANY)}
            turned_away = await refused(requests, number=TOO_MANY)

            live, read = await ask("GET", "/live"), await ask("GET", day)
            page, ready = await ask("GET", "/"), await ask("GET", "/ready")
            too_large = await ask("PATCH", day, b" " * 300_000)

            still_waiting = [request for request in requests if not request.done()]
            waited = database.waiting
        stored = await asyncio.gather(*still_waiting)

        assert len(turned_away) == TOO_MANY
        assert {answer.status for answer in turned_away} == {503}
        assert all(int(answer.headers["retry-after"]) >= 1 for answer in turned_away)
        assert {answer.json()["type"] for answer in turned_away} == {"/api/v1/problems#unavailable"}
        assert (live.status, read.status, page.status) == (200, 200, 200)
        assert (ready.status, too_large.status) == (503, 413)
        assert read.json()["heads"] == []
        assert (len(still_waiting), waited) == (WAITING, WAITING)
        assert sorted(answer.status for answer in stored) == [200] * (WAITING - 1) + [201]

    asyncio.run(asyncio.wait_for(flood(), GIVE_UP_SECONDS))
