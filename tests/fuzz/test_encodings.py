"""A right body in another encoding is refused, or every letter of it is understood."""

import json

import pytest

from api.database import Database
from api.settings import Settings
from tests.support import clients
from tests.support.apps import app_on
from tests.support.clients import API
from tests.support.personas import People

NAME = "Crème é ü 5 °C"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "cp037")


@pytest.mark.parametrize("says_so", [False, True])
@pytest.mark.parametrize("database_server", ["sqlite"], indirect=True)
def test_a_right_body_in_another_encoding_is_refused_or_understood(
    says_so: bool, database: Database, settings: Settings, people: People
) -> None:
    http = clients.client_of(app_on(database, settings))
    anna = clients.signed_in(http, people.anna, database=database, settings=settings)
    medications = f"{API}/patients/me/medications"
    body = json.dumps({"name": NAME}, ensure_ascii=False)

    understood = 0
    for encoding in ENCODINGS:
        kind = f"application/json; charset={encoding}" if says_so else "application/json"
        answer = http.post(
            medications, content=body.encode(encoding), headers={**anna.headers, "Content-Type": kind}
        )
        assert answer.status_code in (201, 400, 415, 422), encoding
        understood += answer.status_code == 201

    names = [medication["name"] for medication in anna.get(medications).json()["items"]]
    assert names == [NAME] * understood
    assert understood > 0
