"""What a request must show, and that no other site can make one in a person's name."""

import pytest
from fastapi.testclient import TestClient

from api.access.origin import own_origins
from api.settings import Settings
from tests.access.conftest import SignIn
from tests.support.clients import API, Caller
from tests.support.personas import People

ME = f"{API}/auth/me"
LOGOUT = f"{API}/auth/logout"


def cookies_of(*callers: Caller) -> str:
    return "; ".join(caller.headers["Cookie"] for caller in callers)


def token_of(caller: Caller) -> str:
    return caller.headers["Cookie"].partition("=")[2]


def test_nobody_gets_in_without_a_session(nobody: Caller) -> None:
    answer = nobody.get(ME)

    assert answer.status_code == 401
    assert answer.json()["type"] == f"{API}/problems#not-signed-in"


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "__Host-patient="},
        {"Cookie": "__Host-patient=made-up"},
        {"Cookie": "__Host-staff=made-up"},
        {"Authorization": "Bearer made-up"},
        {"Authorization": "Bearer "},
        {"Authorization": "Basic bm9yYTpub3Jh"},
        {"X-Diary-Actor": "staff"},
    ],
)
def test_made_up_credentials_open_nothing(nobody: Caller, headers: dict[str, str]) -> None:
    assert nobody.get(ME, headers=headers).status_code == 401


def test_two_cookies_without_a_word_on_who_speaks_are_refused(sign_in: SignIn, people: People) -> None:
    anna, nora = sign_in(people.anna), sign_in(people.nora)

    answer = anna.get(ME, headers={"Cookie": cookies_of(anna, nora), "X-Diary-Actor": None})

    assert answer.status_code == 400
    assert "X-Diary-Actor" in answer.json()["detail"]


@pytest.mark.parametrize(("speaks", "name"), [("patient", "Anna Berg"), ("staff", "Nora Lind")])
def test_with_two_cookies_the_header_says_who_speaks(
    sign_in: SignIn, people: People, speaks: str, name: str
) -> None:
    anna, nora = sign_in(people.anna), sign_in(people.nora)

    answer = anna.get(ME, headers={"Cookie": cookies_of(anna, nora), "X-Diary-Actor": speaks})

    assert answer.json()["name"] == name


def test_a_page_never_speaks_with_the_other_pages_cookie(sign_in: SignIn, people: People) -> None:
    assert sign_in(people.nora).get(ME, headers={"X-Diary-Actor": "patient"}).status_code == 401
    assert sign_in(people.nora).get(ME, headers={"X-Diary-Actor": "nurse"}).status_code == 400


def test_one_cookie_needs_no_header(sign_in: SignIn, people: People) -> None:
    assert sign_in(people.anna).get(ME, headers={"X-Diary-Actor": None}).status_code == 200


def test_a_bearer_token_is_for_programs_only(nobody: Caller, sign_in: SignIn, people: People) -> None:
    for person in (people.anna, people.nora):
        stolen = token_of(sign_in(person))
        assert nobody.get(ME, headers={"Authorization": f"Bearer {stolen}"}).status_code == 401


@pytest.mark.parametrize("cookie", ["__Host-patient", "__Host-staff"])
def test_a_programs_token_is_no_cookie(nobody: Caller, sign_in: SignIn, people: People, cookie: str) -> None:
    token = sign_in(people.ehr).headers["Authorization"].removeprefix("Bearer ")

    assert nobody.get(ME, headers={"Cookie": f"{cookie}={token}"}).status_code == 401


def test_a_patients_token_is_no_staff_cookie(nobody: Caller, sign_in: SignIn, people: People) -> None:
    token = token_of(sign_in(people.anna))

    assert nobody.get(ME, headers={"Cookie": f"__Host-staff={token}"}).status_code == 401


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "https://evil.example.org",
        "http://localhost:8001",
        "http://localhost:8000.evil.example.org",
    ],
)
def test_a_change_by_cookie_from_elsewhere_is_refused_and_does_nothing(
    sign_in: SignIn, people: People, origin: str | None
) -> None:
    anna = sign_in(people.anna)

    answer = anna.post(LOGOUT, headers={"Origin": origin})

    assert answer.status_code == 403
    assert answer.json()["type"] == f"{API}/problems#foreign-origin"
    assert anna.get(ME).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None]
)
def test_a_change_by_cookie_that_is_not_json_is_refused_and_does_nothing(
    sign_in: SignIn, people: People, http: TestClient, kind: str | None
) -> None:
    anna = sign_in(people.anna)
    headers = {name: value for name, value in anna.headers.items() if name != "Content-Type"}
    if kind is not None:
        headers["Content-Type"] = kind

    answer = http.post(LOGOUT, headers=headers, content=b"{}")

    assert answer.status_code == 415
    assert anna.get(ME).status_code == 200


def test_the_origin_is_checked_before_the_session_and_the_body(sign_in: SignIn, people: People) -> None:
    anna = sign_in(people.anna)
    day = f"{API}/patients/me/diary/not-a-day"

    answer = anna.put(day, {"nonsense": 1}, headers={"Origin": "https://evil.example.org"})

    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["login", "enrol", "enrol/preview"])
def test_another_site_cannot_sign_a_browser_in(nobody: Caller, path: str) -> None:
    answer = nobody.post(f"{API}/auth/{path}", {}, headers={"Origin": "https://evil.example.org"})

    assert answer.status_code == 403


def test_a_bearer_token_needs_no_origin(sign_in: SignIn, people: People) -> None:
    assert sign_in(people.ehr).post(LOGOUT, headers={"Origin": None}).status_code == 204


def test_off_production_both_names_of_this_machine_are_our_own(sign_in: SignIn, people: People) -> None:
    anna = sign_in(people.anna)

    assert anna.post(LOGOUT, headers={"Origin": "http://127.0.0.1:8000"}).status_code == 204


def test_in_production_only_the_one_origin_is_our_own() -> None:
    here = Settings(environment="production", base_url="http://localhost:8000")
    there = Settings(environment="production", base_url="https://diary.example.org")

    assert own_origins(here) == {"http://localhost:8000"}
    assert own_origins(there) == {"https://diary.example.org"}


def test_a_client_without_the_scope_may_not_call_the_route(sign_in: SignIn, people: People) -> None:
    narrow = sign_in(people.ehr, scopes=frozenset({"patients:read"}))

    assert narrow.get(f"{API}/patients/{people.anna.id}").status_code == 200
    assert narrow.get(f"{API}/patients/{people.anna.id}/diary").status_code == 403
