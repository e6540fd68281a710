"""Several workers on one outbox: every event takes effect once."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from api.database import Database, open_database
from api.outbox.store import SentEvent
from api.outbox.worker import Worker
from api.settings import Settings
from tests.outbox.conftest import Orders
from tests.support.events import put, waiting_in
from tests.support.personas import People

EVENTS = 500
WORKERS = 4


def test_in_threads_with_a_database_each_every_effect_comes_once(
    database: Database, settings: Settings, people: People
) -> None:
    events = put(database, people.anna, count=EVENTS)
    sent: list[SentEvent] = []
    # Nobody goes on before each of them holds a batch.
    everyone_holds_some = Barrier(WORKERS, timeout=30)

    def work(_: int) -> int:
        own = open_database(settings)
        first = iter([everyone_holds_some.wait])
        worker = Worker(own, sinks=[sent.append, lambda _event: next(first, int)()], duties=[])
        done = sum(iter(worker.run_once, 0))
        own.close()
        return done

    with ThreadPoolExecutor(WORKERS) as threads:
        done = list(threads.map(work, range(WORKERS)))

    assert (sum(done), min(done) > 0) == (EVENTS, True)
    assert Counter(event.subject_id for event in sent) == dict.fromkeys(
        (event.subject_id for event in events), 1
    )
    assert waiting_in(database) == 0


def test_in_processes_every_effect_comes_once(
    database: Database, settings: Settings, people: People, workers_elsewhere: Orders, effects: Path
) -> None:
    put(database, people.anna, count=EVENTS)

    endings = workers_elsewhere(url=settings.database_url, effects=os.fspath(effects), lives=WORKERS)

    assert endings == [0] * WORKERS
    sent = Counter(effects.read_text().split())
    assert (len(sent), set(sent.values())) == (EVENTS, {1})
    assert waiting_in(database) == 0
