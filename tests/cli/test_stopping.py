"""Whoever is told to stop has ended in time, although the database hangs, and says that it was cut off."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from api.commands.stopping import CUT_OFF, LAST_SECONDS
from api.schema import migrate
from api.settings import Settings
from tests.demo.test_command import a_free_port, environment
from tests.support.databases import ROOT
from tests.support.mortal import die_with_parent
from tests.support.postgres import own_postgres_server

GRACE_SECONDS = 1
STOP_SECONDS = 20
"""What the service promises."""
WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@dataclass(frozen=True)
class OwnServer:
    url: str

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.url.replace("+psycopg", ""))

    def signal(self, sign: signal.Signals, backends: list[int]) -> None:
        folder = parse_qs(urlsplit(self.url).query)["host"][0]
        first = (Path(folder) / "cluster" / "postmaster.pid").read_text().splitlines()[0]
        for process in (int(first), *backends):
            os.kill(process, sign)


@pytest.fixture(scope="module")
def postgres() -> Iterator[OwnServer]:
    with own_postgres_server({"fsync": "off"}) as url:
        migrate(Settings(environment="test", database_url=url))
        yield OwnServer(url)


@contextmanager
def hanging(postgres: OwnServer, process: "subprocess.Popen[str]") -> Iterator[None]:
    """A database that has taken a write of this process and does not answer until the end of the block."""
    with postgres.connect() as watching:
        while watching.execute(WAITS).fetchone() == (0,):
            assert process.poll() is None
            watching.commit()
        found = watching.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'")
        backends = [int(str(row[0])) for row in found]
        postgres.signal(signal.SIGSTOP, backends)
        try:
            yield
        finally:
            postgres.signal(signal.SIGCONT, backends)


@contextmanager
def started(arguments: list[str], url: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", *arguments],
        cwd=ROOT,
        env=environment(
            DIARY_ENVIRONMENT="test",
            DIARY_DATABASE_URL=url,
            DIARY_GRACEFUL_STOP_SECONDS=str(GRACE_SECONDS),
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=die_with_parent,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("command", ["worker", "serve"])
def test_a_database_that_hangs_does_not_hold_up_the_stop(postgres: OwnServer, command: str) -> None:
    arguments = [command] if command == "worker" else [command, "--port", str(a_free_port())]

    with postgres.connect() as locking, started(arguments, postgres.url) as process:
        locking.execute("LOCK TABLE heartbeat IN ACCESS EXCLUSIVE MODE")
        with hanging(postgres, process):
            process.terminate()
            shown, said = process.communicate(timeout=STOP_SECONDS)

    assert process.returncode == CUT_OFF
    assert json.loads(said.splitlines()[-1])["event"] == "stop_cut_off"
    assert "Stopped." not in shown


def test_the_longest_grace_leaves_time_within_the_promise() -> None:
    with pytest.raises(ValueError, match="graceful_stop_seconds"):
        Settings(graceful_stop_seconds=STOP_SECONDS - LAST_SECONDS)
