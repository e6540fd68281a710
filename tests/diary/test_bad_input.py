"""Bad input over HTTP: a clear problem naming the field, nothing stored, nothing said back."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from api.database import Database
from api.diary.models import RevisionRow
from api.settings import Settings
from tests.diary.bad_input import TODAY, body, fields, problem_of
from tests.support import clients
from tests.support.clients import API, Caller
from tests.support.personas import People
from tests.support.rows import rows_of


def raw(caller: Caller, content: bytes, **headers: str) -> Response:
    caller.http.cookies.clear()
    return caller.http.put(TODAY, content=content, headers={**caller.headers, **headers})


EMOJI_WITH_NUL = "🤒" * 9_999 + "\0"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"readings": {"hiccups": {"severity": 1}}}, "readings.*"),
        ({"readings": {"nausea": {"severity": 5}}}, "readings.nausea.severity"),
        ({"readings": {"diarrhea": {"count": -1}}}, "readings.diarrhea.count"),
        ({"readings": {"diarrhea": {"count": "4"}}}, "readings.diarrhea.count"),
        ({"readings": {"glucose": [{"value": 5.5}]}}, "readings.glucose.0.unit"),
        ({"notes": {"physical": EMOJI_WITH_NUL}}, "notes.physical"),
        ({"notes": {"physical": "a\0b"}}, "notes.physical"),
        ({"notes": {"physical": "\ud800"}}, "notes.physical"),
        ({"id": "not-an-id"}, "id"),
        ({"recorded_at": "2026-11-23T19:02:11"}, "recorded_at"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"received_at": "2026-11-23T19:02:11Z"}, "received_at"),
        ({"clinic_id": "x"}, "clinic_id"),
        ({"can_wait": "perhaps"}, "can_wait"),
        ({"\ud800": 1}, "body"),
    ],
    ids=str,
)
def test_a_field_that_cannot_be_is_named_and_nothing_is_stored(
    anna: Caller, database: Database, changes: dict[str, Any], field: str
) -> None:
    answer = raw(anna, json.dumps(body(**changes)).encode())

    problem = problem_of(answer, status=422)
    assert field in fields(problem)
    assert "🤒" not in answer.text
    assert rows_of(database, RevisionRow) == []


@pytest.mark.parametrize(
    ("day", "field"), [("2026-11-25", "day"), ("2026-08-31", "day"), ("2026-02-30", "day"), ("monday", "day")]
)
def test_a_day_that_cannot_be_is_refused(anna: Caller, database: Database, day: str, field: str) -> None:
    answer = anna.put(f"{API}/patients/me/diary/{day}", body())

    assert field in fields(problem_of(answer, status=422))
    assert rows_of(database, RevisionRow) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"id": NaN}',
        b'{"id": Infinity}',
        b'"\x00"',
        b"null",
        b"[]",
        b"7",
    ],
    ids=repr,
)
def test_what_is_no_json_object_is_refused(anna: Caller, database: Database, content: bytes) -> None:
    answer = raw(anna, content)

    assert answer.status_code in (400, 422), answer.text
    problem_of(answer, status=answer.status_code)
    assert rows_of(database, RevisionRow) == []


def test_not_a_number_inside_a_reading_is_refused(anna: Caller, database: Database) -> None:
    entry = body(readings={"glucose": [{"value": float("nan"), "unit": "mg/dL"}]})

    answer = raw(anna, json.dumps(entry).encode())

    problem_of(answer, status=answer.status_code)
    assert answer.status_code in (400, 422)
    assert rows_of(database, RevisionRow) == []


def test_ten_megabytes_are_refused(anna: Caller, database: Database) -> None:
    answer = raw(anna, b'{"notes": {"physical": "' + b"a" * 10_000_000 + b'"}}')

    problem_of(answer, status=413)
    assert rows_of(database, RevisionRow) == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_another_content_type_is_refused_for_a_program(
    http: TestClient, database: Database, settings: Settings, people: People, kind: str
) -> None:
    ehr = clients.signed_in(http, people.ehr, database=database, settings=settings)
    path = TODAY.replace("/me/", f"/{people.anna.id}/")

    answer = http.put(path, content=json.dumps(body()), headers={**ehr.headers, "Content-Type": kind})

    problem_of(answer, status=415)
    assert rows_of(database, RevisionRow) == []


def test_somebody_elses_id_is_as_good_as_none(anna: Caller, people: People, database: Database) -> None:
    hers = anna.put(TODAY.replace("/me/", f"/{people.ben.id}/"), body())
    nobodys = anna.put(TODAY.replace("/me/", "/00000000-0000-7000-8000-999999999999/"), body())

    assert problem_of(hers, status=404) == problem_of(nobodys, status=404)
    assert rows_of(database, RevisionRow) == []


def test_a_method_that_the_path_lacks_says_which_it_has(anna: Caller) -> None:
    answer = anna.send("DELETE", TODAY)

    problem_of(answer, status=405)
    assert "PUT" in answer.headers["allow"]


def test_an_address_that_does_not_exist_is_a_json_404_for_a_browser_too(anna: Caller) -> None:
    answer = anna.get(f"{API}/nothing", headers={"Accept": "text/html"})

    problem_of(answer, status=404)


def test_a_day_that_is_not_empty_wants_builds_on(anna: Caller) -> None:
    anna.put(TODAY, body())

    problem = problem_of(anna.put(TODAY, body()), status=428)

    assert problem["type"].endswith("#day-not-empty")


def test_every_kind_of_problem_is_in_the_catalogue(anna: Caller) -> None:
    known = {kind["type"] for kind in anna.get(f"{API}/problems").json()["items"]}

    assert problem_of(anna.get(f"{API}/nothing"), status=404)["type"] in known
    assert len(known) > 15


def test_the_second_time_is_200_and_the_first_201(anna: Caller) -> None:
    sent = body()

    first, second = anna.put(TODAY, sent), anna.put(TODAY, sent)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
