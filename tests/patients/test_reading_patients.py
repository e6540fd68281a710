"""Who finds which patient."""

import json
from base64 import urlsafe_b64encode

import pytest
from sqlalchemy import Connection

from api.database import Database
from api.patients import store
from tests.support.callers import CallAs
from tests.support.factories import a_patient, insert
from tests.support.personas import People

NOBODY = "00000000-0000-7000-8000-0000000000ff"


def test_a_nurse_cannot_read_a_patient_of_another_clinic(people: People, call_as: CallAs) -> None:
    carl = call_as(people.carl)

    hers, nobodys = carl.get(f"/patients/{people.anna.id}"), carl.get(f"/patients/{NOBODY}")

    assert hers.status_code == 404
    assert hers.json() == nobodys.json()


def test_a_patient_cannot_read_another_patient_of_her_clinic(people: People, call_as: CallAs) -> None:
    answer = call_as(people.anna).get(f"/patients/{people.ben.id}")

    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["me", "anna", "MRN-1001", "1"])
def test_what_names_no_patient_of_a_nurse_is_a_404(people: People, call_as: CallAs, name: str) -> None:
    answer = call_as(people.nora).get(f"/patients/{name}")

    assert answer.status_code == 404


def test_a_patient_cannot_list_patients(people: People, call_as: CallAs) -> None:
    answer = call_as(people.anna).get("/patients")

    assert answer.status_code == 403


def test_a_record_number_finds_the_patient_of_ones_own_clinic_only(people: People, call_as: CallAs) -> None:
    here = call_as(people.ehr).get("/patients", record_number="MRN-1001").json()
    elsewhere = call_as(people.carl).get("/patients", record_number="MRN-1001").json()

    assert [patient["name"] for patient in here["items"]] == ["Anna Berg"]
    assert [patient["name"] for patient in elsewhere["items"]] == ["Cora Silva"]


@pytest.mark.parametrize("part", ["MRN", "mrn-1001", "MRN-100", "%", "MRN-1001 "])
def test_a_part_of_a_record_number_finds_nobody(people: People, call_as: CallAs, part: str) -> None:
    answer = call_as(people.ehr).get("/patients", record_number=part)

    assert answer.json() == {"items": [], "next": None}


def test_a_patient_reads_herself_by_me_and_by_her_id(people: People, call_as: CallAs) -> None:
    anna = call_as(people.anna)

    by_me, by_id = anna.get("/patients/me"), anna.get(f"/patients/{people.anna.id}")

    assert by_me.json() == by_id.json()
    assert by_me.json()["name"] == "Anna Berg"
    assert by_me.headers["ETag"] == '"1"'


def test_pages_hold_everyone_once_also_where_names_are_equal(
    database: Database, people: People, call_as: CallAs
) -> None:
    twins = [a_patient(people.clinic, name="Ben Okafor") for _ in range(3)]
    database.write_now(insert, *twins)
    nora = call_as(people.nora)

    pages = [nora.get("/patients", limit=2)]
    while pages[-1].json()["next"]:
        pages.append(nora.get("/patients", limit=2, cursor=pages[-1].json()["next"]))

    found = [patient["id"] for page in pages for patient in page.json()["items"]]
    expected = [people.anna.id, *sorted([people.ben.id, *(twin.id for twin in twins)])]
    assert found == [str(key) for key in expected]
    assert [len(page.json()["items"]) for page in pages] == [2, 2, 1]


def test_a_page_links_to_the_next_one_and_the_last_to_none(people: People, call_as: CallAs) -> None:
    nora = call_as(people.nora)

    first = nora.get("/patients", limit=1)
    last = nora.get("/patients", limit=1, cursor=first.json()["next"])

    cursor = first.json()["next"]
    assert first.headers["Link"] == f'</api/v1/patients?limit=1&cursor={cursor}>; rel="next"'
    assert "Link" not in last.headers


def a_cursor(*key: object) -> str:
    return urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "ümlaut",
        a_cursor(),
        a_cursor("Anna Berg"),
        a_cursor("Anna Berg", "1"),
        a_cursor("Anna Berg", 1),
        a_cursor("Anna\x00", NOBODY),
        a_cursor("Anna\ud800", NOBODY),
        a_cursor("Anna Berg", NOBODY, NOBODY),
    ],
)
def test_a_bad_cursor_is_refused_by_name(people: People, call_as: CallAs, cursor: str) -> None:
    answer = call_as(people.nora).get("/patients", cursor=cursor)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["cursor"]


@pytest.mark.parametrize("limit", [0, 201, "many"])
def test_a_bad_limit_is_refused_by_name(people: People, call_as: CallAs, limit: object) -> None:
    answer = call_as(people.nora).get("/patients", limit=limit)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["limit"]


def test_several_patients_by_id_are_those_of_ones_own_clinic(database: Database, people: People) -> None:
    def find(connection: Connection) -> set[str]:
        ids = [people.anna.id, people.ben.id, people.cora.id]
        return {patient.name for patient in store.by_ids(connection, people.nora, ids=ids).values()}

    names = database.read_now(find)

    assert names == {"Anna Berg", "Ben Okafor"}


def test_the_contact_is_for_this_minute(people: People, call_as: CallAs) -> None:
    answer = call_as(people.anna).get("/patients/me/contact").json()

    assert answer["kind"] == "day"
    assert answer["open_until"] == "2026-11-23T17:00:00-05:00"
    assert answer["display"] == "(202) 555-0100"


def test_the_contact_of_another_clinics_patient_is_a_404(people: People, call_as: CallAs) -> None:
    answer = call_as(people.carl).get(f"/patients/{people.anna.id}/contact")

    assert answer.status_code == 404
