"""A right body that is not in plain UTF-8, or says so, is refused: guessing could store other letters."""

import gzip
import json

import pytest

from api.database import Database
from api.settings import Settings
from tests.diary.bad_input import problem_of
from tests.support import clients
from tests.support.apps import app_on
from tests.support.clients import API, Caller
from tests.support.personas import People

NAME = "Crème é ü 5 °C"
BODY = json.dumps({"name": NAME}, ensure_ascii=False)
MEDICATIONS = f"{API}/patients/me/medications"
OTHERS = (
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "latin-1",
    "cp1252",
    "cp037",
)

pytestmark = pytest.mark.parametrize("database_server", ["sqlite"], indirect=True)


@pytest.fixture
def anna(database: Database, settings: Settings, people: People) -> Caller:
    http = clients.client_of(app_on(database, settings))
    return clients.signed_in(http, people.anna, database=database, settings=settings)


@pytest.mark.parametrize("encoding", OTHERS)
def test_a_right_body_in_another_encoding_is_refused(anna: Caller, encoding: str) -> None:
    silent, honest, lying = (
        anna.http.post(MEDICATIONS, content=BODY.encode(encoding), headers={**anna.headers, **said})
        for said in ({}, of_kind(encoding), of_kind("utf-8"))
    )

    for answer in (silent, lying):
        assert problem_of(answer, status=400)["detail"].startswith("Send well-formed JSON in UTF-8")
    problem_of(honest, status=415)
    assert anna.get(MEDICATIONS).json()["items"] == []


@pytest.mark.parametrize(
    ("headers", "word"),
    [
        ({"Content-Type": "application/json; charset=utf-16"}, "charset"),
        ({"Content-Type": "application/json; Charset=latin-1"}, "charset"),
        ({"Content-Type": "application/json; charset=utf-8; charset=cp037"}, "charset"),
        ({"Content-Type": "application/json; charset*=utf-8''utf-16"}, "charset"),
        ({"Content-Encoding": "gzip"}, "Content-Encoding"),
        ({"Content-Encoding": "identity, br"}, "Content-Encoding"),
    ],
    ids=str,
)
def test_headers_that_promise_anything_but_plain_utf_8_are_refused(
    anna: Caller, headers: dict[str, str], word: str
) -> None:
    content = gzip.compress(BODY.encode()) if headers.get("Content-Encoding") == "gzip" else BODY.encode()

    answer = anna.http.post(MEDICATIONS, content=content, headers={**anna.headers, **headers})

    assert word in problem_of(answer, status=415)["detail"]
    assert anna.get(MEDICATIONS).json()["items"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "application/json; charset=utf-8"},
        {"Content-Type": 'application/json;charset="UTF-8"'},
        {"Content-Type": "application/json; version=1"},
        {"Content-Encoding": "identity"},
    ],
    ids=str,
)
def test_plain_utf_8_is_understood_to_the_letter(anna: Caller, headers: dict[str, str]) -> None:
    answer = anna.http.post(MEDICATIONS, content=BODY.encode(), headers={**anna.headers, **headers})

    assert answer.status_code == 201
    assert [medication["name"] for medication in anna.get(MEDICATIONS).json()["items"]] == [NAME]


def of_kind(encoding: str) -> dict[str, str]:
    return {"Content-Type": f"application/json; charset={encoding}"}
