from collections.abc import Iterator

import pytest
import time_machine

from tests.support.entries import NOON


@pytest.fixture(autouse=True)
def hands() -> Iterator[time_machine.Traveller]:
    """The clock, which stands still on Monday at noon until a test turns it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller
