from collections.abc import Iterator

import pytest
import time_machine

from tests.support.entries import NOON


@pytest.fixture(autouse=True)
def monday_noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=True) as traveller:
        yield traveller
