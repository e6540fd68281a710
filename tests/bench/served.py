"""A database with patients, and a server of its own process in front of it."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import httpx

from api import clock
from api.access.models import SessionKind
from api.database import Database, open_database
from api.settings import Settings
from tests.bench.load import Load
from tests.bench.seeding import move_patients_in, session_of, typical_entry, write_history
from tests.support.databases import ROOT, migrate
from tests.support.entries import as_json
from tests.support.personas import People, move_in
from tests.support.postgres import own_postgres_server

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
HISTORY_DAYS = 21
EMPTY_DAYS = 1500
BODIES = 200
BY_PROGRAM_EVERY = 10
START_SECONDS = 20.0
WRITES = "/api/v1/patients"
ECHO = "/api/v1/echo"


@dataclass(frozen=True)
class Served:
    """What is measured: a load that can reach it, and where its process is."""

    name: str
    load: Load
    database_url: str
    pid: int
    folder: Path


@contextmanager
def databases(names: Sequence[str]) -> Iterator[dict[str, str]]:
    """The addresses of durable, migrated, empty databases by name."""
    with ExitStack() as stack:
        urls = {}
        if "sqlite" in names:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
            urls["sqlite"] = f"sqlite:///{folder}/diary.db"
        if "postgresql" in names:
            urls["postgresql"] = stack.enter_context(own_postgres_server(DURABLE))
        for url in urls.values():
            migrate(url)
        yield urls


@contextmanager
def served(name: str, url: str, *, patients: int, under: Sequence[str] = ()) -> Iterator[Served]:
    """A server on this database; `under` is a command that starts it, such as a tracer."""
    with tempfile.TemporaryDirectory(prefix="bench-") as made, socket.socket() as free:
        folder = Path(made)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        base_url = f"http://localhost:{port}"
        environment = {"DIARY_DATABASE_URL": url, "DIARY_BASE_URL": base_url, "DIARY_RUNS_WORKER": "false"}
        load = _prepared(url, base_url, folder, patients=patients)
        with _running(port, environment, under=under, log=folder / "log") as pid:
            yield Served(name, load, url, pid, folder)


def _prepared(url: str, base_url: str, folder: Path, *, patients: int) -> Load:
    database = open_database(Settings(environment="test", database_url=url, base_url=base_url))
    try:
        return _fill(database, base_url, folder, patients=patients)
    finally:
        database.close()


def _fill(database: Database, base_url: str, folder: Path, *, patients: int) -> Load:
    people: People = move_in(database)
    today = clock.now().date()
    first = today - timedelta(days=EMPTY_DAYS)
    phones = move_patients_in(database, people, number=patients, since=first)
    write_history(database, phones, days=HISTORY_DAYS, until=first - timedelta(days=1))
    program = database.write_now(session_of, people.ehr, SessionKind.CLIENT)
    callers = [
        f"{phone.actor.id} Authorization: Bearer {program}"
        if number % BY_PROGRAM_EVERY == 0
        else f"me Cookie: __Host-patient={phone.token}"
        for number, phone in enumerate(phones)
    ]
    dice = Random("bodies")
    bodies = [_body(dice, number) for number in range(BODIES)]
    days = [str(first + timedelta(days=number)) for number in range(EMPTY_DAYS)]
    files = {"callers": callers, "days": days, "bodies": bodies}
    for name, lines in files.items():
        (folder / name).write_text("\n".join(lines) + "\n")
    return Load(
        base_url.replace("localhost", "127.0.0.1"),
        base_url,
        callers=folder / "callers",
        days=folder / "days",
        bodies=folder / "bodies",
        room=len(days) * len(callers),
    )


def _body(dice: Random, number: int) -> str:
    return json.dumps(as_json(typical_entry(dice, number)) | {"id": "ID"})


@contextmanager
def _running(port: int, environment: Mapping[str, str], *, under: Sequence[str], log: Path) -> Iterator[int]:
    command = [*under, sys.executable, "-m", "tests.bench.server", str(port)]
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | environment, stdout=file, stderr=file, start_new_session=True
        )
    try:
        _wait_for(port, process, log)
        yield process.pid
    finally:
        # A tracer keeps the signal to itself; the group has the server in it.
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(START_SECONDS)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while True:
        try:
            httpx.get(f"http://127.0.0.1:{port}/live")
            return
        except httpx.TransportError:
            if process.poll() is not None or time.monotonic() > give_up_at:
                raise RuntimeError(log.read_text()[-2000:]) from None
            time.sleep(0.05)
