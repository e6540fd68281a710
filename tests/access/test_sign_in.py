"""Staff sign in; guessing gets slow, and the owner is never locked out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
import time_machine
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access import attempts, passwords, store
from api.database import Database
from api.errors import SlowDown
from api.settings import Settings
from tests.access.conftest import SignIn
from tests.support.clients import API, Caller, anyone
from tests.support.personas import PASSWORD, People

LOGIN = f"{API}/auth/login"
NORA = "nora@example.org"
Login = Callable[..., httpx.Response]


@pytest.fixture
def login(app: FastAPI, people: People, settings: Settings) -> Login:
    def attempt(
        password: str = PASSWORD, *, email: str = NORA, address: str = "192.0.2.1", browser: str | None = None
    ) -> httpx.Response:
        http = TestClient(app, raise_server_exceptions=False, client=(address, 50000))
        cookie = {"Cookie": f"__Host-browser={browser}"} if browser else {}
        return anyone(http, settings).post(LOGIN, {"email": email, "password": password}, headers=cookie)

    return attempt


def cookies_in(answer: httpx.Response) -> dict[str, str]:
    pairs = (cookie.partition(";")[0].partition("=") for cookie in answer.headers.get_list("set-cookie"))
    return {name: value for name, _, value in pairs}


def fail(login: Login, times: int, **where: str) -> None:
    for _ in range(times):
        assert login("wrong password", **where).status_code == 401


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Passwords are compared as text, without argon2; gives the hashes that were asked about."""
    asked: list[str | None] = []

    async def is_password(typed: str, password_hash: str | None) -> bool:
        asked.append(password_hash)
        return password_hash is not None and typed == PASSWORD

    monkeypatch.setattr("api.access.sign_in.is_password", is_password)
    return asked


def test_an_unknown_e_mail_is_refused_like_a_wrong_password(login: Login) -> None:
    wrong, unknown = login("wrong password"), login(email="nobody@example.org")

    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.json() == unknown.json()
    assert cookies_in(wrong) == cookies_in(unknown) == {}


def test_an_unknown_e_mail_costs_an_argon2_too(login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    hasher = passwords._HASHER

    class Counting:
        def verify(self, typed: str, password_hash: str) -> bool:
            verified.append(password_hash)
            return hasher.verify(typed, password_hash)

    monkeypatch.setattr(passwords, "_HASHER", Counting())

    login(email="nobody@example.org", password="nobody has this password")

    assert [password_hash[:9] for password_hash in verified] == ["$argon2id"]


def test_disabled_staff_cannot_sign_in(
    login: Login, people: People, database: Database, quick: list[str | None]
) -> None:
    database.write_now(store.disable_staff, people.nora.id)

    assert login().status_code == 401


def test_staff_sign_in_with_e_mail_and_password(login: Login, nobody: Caller, people: People) -> None:
    signed_in = login(email=" Nora@Example.ORG ")
    staff = cookies_in(signed_in)["__Host-staff"]

    assert signed_in.status_code == 200
    assert (signed_in.json()["actor"], signed_in.json()["name"]) == ("nurse", "Nora Lind")
    me = nobody.get(f"{API}/auth/me", headers={"Cookie": f"__Host-staff={staff}"})
    assert me.json() == signed_in.json()


def test_every_sixth_guess_and_later_has_to_wait_twice_as_long(
    clock: time_machine.Traveller, login: Login, quick: list[str | None]
) -> None:
    fail(login, 5)

    for wait in (1, 2, 4, 8):
        early = login("wrong password")
        assert (early.status_code, early.headers["retry-after"]) == (429, str(wait))
        clock.shift(timedelta(seconds=wait))
        assert login("wrong password").status_code == 401


def test_while_it_has_to_wait_not_even_the_right_password_is_looked_at(
    clock: time_machine.Traveller, login: Login, quick: list[str | None]
) -> None:
    fail(login, 5)
    looked_at = len(quick)

    answer = login(PASSWORD)

    assert answer.status_code == 429
    assert answer.json()["type"] == f"{API}/problems#slow-down"
    assert len(quick) == looked_at


def test_the_wait_never_grows_beyond_fifteen_minutes(
    clock: time_machine.Traveller, login: Login, quick: list[str | None]
) -> None:
    fail(login, 5)
    for failures in range(5, 20):
        clock.shift(attempts.wait_after(failures))
        fail(login, 1)

    clock.shift(timedelta(minutes=15))

    assert login(PASSWORD).status_code == 200


def test_the_owner_is_not_slowed_at_another_address(
    clock: time_machine.Traveller, login: Login, quick: list[str | None]
) -> None:
    fail(login, 5, address="198.51.100.66")

    assert login(address="198.51.100.66").status_code == 429
    assert login(address="192.0.2.1").status_code == 200


def test_the_owner_is_not_slowed_in_a_browser_that_knows_her(
    clock: time_machine.Traveller, login: Login, quick: list[str | None]
) -> None:
    known = cookies_in(login())["__Host-browser"]
    fail(login, 5)

    assert login().status_code == 429
    assert login(browser="made-up").status_code == 429
    assert login(browser=known).status_code == 200


def test_a_browser_that_knows_one_is_no_way_round_for_another(
    clock: time_machine.Traveller, login: Login, quick: list[str | None]
) -> None:
    carls = cookies_in(login(email="carl@example.org"))["__Host-browser"]
    fail(login, 5)

    assert login(browser=carls).status_code == 429


def test_one_persons_failures_do_not_slow_a_colleague(
    clock: time_machine.Traveller, login: Login, quick: list[str | None]
) -> None:
    fail(login, 5)

    assert login(email="ada@example.org").status_code == 200


def test_success_forgets_the_failures(
    clock: time_machine.Traveller, login: Login, quick: list[str | None]
) -> None:
    fail(login, 4)
    assert login().status_code == 200

    fail(login, 5)


def test_guesses_sent_all_at_once_do_not_slip_by(
    clock: time_machine.Traveller, database: Database, people: People
) -> None:
    key = attempts.key_of(NORA, "address 192.0.2.1")
    database.write_now(attempts.count, key)

    def guess(_: int) -> bool:
        try:
            database.write_now(attempts.count, key)
        except SlowDown:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        let_in = sum(threads.map(guess, range(40)))

    assert let_in == attempts.FREE_ATTEMPTS - 1


@pytest.mark.parametrize("email", ["nora\u0000@example.org", "nora\u007f@example.org", "", "x" * 300])
def test_an_e_mail_that_cannot_be_one_is_refused_by_name(login: Login, email: str) -> None:
    refused = login(email=email)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "email"


@pytest.mark.parametrize("new", ["short", "eleven char", "NORA@example.org"])
def test_a_weak_password_is_refused_by_name(sign_in: SignIn, people: People, login: Login, new: str) -> None:
    nora = sign_in(people.nora)

    refused = nora.post(f"{API}/auth/password", {"current": PASSWORD, "new": new})

    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["new"]
    assert login().status_code == 200


def test_a_password_is_not_changed_without_the_present_one(
    sign_in: SignIn, people: People, login: Login
) -> None:
    nora, elsewhere = sign_in(people.nora), sign_in(people.nora)

    refused = nora.post(f"{API}/auth/password", {"current": "wrong", "new": "another long password"})

    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["current"]
    assert elsewhere.get(f"{API}/auth/me").status_code == 200
    assert login().status_code == 200


def test_after_a_change_only_the_new_password_works(sign_in: SignIn, people: People, login: Login) -> None:
    body = {"current": PASSWORD, "new": "another long password"}

    assert sign_in(people.nora).post(f"{API}/auth/password", body).status_code == 204

    assert login(PASSWORD).status_code == 401
    assert login("another long password").status_code == 200


def test_a_patient_has_no_password_to_change(sign_in: SignIn, people: People) -> None:
    body = {"current": PASSWORD, "new": "another long password"}

    assert sign_in(people.anna).post(f"{API}/auth/password", body).status_code == 403
