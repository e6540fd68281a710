"""`diary serve` as a process of its own, and those who write to it meanwhile."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from uuid import UUID

from api.ids import new_id
from tests.support.clients import API
from tests.support.databases import ROOT
from tests.support.mortal import die_with_parent

STOP_SECONDS = 20
"""What the service promises."""


@dataclass(frozen=True)
class ServedProcess:
    port: int
    process: "subprocess.Popen[bytes]"
    log: Path

    def stop(self) -> int:
        """Asks it to stop. Gives its exit status; raises when it takes longer than it promises."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_SECONDS)

    def logged(self) -> list[dict[str, Any]]:
        """Its log; raises for a line that is not JSON, such as one of a traceback."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=STOP_SECONDS)


@contextmanager
def served(port: int, folder: Path, **settings: str) -> Iterator[ServedProcess]:
    """`diary serve` with these settings, from when it answers until the end of the block."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("DIARY_")}
    chosen = {f"DIARY_{name.upper()}": value for name, value in settings.items()}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "serve", "--port", str(port)],
            cwd=ROOT,
            env=plain | {"PYTHONUNBUFFERED": "1", "DIARY_ENVIRONMENT": "test"} | chosen,
            stdout=subprocess.PIPE,
            stderr=log,
            preexec_fn=die_with_parent,
        )
    try:
        # It listens before it says where, so that a connection waits until it serves.
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"Serving"), (folder / "log").read_text()
        yield ServedProcess(port, process, folder / "log")
    finally:
        process.kill()
        process.communicate()


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Diarist:
    """Writes the same day again and again, each time upon what was acknowledged last."""

    connection: HTTPConnection
    headers: Mapping[str, str]
    day: str
    last: UUID | None = None

    def send(self) -> UUID:
        """Sends a save, without waiting for its answer. Gives its id."""
        this = new_id()
        body = {
            "id": str(this),
            "builds_on": [str(self.last)] if self.last else [],
            "recorded_at": f"{self.day}T12:00:00Z",
            "time_zone": "America/New_York",
            "readings": {"diarrhea": {"count": 5}},
        }
        path = f"{API}/patients/me/diary/{self.day}"
        self.connection.request("PUT", path, json.dumps(body), dict(self.headers))
        return this

    def write(self) -> int | None:
        """The status of the answer, or None when there is none."""
        try:
            this = self.send()
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            return None
        if answer.status == 201:
            self.last = this
        return answer.status
