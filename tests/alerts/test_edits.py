"""Alerts whose cause is edited, taken back and written again, on both databases."""

from datetime import timedelta

import pytest
import time_machine

from api.alerts import service as alerts
from api.alerts.models import Acknowledgement, AlertPublic, Outcome, Resolution, Status
from api.database import Database
from api.diary import service
from api.paging import Cursor
from api.patients import store as patients
from tests.support.entries import MONDAY, SATURDAY, SUNDAY, a_change, an_entry, write
from tests.support.personas import People

TUESDAY = MONDAY + timedelta(days=1)
HEART_RATE = {"heart_rate": [{"value": 88.0, "unit": "/min"}]}


@pytest.fixture(autouse=True)
def on_tuesday(monday_noon: time_machine.Traveller) -> None:
    monday_noon.shift(timedelta(days=1))


def two_bad_days(database: Database, people: People) -> AlertPublic:
    write(database, people.anna, SUNDAY, loose_stools=5)
    return write(database, people.anna, MONDAY, loose_stools=4).alerts[0]


def acknowledge(database: Database, people: People, alert: AlertPublic) -> AlertPublic:
    tag = f'"{alert.version}"'
    return database.write_now(alerts.acknowledge, people.nora, alert.id, Acknowledgement(), if_match=tag)


def resolve(database: Database, people: People, alert: AlertPublic) -> AlertPublic:
    body = Resolution(outcome=Outcome.NO_ACTION_NEEDED, note="A slip of the finger.")
    return database.write_now(alerts.resolve, people.nora, alert.id, body, if_match=f'"{alert.version}"')


def test_a_day_lowered_before_the_next_one_is_bad_raises_nothing(database: Database, people: People) -> None:
    write(database, people.anna, SUNDAY, loose_stools=5)
    write(database, people.anna, SUNDAY, loose_stools=0)

    assert write(database, people.anna, MONDAY, loose_stools=4).alerts == []


def test_a_cause_that_was_edited_away_says_that_it_no_longer_stands(
    database: Database, people: People
) -> None:
    two_bad_days(database, people)

    alert = write(database, people.anna, SUNDAY, loose_stools=0).alerts[0]

    assert (alert.status, alert.still_stands) == (Status.OPEN, False)
    assert "no longer stands" in alert.why
    assert "5 → 0" in alert.history[-1].words


def test_the_reason_never_counts_a_day_that_was_lowered(database: Database, people: People) -> None:
    two_bad_days(database, people)
    write(database, people.anna, SUNDAY, loose_stools=0)

    alert = write(database, people.anna, TUESDAY, loose_stools=4).alerts[0]

    assert alert.why == "4 on Monday, 4 on Tuesday: 4 or more on 2 days in a row"
    assert [evidence.day for evidence in alert.evidence] == [MONDAY, TUESDAY]
    assert alert.still_stands


def test_what_comes_back_after_a_resolution_opens_again(database: Database, people: People) -> None:
    two_bad_days(database, people)
    edited = write(database, people.anna, SUNDAY, loose_stools=0).alerts[0]
    first = resolve(database, people, edited)

    reopened = write(database, people.anna, SUNDAY, loose_stools=9).alerts

    assert [alert.follows for alert in reopened] == [first.id]


def test_a_day_taken_back_resolved_and_written_rightly_opens_again(
    database: Database, people: People
) -> None:
    alert = two_bad_days(database, people)
    heads = write(database, people.anna, MONDAY, loose_stools=4).heads
    taken_back = write(
        database, people.anna, MONDAY, builds_on=[heads[0].id], void_reason="saved on the wrong day"
    )
    assert taken_back.alerts[0].id == alert.id
    resolve(database, people, taken_back.alerts[0])

    assert len(write(database, people.anna, MONDAY, loose_stools=8).alerts) == 1


@pytest.mark.parametrize(("day", "stools"), [(SUNDAY, 9), (TUESDAY, 4)])
def test_what_comes_back_after_an_acknowledgement_wants_attention_again(
    database: Database, people: People, day: object, stools: int
) -> None:
    two_bad_days(database, people)
    acknowledge(database, people, write(database, people.anna, SUNDAY, loose_stools=0).alerts[0])

    alert = write(database, people.anna, day, loose_stools=stools).alerts[0]  # type: ignore[arg-type]

    assert (alert.status, alert.acknowledged) == (Status.OPEN, None)


def test_a_real_third_day_after_a_mistaken_one_wants_attention_again(
    database: Database, people: People
) -> None:
    two_bad_days(database, people)
    assert write(database, people.anna, TUESDAY, loose_stools=4).alerts[0].past_document_limit
    corrected = write(database, people.anna, TUESDAY, loose_stools=0).alerts[0]
    assert not corrected.past_document_limit
    acknowledge(database, people, corrected)

    alert = write(database, people.anna, SATURDAY, loose_stools=4).alerts[0]

    assert (alert.status, alert.past_document_limit) == (Status.OPEN, True)


def test_an_alert_that_waits_does_not_lose_its_place_by_getting_worse(
    database: Database, people: People, monday_noon: time_machine.Traveller
) -> None:
    first = two_bad_days(database, people)
    monday_noon.shift(timedelta(hours=3))

    alert = write(database, people.anna, SATURDAY, loose_stools=4).alerts[0]

    assert (alert.raises, alert.attention_since) == (1, first.attention_since)


def test_having_called_about_a_milder_state_is_not_having_called(database: Database, people: People) -> None:
    alert = two_bad_days(database, people)
    database.write_now(alerts.say_called, people.anna, alert.id)

    assert write(database, people.anna, SATURDAY, loose_stools=4).alerts[0].called_at is None


def test_an_edit_moves_the_version_so_that_nobody_acknowledges_what_she_did_not_see(
    database: Database, people: People
) -> None:
    alert = two_bad_days(database, people)

    assert write(database, people.anna, SUNDAY, loose_stools=6).alerts[0].version > alert.version


@pytest.mark.parametrize("order", [(True, False), (False, True)])
def test_cannot_wait_wins_in_whatever_order_it_comes(
    database: Database, people: People, order: tuple[bool, bool]
) -> None:
    write(database, people.anna, SUNDAY, loose_stools=5)
    for can_wait in order:
        saved = write(database, people.anna, MONDAY, loose_stools=4, can_wait=can_wait, builds_on=[])

    assert [alert.can_wait for alert in saved.alerts] == [False]


def test_cannot_wait_counts_when_the_alert_opens_by_an_earlier_day(
    database: Database, people: People
) -> None:
    write(database, people.anna, MONDAY, loose_stools=4, can_wait=False)

    assert write(database, people.anna, SUNDAY, loose_stools=4).alerts[0].can_wait is False


def test_an_older_days_answer_does_not_say_whether_today_can_wait(database: Database, people: People) -> None:
    two_bad_days(database, people)

    assert write(database, people.anna, SUNDAY, loose_stools=5, can_wait=False).alerts[0].can_wait is None


def test_a_long_run_is_one_episode_at_both_ends(database: Database, people: People) -> None:
    first = MONDAY - timedelta(days=29)
    for number in range(30):
        write(database, people.anna, first + timedelta(days=number), loose_stools=4)

    alert = write(database, people.anna, first - timedelta(days=1), loose_stools=4).alerts[0]

    assert (alert.first_day, alert.last_day) == (first - timedelta(days=1), MONDAY)
    assert len(alert.evidence) == 31
    assert alert.raises == 1


def test_the_first_save_of_a_day_may_come_after_its_replacement(database: Database, people: People) -> None:
    first = an_entry(loose_stools=5)
    write(database, people.anna, MONDAY, loose_stools=1, builds_on=[first.id])

    saved, is_new = database.write_now(service.record_entry, people.anna, "me", MONDAY, first)

    assert is_new
    assert saved.readings == {"diarrhea": {"count": 1}}


def test_a_programs_values_do_not_hide_that_she_has_gone_silent(database: Database, people: People) -> None:
    write(database, people.anna, SUNDAY, loose_stools=1)

    change = a_change(readings=HEART_RATE)
    database.write_now(service.change_entry, people.ehr, str(people.anna.id), MONDAY, change)

    assert database.read_now(patients.get, people.anna, "me").last_entry_day == SUNDAY


def test_what_the_nurse_noted_is_for_staff_and_not_for_the_patient(
    database: Database, people: People
) -> None:
    done = resolve(database, people, two_bad_days(database, people))

    listed = database.write_now(
        alerts.alerts_of, people.anna, "me", unresolved_only=False, cursor=Cursor(), limit=10
    )

    assert done.history[-1].note == "A slip of the finger."
    assert "slip" not in listed.model_dump_json()


def test_her_tick_that_she_called_does_not_stop_the_nurse(database: Database, people: People) -> None:
    seen = two_bad_days(database, people)
    database.write_now(alerts.say_called, people.anna, seen.id)

    assert acknowledge(database, people, seen).status is Status.ACKNOWLEDGED
