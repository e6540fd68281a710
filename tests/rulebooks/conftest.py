from collections.abc import Iterator

import pytest
import time_machine

from api.database import Database
from api.settings import Settings
from tests.support.callers import CallAs, calling
from tests.support.entries import NOON


@pytest.fixture(autouse=True)
def monday_noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=True) as traveller:
        yield traveller


@pytest.fixture
def call_as(database: Database, settings: Settings) -> CallAs:
    return calling(database, settings)
