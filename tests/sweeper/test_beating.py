"""The service says once a minute that it is here, whatever happens to a beat."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import Connection
from structlog.testing import capture_logs

from api.database import Database
from api.sweeper import service, store
from api.sweeper.models import Beat
from api.sweeper.service import keep_beating
from tests.support.entries import NOON


async def beat_until(is_enough: Callable[[], bool], database: Database) -> None:
    beating = asyncio.create_task(keep_beating(database))
    while not is_enough():
        assert not beating.done()
        await asyncio.sleep(0)
    beating.cancel()
    with pytest.raises(asyncio.CancelledError):
        await beating


def test_a_beat_that_fails_in_whatever_way_is_logged_and_the_next_one_comes(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "BEAT_SECONDS", 0)
    beats: list[Beat] = []
    beat = store.beat

    def failing_first(connection: Connection, name: Beat) -> None:
        beats.append(name)
        if len(beats) == 1:
            raise RuntimeError("cannot execute INSERT in a read-only transaction")
        beat(connection, name)

    monkeypatch.setattr(store, "beat", failing_first)
    with capture_logs() as lines:
        asyncio.run(beat_until(lambda: len(beats) >= 3, database))

    assert lines == [{"event": "beat_failed", "cause": "RuntimeError", "log_level": "warning"}]
    assert database.read_now(store.last_beat, Beat.SERVICE) == NOON
