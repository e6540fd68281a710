"""Many requests at once, requests that give up, and a queue that is full."""

import asyncio

import pytest

from api.database import Database, open_database
from api.errors import Unavailable
from api.settings import Settings
from tests.database.batches import give_up, held, patient_added, send
from tests.database.tables import add_patient, metadata, patient_names

WAITING = 3


@pytest.fixture
def settings(empty_database_url: str) -> Settings:
    return Settings(
        environment="test",
        database_url=empty_database_url,
        postgres_connections=1,
        write_queue_limit=WAITING,
    )


def test_a_full_queue_refuses_and_says_when_to_come_back(database: Database) -> None:
    async def overfill() -> Unavailable:
        async with held(database):
            accepted = [await send(database, patient_added(f"patient {n}")) for n in range(WAITING)]
            with pytest.raises(Unavailable) as refused:
                await database.write(add_patient, "one too many")
            assert not await database.gets_through(patient_names)
        await asyncio.gather(*accepted)
        return refused.value

    refusal = asyncio.run(overfill())

    assert int(refusal.headers["Retry-After"]) >= 1
    assert database.read_now(patient_names) == ["patient 0", "patient 1", "patient 2"]


def test_a_queue_that_was_full_takes_works_again(database: Database) -> None:
    async def fill() -> None:
        async with held(database):
            accepted = [await send(database, patient_added(f"patient {n}")) for n in range(WAITING)]
        await asyncio.gather(*accepted)

    asyncio.run(fill())

    assert database.write_now(add_patient, "Anna") == "Anna"


def test_a_cancelled_request_stores_nothing_and_stops_nobody(database: Database) -> None:
    async def cancel_one() -> list[str]:
        async with held(database):
            first = await send(database, patient_added("Anna"))
            cancelled = await send(database, patient_added("Carl"))
            last = await send(database, patient_added("Ben"))
            await give_up(cancelled)
        return [await first, await last]

    assert asyncio.run(cancel_one()) == ["Anna", "Ben"]
    assert database.read_now(patient_names) == ["Anna", "Ben"]
    assert asyncio.run(database.gets_through(patient_names))


def test_a_batch_of_cancelled_requests_stops_nobody(database: Database) -> None:
    async def cancel_all() -> None:
        async with held(database):
            for name in ("Anna", "Ben"):
                await give_up(await send(database, patient_added(name)))

    asyncio.run(cancel_all())

    assert database.write_now(add_patient, "Dora") == "Dora"
    assert database.read_now(patient_names) == ["Dora"]


def test_closing_serves_what_waits_and_refuses_what_comes_later(database: Database) -> None:
    async def close_while_waiting() -> None:
        async with held(database):
            waiting = await send(database, patient_added("Anna"))
            closing = asyncio.create_task(asyncio.to_thread(database.close))
        await waiting
        await closing

    asyncio.run(close_while_waiting())

    with pytest.raises(Unavailable):
        database.write_now(add_patient, "Ben")
    assert not asyncio.run(database.gets_through(patient_names))


def test_what_was_written_is_there_after_opening_again(settings: Settings) -> None:
    first = open_database(settings)
    first.write_now(metadata.create_all)
    first.write_now(add_patient, "Anna")
    first.close()

    second = open_database(settings)

    assert second.read_now(patient_names) == ["Anna"]
    second.close()
