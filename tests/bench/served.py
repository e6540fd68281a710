"""A database with patients, and a server of its own process in front of it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import sqlalchemy as sa

from api import clock
from api.access.models import SessionKind
from api.database import Database, open_database
from api.settings import Settings
from tests.bench.desk import Desk
from tests.bench.disk import folder_on_disk, refuse_memory
from tests.bench.load import Load
from tests.bench.seeding import move_patients_in, session_of, write_history
from tests.bench.workload import BY_PROGRAM_EVERY, SLOTS, bodies
from tests.support.databases import ROOT, migrate
from tests.support.personas import People, move_in
from tests.support.postgres import own_postgres_server

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
HISTORY_DAYS = 21
EMPTY_DAYS = 1500
START_SECONDS = 20.0
WRITES = "/api/v1/patients"
ECHO = "/api/v1/echo"
# As each is run by default: with SQLite the server is also the worker; with PostgreSQL, which has several
# servers, compose.yaml starts one beside them, of which there is none here.
RUNS_WORKER = {"sqlite": "true", "postgresql": "false"}


@dataclass(frozen=True)
class Served:
    """What is measured: a load that can reach it, a nurse at her desk, and where its process is."""

    name: str
    load: Load
    desk: Desk
    database_url: str
    pid: int
    folder: Path


@contextmanager
def databases(names: Sequence[str]) -> Iterator[dict[str, str]]:
    """The addresses of durable, migrated, empty databases by name. Raises: NoDisk."""
    with ExitStack() as stack:
        urls = {}
        if "sqlite" in names:
            folder = stack.enter_context(folder_on_disk())
            urls["sqlite"] = f"sqlite:///{folder}/diary.db"
        if "postgresql" in names:
            urls["postgresql"] = stack.enter_context(own_postgres_server(DURABLE))
        for url in urls.values():
            disk_of(url)
            migrate(url)
        yield urls


def disk_of(url: str) -> str:
    """The kind of file system that a database lies on. Raises: NoDisk."""
    address = sa.make_url(url)
    if address.drivername == "sqlite":
        return refuse_memory(Path(str(address.database)).parent)
    return refuse_memory(Path(str(address.query["host"])))


@contextmanager
def served(name: str, url: str, *, patients: int, under: Sequence[str] = ()) -> Iterator[Served]:
    """A server on this database; `under` is a command that starts it, such as a tracer."""
    with folder_on_disk() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        base_url = f"http://localhost:{port}"
        environment = {"DIARY_DATABASE_URL": url, "DIARY_BASE_URL": base_url}
        environment["DIARY_RUNS_WORKER"] = RUNS_WORKER[name]
        load, desk = _prepared(url, base_url, folder, patients=patients)
        with _running(port, environment, under=under, log=folder / "log") as pid:
            yield Served(name, load, desk, url, pid, folder)


def _prepared(url: str, base_url: str, folder: Path, *, patients: int) -> tuple[Load, Desk]:
    database = open_database(Settings(environment="test", database_url=url, base_url=base_url))
    try:
        return _fill(database, base_url, folder, patients=patients)
    finally:
        database.close()


def _fill(database: Database, base_url: str, folder: Path, *, patients: int) -> tuple[Load, Desk]:
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
    days = [str(first + timedelta(days=number)) for number in range(EMPTY_DAYS)]
    files = {"callers": callers, "days": days, "bodies": bodies()}
    for name, lines in files.items():
        (folder / name).write_text("\n".join(lines) + "\n")
    address = base_url.replace("localhost", "127.0.0.1")
    nurse = database.write_now(session_of, people.nora, SessionKind.STAFF)
    load = Load(
        address,
        base_url,
        callers=folder / "callers",
        days=folder / "days",
        bodies=folder / "bodies",
        room=len(days) * len(callers),
        slots=SLOTS,
    )
    return load, Desk(address, base_url, nurse)


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
