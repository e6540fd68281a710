"""The whole app, asked by its people."""

import pytest

from api.database import Database
from api.settings import Settings
from tests.support.callers import CallAs, calling


@pytest.fixture
def call_as(database: Database, settings: Settings) -> CallAs:
    return calling(database, settings)
