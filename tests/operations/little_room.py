"""Entries where no file may grow past a size, as under a quota; says what is answered, as JSON."""

import json
import resource
import signal
import sys
from datetime import timedelta

import time_machine

from api import clock
from api.database import open_database
from api.settings import Settings
from tests.support.apps import app_on
from tests.support.clients import API, client_of, signed_in
from tests.support.entries import an_entry, as_json
from tests.support.personas import move_in

LARGEST_FILE_BYTES = 40 * 1024
"""Room for some rows of the log, not for those of an entry."""
SAVES = 3


def main(url: str) -> None:
    settings = Settings(environment="test", database_url=url, runs_worker=False)
    database = open_database(settings)
    people = move_in(database)
    http = client_of(app_on(database, settings))
    anna = signed_in(http, people.anna, database=database, settings=settings)
    database.close()  # its log is moved into the file, and begins anew

    database = open_database(settings)
    http.app = app_on(database, settings)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with time_machine.travel(clock.now(), tick=False) as traveller:
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE_BYTES, most))
        before = http.get("/ready").status_code
        saves, ready = [], []
        for days_ago in range(SAVES):
            day = clock.latest_day() - timedelta(days=days_ago)
            entry = as_json(an_entry(loose_stools=5))
            saves.append(anna.put(f"{API}/patients/me/diary/{day}", entry).status_code)
            ready.append(http.get("/ready").status_code)
            traveller.shift(timedelta(seconds=30))
            ready.append(http.get("/ready").status_code)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        after = http.get("/ready").status_code
    database.close()
    json.dump({"before": before, "saves": saves, "ready": ready, "after": after}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
