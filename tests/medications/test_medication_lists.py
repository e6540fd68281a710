"""Adding to a patient's list and reading it."""

from typing import Any

import pytest

from api.database import Database
from api.medications import store
from api.medications.models import Medication
from api.patients import store as patients
from api.patients.models import Patient
from tests.support.callers import CallAs
from tests.support.entries import MONDAY, SUNDAY
from tests.support.factories import a_medication, insert
from tests.support.personas import People

MINE = "/patients/me/medications"
PAZOPANIB = {
    "catalogue_id": "pazopanib",
    "dose": "800 mg",
    "schedule": "once a day",
    "started_on": "2026-10-05",
}


def fields(answer: Any) -> list[str]:
    return [error["field"] for error in answer.json()["errors"]]


@pytest.fixture
def anna(database: Database, people: People) -> Patient:
    return database.read_now(patients.get, people.anna, "me")


@pytest.mark.parametrize("who", ["ben", "carl", "cora"])
def test_others_neither_see_nor_add_to_a_list(people: People, call_as: CallAs, who: str) -> None:
    made = call_as(people.anna).post(MINE, PAZOPANIB).json()
    other, hers = call_as(getattr(people, who)), f"/patients/{people.anna.id}/medications"

    answers = [
        other.get(hers),
        other.get(f"{hers}/{made['id']}"),
        other.post(hers, PAZOPANIB),
        other.patch(f"{hers}/{made['id']}", {"dose": "0"}, if_match='"1"'),
        other.delete(f"{hers}/{made['id']}"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert call_as(people.anna).get(MINE).json()["items"] == [made]


def test_a_medicine_is_not_found_under_another_patient(people: People, call_as: CallAs) -> None:
    made = call_as(people.anna).post(MINE, PAZOPANIB).json()

    answer = call_as(people.nora).get(f"/patients/{people.ben.id}/medications/{made['id']}")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"catalogue_id": "pazopanib", "name": "pazopanib"}, "name"),
        ({"catalogue_id": "aspirin"}, "catalogue_id"),
        ({"name": ""}, "name"),
        ({"name": "ibuprofen", "dose": "x" * 201}, "dose"),
        ({"name": "ibuprofen", "notes": "x\x00y"}, "notes"),
        ({"name": "ibuprofen", "started_on": "soon"}, "started_on"),
        ({"name": "ibuprofen", "started_on": "2026-11-02", "stopped_on": "2026-11-01"}, "stopped_on"),
        ({"name": "ibuprofen", "is_mistake": True}, "is_mistake"),
        ({"name": "ibuprofen", "author": "Nora Lind"}, "author"),
        ({"name": "ibuprofen", "version": 9}, "version"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_added(
    people: People, call_as: CallAs, body: dict[str, Any], field: str
) -> None:
    anna = call_as(people.anna)

    answer = anna.post(MINE, body)

    assert answer.status_code == 422
    assert fields(answer) == [field]
    assert anna.get(MINE).json()["items"] == []


def test_a_medicine_of_the_catalogue_has_the_catalogues_name(people: People, call_as: CallAs) -> None:
    anna = call_as(people.anna)

    answer = anna.post(MINE, PAZOPANIB)

    made = answer.json()
    assert answer.status_code == 201
    assert PAZOPANIB.items() <= made.items()
    assert (made["name"], made["author"], made["notice"], made["version"]) == (
        "pazopanib",
        "Anna Berg",
        None,
        1,
    )
    read = anna.get(answer.headers["Location"].removeprefix("/api/v1"))
    assert read.json() == made
    assert read.headers["ETag"] == answer.headers["ETag"] == '"1"'


def test_a_medicine_in_free_text_is_kept_as_written(people: People, call_as: CallAs) -> None:
    made = call_as(people.anna).post(MINE, {"name": "Ingwertee 🫚", "test_result": "KIT exon 11"}).json()

    assert (made["name"], made["catalogue_id"], made["test_result"]) == ("Ingwertee 🫚", None, "KIT exon 11")
    assert (made["started_on"], made["stopped_on"]) == (None, None)


def test_a_withdrawn_medicine_says_so_when_added_and_on_the_list(people: People, call_as: CallAs) -> None:
    anna = call_as(people.anna)

    made = anna.post(MINE, {"catalogue_id": "tazemetostat"}).json()

    assert made["notice"]
    assert [one["notice"] for one in anna.get(MINE).json()["items"]] == [made["notice"]]


def test_a_nurse_and_a_program_add_under_their_own_names(people: People, call_as: CallAs) -> None:
    hers = f"/patients/{people.anna.id}/medications"

    authors = [call_as(who).post(hers, PAZOPANIB).json()["author"] for who in (people.nora, people.ehr)]

    assert authors == ["Nora Lind", "EHR"]


def test_the_list_shows_current_ones_then_stopped_ones_then_mistakes(
    database: Database, people: People, call_as: CallAs, anna: Patient
) -> None:
    database.write_now(
        insert,
        a_medication(anna, name="a mistake", is_mistake=True),
        a_medication(anna, name="b stopped today", stopped_on=MONDAY),
        a_medication(anna, name="c stopped", stopped_on=SUNDAY),
        a_medication(anna, name="d stops later", stopped_on=MONDAY.replace(day=30)),
        a_medication(anna, name="e current"),
        a_medication(anna, name="e current"),
        a_medication(anna, name="f mistake", is_mistake=True, stopped_on=SUNDAY),
    )
    caller = call_as(people.anna)

    pages = [caller.get(MINE, limit=2)]
    while pages[-1].json()["next"]:
        pages.append(caller.get(MINE, limit=2, cursor=pages[-1].json()["next"]))

    names = [one["name"] for page in pages for one in page.json()["items"]]
    current = ["d stops later", "e current", "e current"]
    assert names == [*current, "b stopped today", "c stopped", "a mistake", "f mistake"]
    assert len({one["id"] for page in pages for one in page.json()["items"]}) == 7


@pytest.mark.parametrize("cursor", ["x", "WyJ4IiwiYSIsImIiXQ", "WyJBbm5hIl0"])
def test_a_bad_cursor_is_refused_by_name(people: People, call_as: CallAs, cursor: str) -> None:
    answer = call_as(people.anna).get(MINE, cursor=cursor)

    assert answer.status_code == 422
    assert fields(answer) == ["cursor"]


def test_what_is_taken_on_a_day_leaves_out_what_is_not(
    database: Database, people: People, anna: Patient
) -> None:
    database.write_now(
        insert,
        a_medication(anna, name="begins tomorrow", started_on=MONDAY.replace(day=24)),
        a_medication(anna, name="begins today", started_on=MONDAY),
        a_medication(anna, name="since ever"),
        a_medication(anna, name="stopped today", stopped_on=MONDAY),
        a_medication(anna, name="a mistake", is_mistake=True),
    )

    def taken(actor: Any) -> list[str]:
        rows: list[Medication] = database.read_now(store.current_of, actor, patients=[anna.id], today=MONDAY)
        return [row.name for row in rows]

    assert taken(people.nora) == ["begins today", "since ever"]
    assert taken(people.carl) == []
    assert taken(people.ben) == []
