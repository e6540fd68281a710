"""Workers, in this process and in others."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.support.databases import ROOT

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
Orders = Callable[..., list[int]]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands still at noon until the test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def workers_elsewhere() -> Iterator[Orders]:
    """Has workers started in processes of their own, and gives how each ended."""
    command = [sys.executable, "-m", "tests.outbox.mortal"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout

        def order(**wanted: Any) -> list[int]:
            process.stdin.write(json.dumps(wanted) + "\n")
            process.stdin.flush()
            endings: list[int] = json.loads(process.stdout.readline())
            return endings

        yield order
        process.stdin.close()


@pytest.fixture
def effects(tmp_path: Path) -> Path:
    """Where workers elsewhere leave a line for every effect."""
    file = tmp_path / "effects"
    file.touch()
    return file
