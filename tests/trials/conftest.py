"""Four weeks of Anna and Ben, of which every episode is known by hand."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import Connection

from api.database import Database
from api.diary.service import record_entry
from api.settings import Settings
from tests.support.callers import CallAs, calling
from tests.support.entries import MONDAY, NOON, an_entry
from tests.support.personas import People

# Loose stools a day, by days before Monday.
ANNA = {28: 5, 27: 5, 21: 3, 20: 3, 14: 4, 13: 4, 12: 3, 2: 1, 1: 0}
BEN = {9: 3, 8: 3, 4: 3}
CORA = {28: 3, 27: 3}


@pytest.fixture(autouse=True)
def monday_noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def call_as(database: Database, settings: Settings) -> CallAs:
    return calling(database, settings)


@pytest.fixture
def diaries(database: Database, people: People) -> People:
    def work(connection: Connection) -> None:
        for patient, days in ((people.anna, ANNA), (people.ben, BEN), (people.cora, CORA)):
            for ago, loose_stools in days.items():
                entry = an_entry(builds_on=[], loose_stools=loose_stools)
                record_entry(connection, patient, "me", MONDAY - timedelta(days=ago), entry)

    database.write_now(work)
    return people
