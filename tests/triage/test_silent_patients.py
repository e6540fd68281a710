"""The silent stand in the order of how bad their last entry was."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from api.access.actors import Actor
from api.database import Database
from api.patients.models import Patient
from api.settings import Settings
from api.sweeper.service import note_silences
from tests.support.callers import CallAs, calling
from tests.support.entries import MONDAY, NOON, SUNDAY, write
from tests.support.factories import a_patient, insert
from tests.support.personas import ENROLLED_ON, People

Hands = time_machine.Traveller
SILENT_DAYS = 6
UNKNOWN = {"level": None, "symptom": None, "severity": None}


@pytest.fixture
def hands() -> Any:
    with time_machine.travel(NOON, tick=True) as traveller:
        yield traveller


@pytest.fixture
def call_as(database: Database, settings: Settings) -> CallAs:
    return calling(database, settings)


def somebody(database: Database, people: People, name: str) -> Actor:
    row = a_patient(people.clinic, name=name, enrolled_on=ENROLLED_ON)
    database.write_now(insert, row)
    return Actor(kind="patient", id=row.id, clinic_id=people.clinic.id, name=name)


def wrote(database: Database, people: People, name: str, *, day: date = MONDAY, **readings: Any) -> None:
    write(database, somebody(database, people, name), day, readings=readings)


def fall_silent(database: Database, hands: Hands) -> None:
    hands.move_to(NOON + timedelta(days=SILENT_DAYS))
    never_wrote = sa.update(Patient).where(Patient.last_entry_day.is_(None)).values(silent_from=NOON)  # type: ignore[union-attr]
    database.write_now(lambda connection: connection.execute(never_wrote))
    note_silences(database)


def last_entries(call_as: CallAs, reader: Actor) -> dict[str, dict[str, Any] | None]:
    items = call_as(reader).get("/patients").json()["items"]
    return {one["name"]: one["last_entry"] for one in items if one["is_silent"]}


def test_they_stand_by_level_then_severity_and_unknown_before_mild(
    database: Database, people: People, call_as: CallAs, hands: Hands
) -> None:
    wrote(database, people, "Well", nausea={"severity": 0})
    wrote(database, people, "Mild", nausea={"severity": 1}, fatigue={"severity": 0})
    wrote(database, people, "Moderate", nausea={"severity": 2})
    wrote(database, people, "Severe", nausea={"severity": 3}, fatigue={"severity": 1})
    wrote(database, people, "Only counted", vomiting={"count": 0})
    for day in (SUNDAY, MONDAY):
        write(database, people.anna, day, loose_stools=5, readings={"nausea": {"severity": 0}})
    fall_silent(database, hands)

    last = last_entries(call_as, people.nora)

    assert sorted(last, key=lambda name: (last[name]["rank"], name)) == [  # type: ignore[index]
        "Anna Berg",
        "Severe",
        "Moderate",
        "Ben Okafor",
        "Only counted",
        "Mild",
        "Well",
    ]
    assert last["Anna Berg"] == {"level": "call", "symptom": "nausea", "severity": 0, "rank": 25}
    assert last["Severe"] == {"level": None, "symptom": "nausea", "severity": 3, "rank": 41}
    assert last["Ben Okafor"] == last["Only counted"] == UNKNOWN | {"rank": 43}


def test_what_was_edited_away_or_stood_on_other_days_is_no_level(
    database: Database, people: People, call_as: CallAs, hands: Hands
) -> None:
    tuesday, wednesday, thursday = (MONDAY + timedelta(days=later) for later in (1, 2, 3))
    hands.shift(timedelta(days=3))
    for patient in (people.anna, people.ben):
        for day in (SUNDAY, MONDAY):
            write(database, patient, day, loose_stools=5)
    write(database, people.anna, MONDAY, loose_stools=1)
    write(database, people.ben, tuesday, loose_stools=0)
    for day in (wednesday, thursday):
        write(database, people.ben, day, loose_stools=5)
    for day in (wednesday, thursday):
        write(database, people.ben, day, void_reason="The wrong days.")
    fall_silent(database, hands)

    last = last_entries(call_as, people.nora)

    assert last == {"Anna Berg": UNKNOWN | {"rank": 43}, "Ben Okafor": UNKNOWN | {"rank": 43}}


def test_two_saves_side_by_side_count_with_the_worse_answer(
    database: Database, people: People, call_as: CallAs, hands: Hands
) -> None:
    write(database, people.anna, MONDAY, readings={"nausea": {"severity": 1}})
    write(database, people.anna, MONDAY, builds_on=[], readings={"nausea": {"severity": 4}})
    fall_silent(database, hands)

    found = last_entries(call_as, people.nora)["Anna Berg"]

    assert found == {"level": None, "symptom": "nausea", "severity": 4, "rank": 40}


def test_a_program_without_the_diary_learns_nothing_of_it_and_neither_does_another_clinic(
    database: Database, people: People, call_as: CallAs, hands: Hands
) -> None:
    write(database, people.anna, MONDAY, readings={"nausea": {"severity": 3}})
    fall_silent(database, hands)

    assert last_entries(call_as, people.ehr)["Anna Berg"] is not None
    assert "Anna Berg" not in last_entries(call_as, people.carl)
    reader = Actor("client", people.ehr.id, people.clinic.id, "EHR", frozenset({"patients:read"}))
    assert last_entries(call_as, reader)["Anna Berg"] is None


def test_whoever_writes_is_not_looked_up(database: Database, people: People, call_as: CallAs) -> None:
    with time_machine.travel(NOON, tick=True):
        write(database, people.anna, MONDAY, readings={"nausea": {"severity": 3}})

        items = call_as(people.nora).get("/patients").json()["items"]

    assert {one["last_entry"] for one in items} == {None}
