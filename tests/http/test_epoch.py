"""Every answer of the API names the epoch: the life of the service that gave it."""

import asyncio
import threading

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection

from api.database import Database
from api.installation import epoch
from api.installation.epoch import FRESH_SECONDS, Epoch
from api.installation.store import begin_new_epoch, epoch_of
from api.main import create_app
from api.settings import Settings
from tests.support.clients import API, client_of

DEADLINE_SECONDS = 20.0


class Stopwatch:
    """Stands still until a test turns it."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def http(settings: Settings, database: Database) -> TestClient:
    return client_of(create_app(settings, database=database))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/auth/me", 401),
        ("GET", "/problems", 200),
        ("GET", "/no-such-thing", 404),
        ("DELETE", "/auth/me", 405),
        ("POST", "/auth/login", 415),
    ],
)
def test_every_answer_names_it(
    http: TestClient, database: Database, method: str, path: str, status: int
) -> None:
    answer = http.request(method, f"{API}{path}")

    assert answer.status_code == status
    assert answer.headers["Diary-Epoch"] == str(database.read_now(epoch_of))


def test_a_body_that_is_too_large_is_answered_with_it_too(http: TestClient, settings: Settings) -> None:
    answer = http.post(f"{API}/auth/login", content=b"x" * (settings.max_body_bytes + 1))

    assert answer.status_code == 413
    assert "Diary-Epoch" in answer.headers


@pytest.mark.parametrize("path", ["/", "/live", "/docs", "/openapi.json"])
def test_what_is_not_the_api_does_not(http: TestClient, path: str) -> None:
    assert "Diary-Epoch" not in http.get(path).headers


def test_it_is_read_once(settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = []

    def counted(connection: Connection) -> object:
        reads.append(1)
        return epoch_of(connection)

    monkeypatch.setattr(epoch, "epoch_of", counted)
    http = client_of(create_app(settings, database=database))

    for _ in range(3):
        http.get(f"{API}/problems")

    assert len(reads) == 1


def test_a_service_that_lives_through_a_restore_names_the_new_one(
    database: Database,
) -> None:
    clock = Stopwatch()
    epoch = Epoch(database, seconds=clock)
    before = asyncio.run(epoch())
    began = database.write_now(begin_new_epoch)

    clock.now = FRESH_SECONDS
    while_fresh = asyncio.run(epoch())
    clock.now = FRESH_SECONDS + 0.1
    after = asyncio.run(epoch())

    assert while_fresh == before
    assert after == str(began) != before


def test_a_database_that_hangs_holds_nobody_up_and_is_asked_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go, reads = threading.Event(), []

    def hanging(connection: Connection) -> object:
        reads.append(1)
        let_go.wait(DEADLINE_SECONDS)
        return epoch_of(connection)

    async def ask() -> tuple[list[str | None], str | None]:
        epoch = Epoch(database)
        while_it_hangs = [*await asyncio.gather(epoch(), epoch()), await epoch()]
        let_go.set()
        while (found := await epoch()) is None:  # noqa: ASYNC110  it has nothing to tell us with
            await asyncio.sleep(0)
        return while_it_hangs, found

    monkeypatch.setattr(epoch, "epoch_of", hanging)
    monkeypatch.setattr(epoch, "PATIENCE_SECONDS", 0.1)
    while_it_hangs, found = asyncio.run(asyncio.wait_for(ask(), DEADLINE_SECONDS))

    assert while_it_hangs == [None, None, None]
    assert found == str(database.read_now(epoch_of))
    assert len(reads) == 1


def test_the_epoch_that_is_named_is_never_newer_than_the_work(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the former life has acknowledged may not pass for the new one's."""
    before = str(database.read_now(epoch_of))
    app = create_app(settings, database=database)

    @app.get(f"{API}/restored-meanwhile")
    def restored_meanwhile() -> str:
        return str(database.write_now(begin_new_epoch))

    answer = client_of(app).get(f"{API}/restored-meanwhile")

    assert answer.headers["Diary-Epoch"] == before != answer.json()


def test_a_service_that_starts_on_a_restored_database_names_the_new_one(
    settings: Settings, database: Database, http: TestClient
) -> None:
    before = http.get(f"{API}/problems").headers["Diary-Epoch"]

    began = database.write_now(begin_new_epoch)

    after = client_of(create_app(settings, database=database)).get(f"{API}/problems").headers["Diary-Epoch"]
    assert after == str(began) != before


def test_an_answer_is_given_without_it_when_the_database_cannot_say(
    settings: Settings, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = client_of(create_app(settings, database=database))
    database.close()

    assert "Diary-Epoch" not in http.get(f"{API}/problems").headers
