"""Entries that are sent one at a time, for someone who counts what each of them makes the disk do."""

import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from api import clock, database_pragmas
from api.database import Database, open_database
from api.settings import Settings
from tests.support.apps import app_on
from tests.support.clients import API, client_of, signed_in
from tests.support.entries import an_entry, as_json
from tests.support.personas import move_in

MARK = "acknowledged"
SYNCHRONOUS_NORMAL = 1


def saves(database: Database, settings: Settings, *, number: int) -> Iterator[int]:
    """Sends so many of Anna's days through the whole app, one at a time; gives the status of each answer."""
    people = move_in(database)
    http = client_of(app_on(database, settings))
    anna = signed_in(http, people.anna, database=database, settings=settings)
    for days_ago in range(number):
        day = clock.latest_day() - timedelta(days=days_ago)
        body = as_json(an_entry(loose_stools=4))
        yield anna.put(f"{API}/patients/me/diary/{day}", body).status_code


def main(number: str, durable_url: str, forgetful_url: str) -> None:
    _save_and_say(durable_url, int(number), "durable")
    database_pragmas.WRITER["synchronous"] = SYNCHRONOUS_NORMAL
    _save_and_say(forgetful_url, int(number), "forgetful")


def _save_and_say(url: str, number: int, name: str) -> None:
    settings: Any = Settings(environment="production", database_url=url, runs_worker=False)
    database = open_database(settings)
    for status in saves(database, settings, number=number):
        # A system call of its own, so that it stands among the others in the order in which they were made.
        os.write(sys.stderr.fileno(), f"{MARK} {name} {status}\n".encode())
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
