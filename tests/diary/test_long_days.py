"""Days that many devices write to, on both databases: nothing is lost because there is much of it."""

from datetime import date, timedelta

import pytest

from api.database import Database
from api.diary import reading_days, service, store
from api.diary.models import DiaryPage
from api.diary.readings import MEASUREMENTS_A_DAY
from api.errors import Invalid
from api.paging import Cursor
from api.patients import store as patients
from tests.support.entries import MONDAY, SATURDAY, SUNDAY, a_change, an_entry, write
from tests.support.personas import ENROLLED_ON, People

GLUCOSE = {"value": 101.0, "unit": "mg/dL"}


def page(
    database: Database, people: People, *, after: int | None = None, cursor: str | None = None, limit: int = 1
) -> DiaryPage:
    return database.read_now(
        reading_days.read_diary,
        people.ehr,
        str(people.anna.id),
        first=None,
        last=None,
        after=after,
        cursor=Cursor(cursor),
        limit=limit,
    )


def days(answer: DiaryPage) -> list[date]:
    return [day.day for day in answer.items]


def test_two_long_notes_side_by_side_are_both_kept(database: Database, people: People) -> None:
    write(database, people.anna, MONDAY, notes={"physical": "a" * 2000})

    saved = write(database, people.anna, MONDAY, notes={"physical": "b" * 2000}, builds_on=[])

    assert len(saved.notes.physical) == 4002


def test_a_day_full_of_measurements_refuses_one_more_by_name(database: Database, people: People) -> None:
    full = [GLUCOSE | {"value": 70.0 + n / 10} for n in range(MEASUREMENTS_A_DAY)]
    write(database, people.anna, MONDAY, readings={"glucose": full})
    change = a_change(readings={"glucose": [GLUCOSE | {"value": 300.0}]})

    with pytest.raises(Invalid) as refused:
        database.write_now(service.change_entry, people.ehr, str(people.anna.id), MONDAY, change)

    assert refused.value.errors[0].field == "readings.glucose"


def test_a_program_goes_on_from_its_own_head_while_people_disagree(
    database: Database, people: People
) -> None:
    write(database, people.anna, MONDAY, loose_stools=5)
    write(database, people.anna, MONDAY, loose_stools=1, builds_on=[])

    for value in (100.0, 110.0, 120.0):
        change = a_change(readings={"glucose": [GLUCOSE | {"value": value}]})
        saved, _ = database.write_now(service.change_entry, people.ehr, str(people.anna.id), MONDAY, change)

    assert len(saved.heads) == 3
    assert [measured["value"] for measured in saved.readings["glucose"]] == [100.0, 110.0, 120.0]


def test_a_change_carries_over_how_far_the_answers_look_back(database: Database, people: People) -> None:
    write(database, people.anna, MONDAY, loose_stools=5, recall_hours=168)

    change = a_change(readings={"glucose": [GLUCOSE]})
    saved, _ = database.write_now(service.change_entry, people.ehr, str(people.anna.id), MONDAY, change)

    assert saved.revision.recall_hours == 168


def test_a_device_does_not_answer_for_the_patient_whether_it_can_wait(
    database: Database, people: People
) -> None:
    write(database, people.anna, SUNDAY, loose_stools=5)
    write(database, people.anna, MONDAY, loose_stools=4, can_wait=True)
    write(database, people.anna, MONDAY, loose_stools=4, can_wait=False)

    change = a_change(readings={"glucose": [GLUCOSE]})
    saved, _ = database.write_now(service.change_entry, people.ehr, str(people.anna.id), MONDAY, change)

    assert [alert.can_wait for alert in saved.alerts] == [False]


def test_the_same_body_written_out_in_full_is_the_same_save(database: Database, people: People) -> None:
    entry = an_entry(loose_stools=4)
    whole = entry.model_validate(entry.model_dump())

    database.write_now(service.record_entry, people.anna, "me", MONDAY, entry)
    _, is_new = database.write_now(service.record_entry, people.anna, "me", MONDAY, whole)

    assert not is_new


def test_history_from_before_the_diary_is_shown_and_nobody_is_to_call_about_it(
    database: Database, people: People
) -> None:
    long_ago = ENROLLED_ON - timedelta(days=400)

    for day in (long_ago, long_ago + timedelta(days=1)):
        saved = write(database, people.nora, day, patient=str(people.anna.id), loose_stools=5, is_import=True)

    assert saved.readings == {"diarrhea": {"count": 5}}
    assert saved.alerts == []


def test_a_day_that_was_taken_back_is_not_her_last_entry(database: Database, people: People) -> None:
    write(database, people.anna, SUNDAY, loose_stools=1)
    saved = write(database, people.anna, MONDAY, loose_stools=1)

    write(database, people.anna, MONDAY, builds_on=[saved.revision.id], void_reason="saved on the wrong day")

    assert database.read_now(patients.get, people.anna, "me").last_entry_day == SUNDAY


def test_a_reader_of_changes_misses_no_day_that_was_saved_meanwhile(
    database: Database, people: People
) -> None:
    for day in (SATURDAY, SUNDAY, MONDAY):
        write(database, people.anna, day, loose_stools=1)
    seen, position = [], 0

    while (changes := page(database, people, after=position)).items:
        seen += days(changes)
        position = changes.position
        if len(seen) == 1:
            write(database, people.anna, MONDAY, loose_stools=2)

    assert seen == [SATURDAY, SUNDAY, MONDAY]
    assert position == 4


def test_changes_during_a_first_reading_count_from_its_first_page(database: Database, people: People) -> None:
    for day in (SATURDAY, SUNDAY):
        write(database, people.anna, day, loose_stools=1)

    first = page(database, people)
    write(database, people.anna, MONDAY, loose_stools=1)
    second = page(database, people, cursor=first.next)

    assert days(first) + days(second) == [SUNDAY, SATURDAY]
    assert days(page(database, people, after=second.position)) == [MONDAY]


def test_a_replaced_save_that_comes_late_is_kept_and_is_no_head(database: Database, people: People) -> None:
    first = an_entry(loose_stools=5, builds_on=[])
    write(database, people.anna, MONDAY, loose_stools=1, builds_on=[first.id])

    saved, is_new = database.write_now(service.record_entry, people.anna, "me", MONDAY, first)

    assert is_new
    assert saved.readings == {"diarrhea": {"count": 1}}
    assert len(database.read_now(store.of_day, people.anna.id, day=MONDAY)) == 2
