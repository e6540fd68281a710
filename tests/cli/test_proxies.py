"""Whose word is taken for where somebody comes from: a named proxy's, and nobody else's."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from starlette.types import ASGIApp

from api.access import attempts
from api.commands.serving import server_of
from api.database import Database
from api.main import create_app
from api.settings import Settings
from tests.support.clients import API, anyone

# On this machine, which servers often believe unasked.
PROXY, STRANGER = "127.0.0.1", "198.51.100.7"
Door = Callable[[str], ASGIApp]
FIVE_THEN_WAIT = [401] * attempts.FREE_ATTEMPTS + [429]


@pytest.fixture
def served(database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Door:
    """The app as the server calls it, with these proxies named; no password is ever right."""

    async def is_never_right(*_: object) -> bool:
        return False

    monkeypatch.setattr("api.access.sign_in.is_password", is_never_right)

    def load(proxies: str) -> ASGIApp:
        chosen = settings.model_copy(update={"trusted_proxies": proxies})
        config = server_of(create_app(chosen, database=database), chosen).config
        config.load()
        return config.loaded_app

    return load


@pytest.mark.parametrize("named", ["10.0.0.0/8", "fd00::/16, ::1", "::ffff:10.0.0.0/104", "::ffff:10.0.0.1"])
def test_a_network_that_a_house_may_have_is_accepted(named: str) -> None:
    assert Settings(trusted_proxies=named).trusted_proxies == named


def guess(app: ASGIApp, settings: Settings, *, forwarded: str) -> int:
    """One wrong password for Nora, sent by the proxy."""
    http = anyone(TestClient(app, client=(PROXY, 50000)), settings)
    body = {"email": "nora@example.org", "password": "wrong password"}
    return http.post(f"{API}/auth/login", body, headers={"X-Forwarded-For": forwarded}).status_code


def guesses(app: ASGIApp, settings: Settings, forwarded: str) -> list[int]:
    """One more than is free, with another number in the forwarded address each time."""
    number = attempts.FREE_ATTEMPTS + 1
    return [guess(app, settings, forwarded=forwarded.format(one)) for one in range(number)]


@pytest.mark.parametrize("proxies", ["", "127.0.0.2", "10.0.0.0/8"])
def test_a_forged_address_from_anybody_else_does_not_hide_who_guesses(
    served: Door, settings: Settings, proxies: str
) -> None:
    assert guesses(served(proxies), settings, "203.0.113.{}") == FIVE_THEN_WAIT


def test_behind_a_named_proxy_each_address_is_counted_by_itself(served: Door, settings: Settings) -> None:
    app = served(PROXY)

    assert guesses(app, settings, STRANGER) == FIVE_THEN_WAIT
    assert guess(app, settings, forwarded="203.0.113.9") == 401


def test_what_a_caller_wrote_before_the_proxy_added_its_own_is_not_believed(
    served: Door, settings: Settings
) -> None:
    assert guesses(served("127.0.0.0/24"), settings, f"203.0.113.{{}}, {STRANGER}") == FIVE_THEN_WAIT


@pytest.mark.parametrize(("proxies", "is_https"), [("", False), (PROXY, True)])
def test_only_a_named_proxy_can_say_that_people_use_https(served: Door, proxies: str, is_https: bool) -> None:
    http = TestClient(served(proxies), client=(PROXY, 50000))

    answer = http.get("/live", headers={"X-Forwarded-Proto": "https"})

    assert ("strict-transport-security" in answer.headers) is is_https
