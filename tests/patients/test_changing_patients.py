"""Enrolling patients and correcting their details."""

import asyncio
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from api.database import Database
from api.errors import Conflict, MovedOn
from api.patients import service, store
from api.patients.models import PatientChange, PatientCreate
from tests.support.callers import CallAs
from tests.support.personas import People

DANA = {"name": "Dana Wolfe", "birth_date": "1961-02-03", "record_number": "MRN-2001"}


def fields(answer: Any) -> list[str]:
    return [error["field"] for error in answer.json()["errors"]]


def audited(connection: Connection) -> list[tuple[Any, ...]]:
    row = SQLModel.metadata.tables["audit_row"].c
    rows = connection.execute(
        select(row.action, row.actor_name, row.patient_id, row.old, row.new).order_by(row.id)
    )
    return [tuple(found) for found in rows]


@pytest.mark.parametrize("who", ["anna", "ehr"])
def test_only_staff_enrol_and_correct(people: People, call_as: CallAs, who: str) -> None:
    caller = call_as(getattr(people, who))

    enrolled = caller.post("/patients", DANA)
    corrected = caller.patch(f"/patients/{people.anna.id}", {"name": "Anna Bergmann"}, if_match='"1"')

    assert (enrolled.status_code, corrected.status_code) == (403, 403)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", ""),
        ("name", "  "),
        ("name", "A" * 201),
        ("birth_date", "2026-11-24"),
        ("birth_date", "yesterday"),
        ("record_number", ""),
        ("language", "English"),
        ("expects_entry_every_days", 0),
        ("expects_entry_every_days", 31),
        ("enrolled_on", "2026-01-01"),
        ("clinic_id", "00000000-0000-7000-8000-000000000002"),
        ("version", 7),
    ],
)
def test_a_wrong_field_is_named_and_nobody_is_enrolled(
    people: People, call_as: CallAs, field: str, wrong: object
) -> None:
    nora = call_as(people.nora)

    answer = nora.post("/patients", DANA | {field: wrong})

    assert answer.status_code == 422
    assert fields(answer) == [field]
    assert len(nora.get("/patients").json()["items"]) == 2


def test_a_record_number_that_is_taken_is_a_conflict(people: People, call_as: CallAs) -> None:
    nora = call_as(people.nora)

    answer = nora.post("/patients", DANA | {"record_number": "MRN-1002"})

    assert answer.status_code == 409
    assert fields(answer) == ["record_number"]
    assert len(nora.get("/patients").json()["items"]) == 2


def test_two_who_enrol_the_same_person_at_once_do_not_both_win(database: Database, people: People) -> None:
    async def enrol_at_once() -> list[object]:
        body = PatientCreate.model_validate(DANA)
        works = [database.write(service.enrol_patient, people.nora, body) for _ in range(8)]
        return list(await asyncio.gather(*works, return_exceptions=True))

    outcomes = asyncio.run(enrol_at_once())

    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 7


def test_enrolling_begins_a_diary_on_the_clinics_own_day(people: People, call_as: CallAs) -> None:
    nora = call_as(people.nora)

    with time_machine.travel("2026-11-24T04:30:00Z"):
        answer = call_as(people.nora).post("/patients", DANA)

    assert answer.status_code == 201
    assert answer.json()["enrolled_on"] == "2026-11-23"
    assert answer.headers["ETag"] == '"1"'
    assert nora.get(answer.headers["Location"].removeprefix("/api/v1")).json() == answer.json()


def test_a_change_needs_to_say_what_it_changes(people: People, call_as: CallAs) -> None:
    nora = call_as(people.nora)
    path = f"/patients/{people.anna.id}"

    unsaid, anything, outdated = (
        nora.patch(path, {"phone": "+1 202 555 0123"}, if_match=tag) for tag in (None, "*", '"2"')
    )

    assert [answer.status_code for answer in (unsaid, anything, outdated)] == [428, 428, 412]
    assert nora.get(path).json()["phone"] == ""


def test_a_nurse_elsewhere_changes_nothing(people: People, call_as: CallAs) -> None:
    path = f"/patients/{people.anna.id}"

    answer = call_as(people.carl).patch(path, {"name": "Someone Else"}, if_match='"1"')

    assert answer.status_code == 404
    assert call_as(people.nora).get(path).json()["name"] == "Anna Berg"


@pytest.mark.parametrize("field", ["name", "language", "phone", "is_paused"])
def test_null_is_refused_where_nothing_is_no_answer(people: People, call_as: CallAs, field: str) -> None:
    answer = call_as(people.nora).patch(f"/patients/{people.anna.id}", {field: None}, if_match='"1"')

    assert answer.status_code == 422
    assert fields(answer) == [field]


def test_a_birth_date_to_come_and_a_taken_number_are_refused_in_a_change(
    people: People, call_as: CallAs
) -> None:
    nora = call_as(people.nora)
    path = f"/patients/{people.anna.id}"

    unborn = nora.patch(path, {"birth_date": "2030-01-01"}, if_match='"1"')
    taken = nora.patch(path, {"record_number": "MRN-1002"}, if_match='"1"')

    assert (unborn.status_code, fields(unborn)) == (422, ["birth_date"])
    assert (taken.status_code, fields(taken)) == (409, ["record_number"])


def test_a_change_keeps_the_rest_and_moves_the_version_on(people: People, call_as: CallAs) -> None:
    nora = call_as(people.nora)
    path = f"/patients/{people.anna.id}"
    before = nora.get(path).json()

    answer = nora.patch(path, {"phone": "+1 202 555 0123", "record_number": None}, if_match='W/"0", "1"')

    numbers = {"phone": "+12025550123", "phone_display": "(202) 555-0123"}
    expected = before | numbers | {"record_number": None, "version": 2}
    assert answer.json() == nora.get(path).json() == expected
    assert answer.headers["ETag"] == '"2"'


def test_a_change_that_changes_nothing_leaves_the_version(people: People, call_as: CallAs) -> None:
    answer = call_as(people.nora).patch(f"/patients/{people.anna.id}", {"name": "Anna Berg"}, if_match='"1"')

    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"1"'


def test_of_two_changes_of_one_state_the_second_is_refused(database: Database, people: People) -> None:
    async def change_at_once() -> list[object]:
        works = [
            database.write(
                service.change_patient,
                people.nora,
                str(people.anna.id),
                PatientChange(diagnosis=f"GIST {number}"),
                if_match='"1"',
            )
            for number in range(8)
        ]
        return list(await asyncio.gather(*works, return_exceptions=True))

    outcomes = asyncio.run(change_at_once())

    assert sum(isinstance(outcome, MovedOn) for outcome in outcomes) == 7
    assert database.read_now(store.get, people.nora, str(people.anna.id)).version == 2


def test_what_staff_change_is_audited_with_old_and_new(
    database: Database, people: People, call_as: CallAs
) -> None:
    call_as(people.nora).patch(f"/patients/{people.anna.id}", {"phone": "+1 202 555 0123"}, if_match='"1"')

    rows = database.read_now(audited)

    change = ("patient.changed", "Nora Lind", people.anna.id, {"phone": ""}, {"phone": "+12025550123"})
    assert rows == [change]


def test_enrolling_is_audited(database: Database, people: People, call_as: CallAs) -> None:
    made = call_as(people.ada).post("/patients", DANA).json()

    [(action, who, patient, old, new)] = database.read_now(audited)

    assert (action, who, str(patient), old, new) == ("patient.enrolled", "Ada Moreau", made["id"], None, DANA)


def test_a_phone_that_nobody_can_dial_is_refused_by_name(people: People, call_as: CallAs) -> None:
    nora = call_as(people.nora)

    answers = [
        nora.patch(f"/patients/{people.anna.id}", {"phone": "call me"}, if_match='"1"'),
        nora.post("/patients", {"name": "Dana Wolfe", "phone": "555"}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert [answer.json()["errors"][0]["field"] for answer in answers] == ["phone", "phone"]
