"""Staff and programs leave a trail wherever they look, in the transaction of what they did."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import Connection, Row, select

from api.access.actors import Actor
from api.audit.models import AuditRow
from api.audit.store import note
from api.clock import now
from api.database import Database
from tests.access.conftest import SignIn
from tests.support.clients import API
from tests.support.entries import MONDAY, SUNDAY, write
from tests.support.personas import People


def trail(database: Database) -> list[Row[tuple[object, ...]]]:
    table = AuditRow.__table__  # type: ignore[attr-defined]
    return database.read_now(lambda c: list(c.execute(select(table).order_by(table.c.id)).all()))


@pytest.mark.parametrize("who", ["nora", "ada", "ehr"])
def test_reading_a_patient_leaves_who_when_what_and_whose(
    sign_in: SignIn, people: People, database: Database, who: str
) -> None:
    reader: Actor = getattr(people, who)

    sign_in(reader).get(f"{API}/patients/{people.anna.id}/diary")

    [row] = trail(database)
    assert (row.actor_kind, row.actor_id, row.actor_name) == (reader.kind, reader.id, reader.name)
    assert (row.clinic_id, row.patient_id) == (people.clinic.id, people.anna.id)
    assert row.action == f"GET {API}/patients/{{patient}}/diary"
    assert row.at is not None


def test_a_list_leaves_a_row_that_names_who_was_on_it(
    sign_in: SignIn, people: People, database: Database
) -> None:
    sign_in(people.nora).get(f"{API}/patients")

    [row] = trail(database)
    assert row.action == "patients.listed"
    assert row.new == {"patients": [str(people.anna.id), str(people.ben.id)]}


@pytest.mark.parametrize("page", ["patients", "alerts"])
def test_a_list_that_refreshes_itself_leaves_a_row_every_ten_minutes(
    sign_in: SignIn, people: People, database: Database, clock: time_machine.Traveller, page: str
) -> None:
    nora = sign_in(people.nora)
    began = now()

    for _ in range(25):
        assert nora.get(f"{API}/{page}", headers={"X-Diary-Background": "true"}).status_code == 200
        clock.shift(timedelta(seconds=30))

    rows = trail(database)
    assert [(row.at - began).total_seconds() for row in rows] == [0, 630]
    assert len({str(row.new) for row in rows}) == 1


def test_whoever_else_looks_or_is_looked_at_leaves_a_row_at_once(
    sign_in: SignIn, people: People, database: Database, clock: time_machine.Traveller
) -> None:
    nora, ada = sign_in(people.nora), sign_in(people.ada)
    nora.get(f"{API}/patients")
    ada.get(f"{API}/patients")
    nora.get(f"{API}/alerts")
    write(database, people.anna, SUNDAY, loose_stools=5)
    write(database, people.anna, MONDAY, loose_stools=4)

    nora.get(f"{API}/alerts")
    nora.get(f"{API}/patients?limit=1")
    nora.get(f"{API}/patients/{people.anna.id}")
    nora.get(f"{API}/patients/{people.anna.id}")

    of_anna = f"GET {API}/patients/{{patient}}"
    both, none, anna = [people.anna.id, people.ben.id], [], [people.anna.id]
    assert [(row.actor_name, row.action, row.new) for row in trail(database)] == [
        ("Nora Lind", "patients.listed", {"patients": [str(one) for one in both]}),
        ("Ada Moreau", "patients.listed", {"patients": [str(one) for one in both]}),
        ("Nora Lind", "queue.read", {"patients": none}),
        ("Nora Lind", "queue.read", {"patients": [str(one) for one in anna]}),
        ("Nora Lind", "patients.listed", {"patients": [str(one) for one in anna]}),
        ("Nora Lind", of_anna, None),
        ("Nora Lind", of_anna, None),
    ]


def test_a_program_leaves_a_row_with_every_list(sign_in: SignIn, people: People, database: Database) -> None:
    ehr = sign_in(people.ehr)

    ehr.get(f"{API}/patients")
    ehr.get(f"{API}/patients")

    assert [row.actor_name for row in trail(database)] == ["EHR", "EHR"]


def test_a_patients_own_reading_leaves_nothing(sign_in: SignIn, people: People, database: Database) -> None:
    anna = sign_in(people.anna)

    assert anna.get(f"{API}/patients/me/diary").status_code == 200
    assert anna.get(f"{API}/patients/me").status_code == 200

    assert trail(database) == []


def test_what_was_refused_was_not_seen(sign_in: SignIn, people: People, database: Database) -> None:
    nora, narrow = sign_in(people.nora), sign_in(people.ehr, scopes=frozenset({"check"}))

    assert nora.get(f"{API}/patients/{people.cora.id}").status_code == 404
    assert narrow.get(f"{API}/patients/{people.anna.id}").status_code == 403

    assert trail(database) == []


def test_giving_a_code_and_ending_a_phone_are_kept_once_each(
    sign_in: SignIn, people: People, database: Database
) -> None:
    nora, phone = sign_in(people.nora), sign_in(people.anna)

    nora.post(f"{API}/patients/{people.anna.id}/invites")
    nora.delete(f"{API}/patients/{people.anna.id}/sessions/{phone.session_id}")

    code, ended = trail(database)
    assert (code.action, code.patient_id) == ("code.given", people.anna.id)
    assert (ended.action, ended.subject_id) == ("phone.ended", phone.session_id)


def test_no_row_is_left_of_what_was_rolled_back(people: People, database: Database) -> None:
    class Failure(Exception):
        pass

    def change_and_fail(connection: Connection) -> None:
        note(connection, people.nora, action="change", patient_id=people.anna.id)
        raise Failure

    with pytest.raises(Failure):
        database.write_now(change_and_fail)

    assert trail(database) == []


def test_a_change_keeps_old_new_and_why(people: People, database: Database) -> None:
    database.write_now(
        note,
        people.nora,
        action="correct patient",
        patient_id=people.anna.id,
        subject_id=UUID(int=1),
        old={"phone": ""},
        new={"phone": "+12025550123"},
        why="She has a new one",
    )

    [row] = trail(database)
    assert (row.old, row.new, row.why) == ({"phone": ""}, {"phone": "+12025550123"}, "She has a new one")


def test_the_actor_knows_what_it_left(people: People, database: Database) -> None:
    database.write_now(note, people.nora, action="correct patient")
    database.write_now(note, people.anna, action="write entry")

    assert (people.nora.trail, people.anna.trail) == (["correct patient"], [])
