"""Programs get a token as RFC 6749 has it, errors included."""

from base64 import b64encode
from urllib.parse import quote

import httpx
import pytest

from api.access import service, store
from api.access.table import SCOPES
from api.database import Database
from tests.access.conftest import SignIn
from tests.support.clients import API, Caller
from tests.support.personas import CLIENT_SECRET, People

TOKEN = f"{API}/oauth/token"
GRANT = {"grant_type": "client_credentials"}


def ask(nobody: Caller, form: dict[str, str], **headers: str) -> httpx.Response:
    return nobody.http.post(TOKEN, data=form, headers=headers)


def in_body(people: People, **more: str) -> dict[str, str]:
    return GRANT | {"client_id": str(people.ehr.id), "client_secret": CLIENT_SECRET} | more


@pytest.mark.parametrize(
    ("changed", "status", "error"),
    [
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_id": ""}, 401, "invalid_client"),
        ({"client_id": "EHR"}, 401, "invalid_client"),
        ({"client_id": "00000000-0000-7000-8000-000000000099"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"scope": "diary:read everything"}, 400, "invalid_scope"),
    ],
)
def test_a_refusal_has_the_shape_of_the_rfc(
    nobody: Caller, people: People, changed: dict[str, str], status: int, error: str
) -> None:
    answer = ask(nobody, in_body(people) | changed)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.headers["cache-control"] == "no-store"
    assert ("www-authenticate" in answer.headers) == (status == 401)


def test_a_json_body_is_told_to_be_a_form(nobody: Caller, people: People) -> None:
    answer = nobody.http.post(TOKEN, json=in_body(people))

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    "header", ["Basic !!!", "Basic bm9jb2xvbg==", "Basic /////w==", "Bearer abc", "Basic"]
)
def test_a_header_that_cannot_be_read_is_no_client(nobody: Caller, people: People, header: str) -> None:
    answer = ask(nobody, GRANT, Authorization=header)

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_the_secret_in_two_places_is_refused(nobody: Caller, people: People) -> None:
    basic = b64encode(f"{people.ehr.id}:{CLIENT_SECRET}".encode()).decode()

    answer = ask(nobody, in_body(people), Authorization=f"Basic {basic}")

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_revoked_program_gets_no_token(nobody: Caller, people: People, database: Database) -> None:
    database.write_now(store.disable_client, people.ehr.id)

    assert ask(nobody, in_body(people)).json()["error"] == "invalid_client"


def test_the_credentials_may_stand_in_the_header_or_in_the_body(nobody: Caller, people: People) -> None:
    basic = b64encode(f"{quote(str(people.ehr.id))}:{quote(CLIENT_SECRET)}".encode()).decode()

    by_header = ask(nobody, GRANT, Authorization=f"Basic {basic}")
    by_body = ask(nobody, in_body(people))

    assert (by_header.status_code, by_body.status_code) == (200, 200)
    assert by_header.json()["access_token"] != by_body.json()["access_token"]


def test_a_token_has_all_scopes_of_the_program_unless_it_asks_for_fewer(
    nobody: Caller, people: People
) -> None:
    every = ask(nobody, in_body(people)).json()
    few = ask(nobody, in_body(people, scope="diary:read check")).json()

    assert every["scope"].split() == sorted(SCOPES)
    assert few["scope"] == "check diary:read"
    assert (every["token_type"], every["expires_in"]) == ("Bearer", 3600)


def test_a_token_opens_what_its_scopes_name_and_nothing_else(nobody: Caller, people: People) -> None:
    token = ask(nobody, in_body(people, scope="patients:read")).json()["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}

    assert nobody.get(f"{API}/patients/{people.anna.id}", headers=bearer).status_code == 200
    assert nobody.get(f"{API}/patients/{people.anna.id}/diary", headers=bearer).status_code == 403
    assert nobody.get(f"{API}/patients/{people.cora.id}", headers=bearer).status_code == 404


def test_cookies_and_origins_mean_nothing_to_the_token_endpoint(
    nobody: Caller, sign_in: SignIn, people: People
) -> None:
    cookie = sign_in(people.nora).headers["Cookie"]

    answer = ask(nobody, in_body(people), Cookie=cookie, Origin="https://ehr.example.org")

    assert answer.status_code == 200


def test_a_program_cannot_be_made_with_a_scope_that_does_not_exist(
    database: Database, people: People
) -> None:
    with pytest.raises(ValueError, match="patients:delete"):
        database.write_now(
            service.create_client, people.clinic.id, name="EHR 2", scopes=frozenset({"patients:delete"})
        )


def test_a_new_programs_secret_works_and_is_stored_as_a_hash(
    nobody: Caller, database: Database, people: People
) -> None:
    made = database.write_now(service.create_client, people.clinic.id, name="EHR 2")

    asked = ask(nobody, GRANT | {"client_id": str(made.id), "client_secret": made.secret})

    assert asked.status_code == 200
    stored = database.read_now(store.active_client, made.id)
    assert stored is not None
    assert made.secret not in repr((stored, made))
