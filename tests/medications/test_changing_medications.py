"""Changing, stopping and removing medicines, and that the diary is judged again after each."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from api.access.actors import Actor
from api.database import Database
from api.errors import MovedOn
from api.main import create_app
from api.medications import service
from api.medications.models import MedicationChange
from api.settings import Settings
from tests.support.callers import CallAs, calling
from tests.support.entries import SUNDAY, write
from tests.support.personas import People

MINE = "/patients/me/medications"
PAZOPANIB = {"catalogue_id": "pazopanib", "dose": "800 mg", "started_on": "2026-10-05"}


@pytest.fixture
def line(people: People, call_as: CallAs) -> dict[str, Any]:
    """Pazopanib, on Anna's list since this minute."""
    made: dict[str, Any] = call_as(people.anna).post(MINE, PAZOPANIB).json()
    return made


def test_a_change_needs_to_say_what_it_changes(people: People, call_as: CallAs, line: dict[str, Any]) -> None:
    anna, path = call_as(people.anna), f"{MINE}/{line['id']}"

    unsaid, outdated = (anna.patch(path, {"dose": "400 mg"}, if_match=tag) for tag in (None, '"2"'))

    assert (unsaid.status_code, outdated.status_code) == (428, 412)
    assert anna.get(path).json() == line


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"stopped_on": "2026-10-04"}, "stopped_on"),
        ({"started_on": "2026-12-02", "stopped_on": "2026-12-01"}, "stopped_on"),
        ({"dose": None}, "dose"),
        ({"is_mistake": None}, "is_mistake"),
        ({"name": "imatinib"}, "name"),
        ({"catalogue_id": "imatinib"}, "catalogue_id"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_changes(
    people: People, call_as: CallAs, line: dict[str, Any], body: dict[str, Any], field: str
) -> None:
    anna, path = call_as(people.anna), f"{MINE}/{line['id']}"

    answer = anna.patch(path, body, if_match='"1"')

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert anna.get(path).json() == line


def test_a_start_that_moves_behind_the_stop_is_refused(
    people: People, call_as: CallAs, line: dict[str, Any]
) -> None:
    anna, path = call_as(people.anna), f"{MINE}/{line['id']}"
    anna.patch(path, {"stopped_on": "2026-11-01"}, if_match='"1"')

    answer = anna.patch(path, {"started_on": "2026-11-02"}, if_match='"2"')

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["stopped_on"]


def test_a_nurse_stops_a_medicine_under_her_own_name(
    people: People, call_as: CallAs, line: dict[str, Any]
) -> None:
    path = f"/patients/{people.anna.id}/medications/{line['id']}"

    with time_machine.travel("2026-11-24T09:00:00Z", tick=False):
        body = {"stopped_on": "2026-11-22", "stop_reason": "liver values"}
        answer = call_as(people.nora).patch(path, body, if_match='"1"')

    told = {"author": "Nora Lind", "version": 2, "updated_at": "2026-11-24T09:00:00Z"}
    assert answer.json() == line | body | told
    assert answer.headers["ETag"] == '"2"'


def test_null_takes_a_stop_back(people: People, call_as: CallAs, line: dict[str, Any]) -> None:
    anna, path = call_as(people.anna), f"{MINE}/{line['id']}"
    anna.patch(path, {"stopped_on": "2026-11-01"}, if_match='"1"')

    answer = anna.patch(path, {"stopped_on": None}, if_match='"2"')

    assert answer.json()["stopped_on"] is None


def test_of_two_changes_of_one_state_the_second_is_refused(
    database: Database, people: People, line: dict[str, Any]
) -> None:
    async def change_at_once() -> list[object]:
        works = [
            database.write(
                service.change,
                people.anna,
                "me",
                UUID(line["id"]),
                MedicationChange(dose=f"{number} mg"),
                if_match='"1"',
            )
            for number in range(8)
        ]
        return list(await asyncio.gather(*works, return_exceptions=True))

    outcomes = asyncio.run(change_at_once())

    assert sum(isinstance(outcome, MovedOn) for outcome in outcomes) == 7


def test_a_line_with_history_is_not_removed(people: People, call_as: CallAs, line: dict[str, Any]) -> None:
    anna, path = call_as(people.anna), f"{MINE}/{line['id']}"
    anna.patch(path, {"dose": "400 mg"}, if_match='"1"')

    answer = anna.delete(path)

    assert answer.status_code == 409
    assert "stopped_on" in answer.json()["detail"]
    assert "is_mistake" in answer.json()["detail"]
    assert anna.get(path).json()["dose"] == "400 mg"


def test_a_line_that_the_diary_went_on_under_is_not_removed(
    database: Database, people: People, call_as: CallAs, line: dict[str, Any]
) -> None:
    write(database, people.anna, SUNDAY, loose_stools=1)

    answer = call_as(people.anna).delete(f"{MINE}/{line['id']}")

    assert answer.status_code == 409


def test_a_removal_of_another_state_is_refused(people: People, call_as: CallAs, line: dict[str, Any]) -> None:
    answer = call_as(people.anna).delete(f"{MINE}/{line['id']}", if_match='"2"')

    assert answer.status_code == 412


def test_a_new_line_is_removed_whatever_came_before_it_or_for_someone_else(
    database: Database, people: People, call_as: CallAs
) -> None:
    write(database, people.anna, SUNDAY, loose_stools=1)
    with time_machine.travel("2026-11-23T17:05:00Z"):
        made = call_as(people.anna).post(MINE, PAZOPANIB).json()
        write(database, people.ben, SUNDAY, loose_stools=1)

        answer = call_as(people.nora).delete(f"/patients/{people.anna.id}/medications/{made['id']}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert call_as(people.anna).get(MINE).json()["items"] == []


def test_what_staff_and_programs_change_is_audited_and_what_a_patient_changes_is_not(
    database: Database, people: People, call_as: CallAs, line: dict[str, Any]
) -> None:
    path = f"/patients/{people.anna.id}/medications"

    call_as(people.nora).patch(f"{path}/{line['id']}", {"dose": "400 mg"}, if_match='"1"')
    made = call_as(people.ehr).post(path, {"name": "loperamide"}).json()
    call_as(people.ehr).delete(f"{path}/{made['id']}")

    def audited(connection: Connection) -> list[Any]:
        row = SQLModel.metadata.tables["audit_row"].c
        kept = (row.action, row.actor_name, row.patient_id, row.subject_id, row.old, row.new)
        return list(connection.execute(select(*kept).order_by(row.id)))

    changed, added, removed = database.read_now(audited)
    anna, pazopanib, loperamide = people.anna.id, UUID(line["id"]), UUID(made["id"])
    assert changed == (
        "medication.changed",
        "Nora Lind",
        anna,
        pazopanib,
        {"dose": "800 mg"},
        {"dose": "400 mg"},
    )
    assert added == ("medication.added", "EHR", anna, loperamide, None, {"name": "loperamide"})
    assert removed[:4] == ("medication.removed", "EHR", anna, loperamide)
    assert removed.old["name"] == "loperamide"


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The patients whose diaries were judged again, instead of judging them, by an app made after this."""
    patients: list[UUID] = []
    monkeypatch.setattr("api.main.reevaluate", lambda _connection, _actor, patient: patients.append(patient))
    return patients


@pytest.fixture
def call_as_judged(judged: list[UUID], database: Database, settings: Settings) -> CallAs:
    return calling(database, settings, app=create_app(settings, database=database))


def test_every_change_of_the_list_is_judged(
    judged: list[UUID], people: People, call_as_judged: CallAs
) -> None:
    anna, nora = call_as_judged(people.anna), call_as_judged(people.nora)

    made = anna.post(MINE, PAZOPANIB).json()
    nora.patch(f"/patients/{people.anna.id}/medications/{made['id']}", {"dose": "400 mg"}, if_match='"1"')
    other = anna.post(MINE, {"name": "loperamide"}).json()
    anna.delete(f"{MINE}/{other['id']}")
    anna.get(MINE)

    assert judged == [people.anna.id] * 4


def test_a_refused_change_is_not_judged(judged: list[UUID], people: People, call_as_judged: CallAs) -> None:
    call_as_judged(people.anna).post(MINE, {"catalogue_id": "aspirin"})
    call_as_judged(people.carl).post(f"/patients/{people.anna.id}/medications", PAZOPANIB)

    assert judged == []


def test_a_change_that_cannot_be_judged_is_not_stored(
    monkeypatch: pytest.MonkeyPatch, database: Database, settings: Settings, people: People
) -> None:
    def fail(_connection: Connection, _actor: Actor, _patient: UUID) -> None:
        raise RuntimeError("the rules could not be read")

    monkeypatch.setattr("api.main.reevaluate", fail)
    anna = calling(database, settings, app=create_app(settings, database=database))(people.anna)

    answer = anna.post(MINE, PAZOPANIB)

    assert answer.status_code == 500
    assert anna.get(MINE).json()["items"] == []
