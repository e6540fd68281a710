"""SIGTERM while people write: it ends in time, with status 0, and whatever was acknowledged is there."""

import json
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPResponse
from pathlib import Path
from threading import Condition, Thread
from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa

from api import clock
from api.database import open_database
from api.diary.models import RevisionRow
from api.outbox.models import OutboxEvent
from api.settings import Settings
from tests.operations.process import STOP_SECONDS, Diarist, ServedProcess, a_free_port, served
from tests.support import clients
from tests.support.factories import a_patient, insert
from tests.support.personas import People, move_in

WRITERS = 20
ENOUGH = 60


class Load:
    """Everybody writes until there is no answer, or one that says to come back later."""

    def __init__(self, diarists: list[Diarist]) -> None:
        self.acknowledged: set[UUID] = set()
        self.statuses: list[int] = []
        self._changed = Condition()
        self._threads = [Thread(target=self._write, args=(diarist,)) for diarist in diarists]
        for thread in self._threads:
            thread.start()

    def wait_for(self, number: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.acknowledged) >= number, STOP_SECONDS)

    def end(self) -> None:
        for thread in self._threads:
            thread.join(STOP_SECONDS)
            assert not thread.is_alive()

    def _write(self, diarist: Diarist) -> None:
        while (status := diarist.write()) is not None:
            with self._changed:
                self.statuses.append(status)
                if status == 201 and diarist.last is not None:
                    self.acknowledged.add(diarist.last)
                    self._changed.notify()
            if status != 201:
                return


def headers_of_everyone(settings: Settings, *, number: int = WRITERS) -> list[dict[str, str]]:
    """So many new patients in sessions of their own; the database is closed again, for the server alone."""
    database = open_database(settings)
    try:
        people = move_in(database)
        return [_signed_in(people, settings, database=database) for _ in range(number)]
    finally:
        database.close()


def _signed_in(people: People, settings: Settings, *, database: object) -> dict[str, str]:
    row = a_patient(people.clinic, enrolled_on=clock.now().date())
    database.write_now(insert, row)  # type: ignore[attr-defined]
    actor = clients.Actor(kind="patient", id=row.id, clinic_id=row.clinic_id, name=row.name)
    token = clients.signed_in_token(actor, database=database, settings=settings)  # type: ignore[arg-type]
    return clients.headers_of(actor, token=token, settings=settings)


def stored(settings: Settings) -> tuple[set[UUID], set[UUID]]:
    """The revisions that are there, and those that an outgoing event tells of."""
    database = open_database(settings)
    try:
        revisions = database.read_now(lambda c: set(c.execute(sa.select(RevisionRow.id)).scalars()))
        told = sa.select(OutboxEvent.subject_id).where(OutboxEvent.kind == "entry.recorded")
        return revisions, database.read_now(lambda c: set(c.execute(told).scalars()))
    finally:
        database.close()


def test_a_stop_under_load_loses_nothing_that_was_acknowledged(database_url: str, tmp_path: Path) -> None:
    port = a_free_port()
    settings = Settings(environment="test", base_url=f"http://localhost:{port}", database_url=database_url)
    headers = headers_of_everyone(settings)
    day = clock.now().date().isoformat()

    with served(port, tmp_path, base_url=settings.base_url, database_url=database_url) as server:
        load = Load([Diarist(server.connect(), each, day) for each in headers])
        load.wait_for(ENOUGH)
        idle = socket.create_connection(("127.0.0.1", port))
        status = server.stop()
        load.end()
        idle.close()
        logged = server.logged()

    revisions, told = stored(settings)
    assert status == 0
    assert load.acknowledged - revisions == set()
    assert revisions == told
    assert set(load.statuses) <= {201, 503}
    assert [line for line in logged if line["event"] != "request" and line["level"] == "error"] == []


@pytest.mark.parametrize("database_server", ["sqlite"], indirect=True)
def test_a_request_that_never_ends_does_not_hold_up_the_stop(database_url: str, tmp_path: Path) -> None:
    port = a_free_port()
    chosen = {"base_url": f"http://localhost:{port}", "database_url": database_url}

    with (
        served(port, tmp_path, graceful_stop_seconds="1", **chosen) as server,
        socket.create_connection(("127.0.0.1", port)) as endless,
    ):
        endless.sendall(b"POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n")
        endless.sendall(
            b'Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{"password": "Anna Berg'
        )
        assert is_live(server)
        status = server.stop()
        answer = heard(endless)

    assert status == 0
    assert answer.startswith("HTTP/1.1 503")
    assert {"retry-after: 2", "connection: close", "content-type: application/problem+json"} <= set(
        answer.lower().splitlines()
    )
    events = {line["event"] for line in server.logged()}
    assert "requests_cut_off" in events
    assert "unexpected" not in events
    assert "Anna" not in server.log.read_text()


def test_a_save_that_the_stop_cuts_off_in_the_database_hears_to_send_it_again(
    database_url: str, tmp_path: Path
) -> None:
    port = a_free_port()
    chosen = {"base_url": f"http://localhost:{port}", "database_url": database_url}
    (headers,) = headers_of_everyone(Settings(environment="test", **chosen), number=1)

    with served(port, tmp_path, graceful_stop_seconds="1", **chosen) as server:
        assert is_live(server)
        anna = Diarist(server.connect(), headers, clock.now().date().isoformat())
        with locked(database_url):
            anna.send()
            assert is_live(server)
            server.process.send_signal(signal.SIGTERM)
            answer = anna.connection.getresponse()
            problem = json.loads(answer.read())
        status = server.process.wait(STOP_SECONDS)
        logged = server.logged()

    assert status == 0
    assert told(answer) == (503, "2", "close", "application/problem+json")
    assert problem["type"].endswith("#cut-off")
    assert "same id" in problem["detail"]
    events = [line["event"] for line in logged if line["event"] != "request"]
    assert (events.count("requests_cut_off"), "unexpected" in events) == (1, False)
    (line,) = [line for line in logged if line.get("method") == "PUT"]
    assert (line["status"], line["problem"]) == (503, "cut-off")


def told(answer: HTTPResponse) -> tuple[int, str | None, str | None, str | None]:
    return (answer.status, *map(answer.getheader, ("Retry-After", "Connection", "Content-Type")))


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Nobody's diary can be written until the end of the block."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as locking:
            locking.execute("BEGIN IMMEDIATE")
            yield
    else:
        with psycopg.connect(url.replace("+psycopg", "")) as locking:
            locking.execute("SELECT id FROM patient FOR UPDATE")
            yield


def heard(connection: socket.socket) -> str:
    """All that comes until the server closes."""
    with connection.makefile("rb") as answers:
        return answers.read().decode()


def is_live(server: ServedProcess) -> bool:
    connection = server.connect()
    connection.request("GET", "/live")
    return connection.getresponse().status == 200
