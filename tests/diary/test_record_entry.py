"""Saving a day, on both databases."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from api import clock
from api.database import Database
from api.diary import service, store
from api.errors import Conflict, DayNotEmpty, IdClash, Invalid, NotFound
from api.ids import new_id
from tests.support.entries import MONDAY, SUNDAY, a_change, an_entry, write
from tests.support.personas import ENROLLED_ON, People


def test_an_unknown_symptom_is_refused() -> None:
    with pytest.raises(ValidationError):
        an_entry(readings={"hiccups": {"severity": 1}})


@pytest.mark.parametrize(
    "readings",
    [
        {"nausea": {"severity": 5}},
        {"diarrhea": {"count": -1}},
        {"diarrhea": {"count": True}},
        {"diarrhea": {"count": "4"}},
        {"rash": {"severity": 1}},
        {"temperature": [{"value": 38.4}]},
        {"temperature": [{"value": 98.6, "unit": "°C"}]},
        {"glucose": [{"value": float("nan"), "unit": "mg/dL"}]},
        {"blood_pressure": [{"systolic": 80, "diastolic": 120, "unit": "mmHg"}]},
        {"blood_pressure": []},
        {"weight": [{"value": 70, "unit": "kg", "at": "25:00"}]},
    ],
)
def test_what_nobody_can_have_is_refused(readings: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        an_entry(readings=readings)


def test_a_nurse_elsewhere_cannot_write(database: Database, people: People) -> None:
    with pytest.raises(NotFound):
        database.write_now(service.record_entry, people.carl, str(people.anna.id), MONDAY, an_entry())


def test_a_day_that_has_begun_nowhere_is_refused(database: Database, people: People) -> None:
    with pytest.raises(Invalid) as refused:
        write(database, people.anna, clock.latest_day() + timedelta(days=1), loose_stools=1)

    assert refused.value.errors[0].field == "day"


def test_a_patient_far_east_may_write_her_tomorrow(database: Database, people: People) -> None:
    saved = write(database, people.anna, clock.latest_day(), loose_stools=1)

    assert saved.readings == {"diarrhea": {"count": 1}}


def test_a_day_long_before_enrolment_needs_an_import(database: Database, people: People) -> None:
    earliest = ENROLLED_ON - timedelta(days=30)

    with pytest.raises(Invalid):
        write(database, people.anna, earliest - timedelta(days=1), loose_stools=1)
    with pytest.raises(Invalid):
        write(database, people.anna, earliest - timedelta(days=1), loose_stools=1, is_import=True)

    assert write(database, people.anna, earliest, loose_stools=1).heads
    imported = write(
        database,
        people.nora,
        earliest - timedelta(days=400),
        patient=str(people.anna.id),
        loose_stools=1,
        is_import=True,
    )
    assert imported.revision.is_import


def test_an_unknown_time_zone_is_refused(database: Database, people: People) -> None:
    with pytest.raises(Invalid) as refused:
        write(database, people.anna, MONDAY, loose_stools=1, time_zone="Mars/Olympus")

    assert refused.value.errors[0].field == "time_zone"


def test_a_day_with_an_entry_wants_to_know_what_is_replaced(database: Database, people: People) -> None:
    write(database, people.anna, MONDAY, loose_stools=1)

    with pytest.raises(DayNotEmpty):
        database.write_now(service.record_entry, people.anna, "me", MONDAY, an_entry(loose_stools=2))


def test_the_same_id_answers_the_same_and_stores_nothing(database: Database, people: People) -> None:
    entry = an_entry(loose_stools=3)
    first, is_new = database.write_now(service.record_entry, people.anna, "me", MONDAY, entry)
    write(database, people.anna, MONDAY, loose_stools=1)

    again, is_new_again = database.write_now(service.record_entry, people.anna, "me", MONDAY, entry)

    assert (is_new, is_new_again) == (True, False)
    assert again.revision == first.revision.model_copy(update={"is_head": False})
    assert again.readings == {"diarrhea": {"count": 1}}
    assert len(database.read_now(store.of_day, people.anna.id, day=MONDAY)) == 2


@pytest.mark.parametrize(("day", "stools"), [(MONDAY, 4), (SUNDAY, 3)])
def test_the_same_id_for_something_else_is_refused(
    database: Database, people: People, day: object, stools: int
) -> None:
    sent = new_id()
    write(database, people.anna, MONDAY, loose_stools=3, id=sent)

    with pytest.raises(IdClash):
        write(database, people.anna, day, loose_stools=stools, id=sent)  # type: ignore[arg-type]


def test_two_people_may_use_the_same_id(database: Database, people: People) -> None:
    sent = new_id()

    write(database, people.anna, MONDAY, loose_stools=3, id=sent)

    assert write(database, people.ben, MONDAY, loose_stools=0, id=sent).readings == {"diarrhea": {"count": 0}}


def test_an_edit_replaces_and_the_first_save_stays(database: Database, people: People) -> None:
    write(database, people.anna, MONDAY, loose_stools=5)

    saved = write(database, people.anna, MONDAY, loose_stools=1)

    assert saved.readings == {"diarrhea": {"count": 1}}
    rows = database.read_now(store.of_day, people.anna.id, day=MONDAY)
    assert [(row["readings"], row["is_head"]) for row in rows] == [
        ({"diarrhea": {"count": 5}}, False),
        ({"diarrhea": {"count": 1}}, True),
    ]


def test_saves_side_by_side_are_both_shown(database: Database, people: People) -> None:
    write(database, people.anna, MONDAY, loose_stools=5)

    saved = write(database, people.anna, MONDAY, loose_stools=1, builds_on=[])

    assert len(saved.heads) == 2
    assert saved.readings == {"diarrhea": {"count": 5}}
    assert [(c.reading, c.values) for c in saved.conflicts] == [("diarrhea.count", [1, 5])]


def test_a_day_saved_by_mistake_is_taken_back_and_kept(database: Database, people: People) -> None:
    saved = write(database, people.anna, MONDAY, loose_stools=5)

    taken_back = write(
        database, people.anna, MONDAY, builds_on=[saved.revision.id], void_reason="saved on the wrong day"
    )

    assert taken_back.readings == {}
    assert len(database.read_now(store.of_day, people.anna.id, day=MONDAY)) == 2


def test_taking_back_with_readings_is_refused(database: Database, people: People) -> None:
    saved = write(database, people.anna, MONDAY, loose_stools=5)

    with pytest.raises(Invalid):
        write(database, people.anna, MONDAY, builds_on=[saved.revision.id], void_reason="no", loose_stools=1)


def test_what_builds_on_itself_in_a_circle_is_refused(database: Database, people: People) -> None:
    first, second = new_id(), new_id()
    write(database, people.anna, MONDAY, loose_stools=1, id=first, builds_on=[second])

    with pytest.raises(Conflict):
        write(database, people.anna, MONDAY, loose_stools=2, id=second, builds_on=[first])


def test_a_cuff_never_wipes_the_stools(database: Database, people: People) -> None:
    pressure = {"systolic": 142.0, "diastolic": 91.0, "unit": "mmHg", "at": "08:10"}
    later = pressure | {"systolic": 150.0, "at": "09:00"}
    write(
        database,
        people.anna,
        MONDAY,
        loose_stools=5,
        readings={"blood_pressure": [pressure]},
        notes={"physical": "Dizzy"},
    )

    change = a_change(readings={"blood_pressure": [later]})
    saved, _ = database.write_now(service.change_entry, people.ehr, str(people.anna.id), MONDAY, change)

    assert saved.readings == {"diarrhea": {"count": 5}, "blood_pressure": [pressure, later]}
    assert saved.notes.physical == "Dizzy"
    assert saved.revision.author.name == "EHR"


def test_a_change_with_null_removes_one_answer(database: Database, people: People) -> None:
    write(database, people.anna, MONDAY, loose_stools=5, readings={"nausea": {"severity": 2}})

    change = a_change(readings={"nausea": None})
    saved, _ = database.write_now(service.change_entry, people.anna, "me", MONDAY, change)

    assert saved.readings == {"diarrhea": {"count": 5}}


def test_a_change_never_settles_a_conflict(database: Database, people: People) -> None:
    write(database, people.anna, MONDAY, loose_stools=5)
    write(database, people.anna, MONDAY, loose_stools=1, builds_on=[])

    removing = a_change(readings={"diarrhea": None})
    with pytest.raises(Conflict):
        database.write_now(service.change_entry, people.anna, "me", MONDAY, removing)
    adding = a_change(readings={"heart_rate": [{"value": 88, "unit": "/min"}]})
    saved, _ = database.write_now(service.change_entry, people.ehr, str(people.anna.id), MONDAY, adding)

    assert [(c.reading, c.values) for c in saved.conflicts] == [("diarrhea.count", [1, 5])]
    assert "heart_rate" in saved.readings


def test_the_same_change_again_answers_the_same(database: Database, people: People) -> None:
    change = a_change(loose_stools=2)

    database.write_now(service.change_entry, people.anna, "me", MONDAY, change)
    _, is_new = database.write_now(service.change_entry, people.anna, "me", MONDAY, change)

    assert not is_new


def test_a_clock_that_is_ahead_is_flagged_and_decides_nothing(database: Database, people: People) -> None:
    ahead = clock.now() + timedelta(minutes=6)

    saved = write(database, people.anna, MONDAY, loose_stools=1, recorded_at=ahead)

    assert saved.revision.clock_is_off
    assert saved.revision.received_at < ahead


def test_positions_count_up_within_one_diary(database: Database, people: People) -> None:
    first = write(database, people.anna, MONDAY, loose_stools=1)
    write(database, people.ben, MONDAY, loose_stools=1)
    second = write(database, people.anna, SUNDAY, loose_stools=1)

    assert (first.revision.position, second.revision.position) == (1, 2)
