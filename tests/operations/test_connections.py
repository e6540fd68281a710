"""A flood of connections, and those that never say what they want."""

import asyncio
import socket
from collections.abc import Iterator

import pytest
from uvicorn import Server

from api.commands import connections
from api.commands.connections import HEAD_BYTES_AT_MOST, connections_at_most
from api.database import Database
from api.settings import Settings
from tests.operations.live import running

MOST = 5
SOON = 0.2
GIVE_UP_SECONDS = 20
LIVE = b"GET /live HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(params=["sqlite"])
def database_server(request: pytest.FixtureRequest) -> object:
    return request.getfixturevalue(request.param)


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(environment="test", database_url=database_url, runs_worker=False)


@pytest.fixture
def server(settings: Settings, database: Database) -> Iterator[tuple[int, Server]]:
    with running(settings, database) as served:
        yield served


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=GIVE_UP_SECONDS)


def said(connection: socket.socket, *, until: bytes = b'"ok"}') -> bytes:
    """What comes until these bytes or the end of the connection."""
    heard = b""
    while until not in heard and (more := connection.recv(4096)):
        heard += more
    return heard


def test_one_connection_too_many_hears_when_to_come_back_and_the_others_go_on(
    server: tuple[int, Server],
) -> None:
    port, serving = server
    serving.config.limit_concurrency = MOST
    kept = [connect(port) for _ in range(MOST)]
    for connection in kept:
        connection.sendall(LIVE)
        assert b"200 OK" in said(connection)

    extra = connect(port)

    refusal = said(extra)
    assert refusal.startswith(b"HTTP/1.1 503")
    assert b"Retry-After: 2\r\n" in refusal
    for connection in kept:
        connection.sendall(LIVE)
        assert b"200 OK" in said(connection)
        connection.close()


@pytest.mark.parametrize(
    "begun", [b"", b"GET /live HTTP/1.1\r\nHost: loc", LIVE + b"PUT /x HTTP/1.1\r\nContent-"]
)
def test_a_connection_that_does_not_finish_its_request_is_closed(
    server: tuple[int, Server], begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "REQUEST_SECONDS", SOON)
    with connect(server[0]) as silent:
        silent.sendall(begun)

        heard = said(silent, until=b"never")

    assert heard.count(b"HTTP/1.1") == begun.count(LIVE)


def test_a_request_whose_body_stops_half_way_is_closed_and_logs_nothing_unexpected(
    server: tuple[int, Server], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(connections, "REQUEST_SECONDS", SOON)
    head = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    with connect(server[0]) as slow:
        slow.sendall(head + b'Content-Length: 99\r\n\r\n{"email": "anna')

        assert said(slow, until=b"never") == b""

    logged = "".join(capfd.readouterr())
    assert "unexpected" not in logged
    assert "anna" not in logged


@pytest.mark.parametrize("length", [b"1", b"-1", b"1e3", b"+5", b"zqxj", b"26, 27"])
def test_a_right_body_whose_length_is_a_lie_is_refused(
    server: tuple[int, Server], length: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    head = b"POST /api/v1/auth/enrol/preview HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    with connect(server[0]) as lying:
        lying.sendall(head + b"Content-Length: " + length + b'\r\n\r\n{"code": "7K2M-9QXA-4TRB"}')

        heard = said(lying, until=b"\r\n\r\n")

    assert heard.startswith(b"HTTP/1.1 400")
    assert "unexpected" not in "".join(capfd.readouterr())
    assert b"4TRB" not in heard


def a_head(length: int, *, ends: bool) -> bytes:
    begun = b"GET /live HTTP/1.1\r\nHost: localhost\r\nX-Long: "
    end = b"\r\n\r\n" if ends else b""
    return begun + b"x" * (length - len(begun) - len(end)) + end


def test_a_head_as_long_as_allowed_is_answered_on_a_connection_that_stays(server: tuple[int, Server]) -> None:
    with connect(server[0]) as wordy:
        for _ in range(3):
            wordy.sendall(a_head(HEAD_BYTES_AT_MOST, ends=True))

            assert said(wordy).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("ends", [True, False])
def test_a_longer_head_is_refused_and_its_connection_closed(
    server: tuple[int, Server], ends: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    with connect(server[0]) as endless:
        endless.sendall(LIVE)
        assert b"200 OK" in said(endless)
        endless.sendall(a_head(HEAD_BYTES_AT_MOST + 1, ends=ends))

        heard = said(endless, until=b"never")

    assert heard.startswith(b"HTTP/1.1 431")
    assert b"Connection: close" in heard
    assert "request_head_too_large" in "".join(capfd.readouterr())


@pytest.mark.parametrize("after", [b"0\r\nX-Long: ", b"1;x="])
def test_what_follows_a_body_without_an_end_is_cut_off(
    server: tuple[int, Server], after: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    head = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    with connect(server[0]) as endless:
        endless.sendall(head + b"Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert b"100 Continue" in said(endless, until=b"\r\n\r\n")
        endless.sendall(after.ljust(HEAD_BYTES_AT_MOST + 1, b"x"))

        assert said(endless, until=b"never") == b""
    logged = "".join(capfd.readouterr())
    assert "request_head_too_large" in logged
    assert "unexpected" not in logged


def test_a_body_may_be_longer_than_a_head(server: tuple[int, Server], settings: Settings) -> None:
    body = b'{"code": "%b"}' % (b"7" * (2 * HEAD_BYTES_AT_MOST))
    head = b"POST /api/v1/auth/enrol/preview HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    request = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    with connect(server[0]) as long:
        long.sendall(request + request + LIVE)

        heard = said(long)

    assert heard.count(b"HTTP/1.1 4") == 2
    assert b"HTTP/1.1 431" not in heard
    assert len(body) < settings.max_body_bytes


def test_there_is_room_for_many_connections_beside_the_databases_own() -> None:
    assert connections_at_most() >= 500


def test_a_slow_but_living_connection_stays(server: tuple[int, Server]) -> None:
    async def answers() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", server[0])
        for part in (LIVE[:10], LIVE[10:]):
            writer.write(part)
            await writer.drain()
        status = await reader.readline()
        writer.close()
        return int(status.split()[1])

    assert asyncio.run(answers()) == 200
