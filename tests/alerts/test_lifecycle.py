"""One alert from its first day to its end, on both databases."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from api.alerts import service as alerts
from api.alerts import store
from api.alerts.models import Acknowledgement, Alert, AlertPublic, Happening, Outcome, Resolution, Status
from api.database import Database
from api.diary.judgement import reevaluate
from api.errors import Conflict, MovedOn, NotFound, PreconditionNeeded
from tests.support.entries import MONDAY, SATURDAY, SUNDAY, write
from tests.support.personas import People
from tests.support.rows import rows_of

FRIDAY = SATURDAY - timedelta(days=1)
THURSDAY = FRIDAY - timedelta(days=1)


def two_bad_days(database: Database, people: People) -> AlertPublic:
    write(database, people.anna, SUNDAY, loose_stools=5)
    return write(database, people.anna, MONDAY, loose_stools=4).alerts[0]


def acknowledge(database: Database, people: People, alert: AlertPublic) -> AlertPublic:
    tag = f'"{alert.version}"'
    return database.write_now(alerts.acknowledge, people.nora, alert.id, Acknowledgement(), if_match=tag)


def resolve(
    database: Database, people: People, alert: AlertPublic, outcome: Outcome = Outcome.ADVICE_GIVEN
) -> AlertPublic:
    body, tag = Resolution(outcome=outcome, note="Drinks well."), f'"{alert.version}"'
    return database.write_now(alerts.resolve, people.nora, alert.id, body, if_match=tag)


def kinds(alert: AlertPublic) -> list[Happening]:
    return [event.kind for event in alert.history]


def test_one_bad_day_is_no_alert(database: Database, people: People) -> None:
    assert write(database, people.anna, MONDAY, loose_stools=9).alerts == []


def test_four_and_three_is_no_alert(database: Database, people: People) -> None:
    write(database, people.anna, SUNDAY, loose_stools=4)

    assert write(database, people.anna, MONDAY, loose_stools=3).alerts == []


def test_two_bad_days_say_call_and_why(database: Database, people: People) -> None:
    alert = two_bad_days(database, people)

    assert (alert.level, alert.status) == ("call", Status.OPEN)
    assert alert.level_words == "Call your care team"
    assert alert.why == "5 on Sunday, 4 on Monday: 4 or more on 2 days in a row"
    assert [(e.day, e.reading, e.value) for e in alert.evidence] == [
        (SUNDAY, "diarrhea.count", 5),
        (MONDAY, "diarrhea.count", 4),
    ]
    assert alert.call.number == "+12025550100"
    assert alert.advice and alert.source.title
    assert not alert.past_document_limit


def test_a_day_in_between_without_an_entry_is_named(database: Database, people: People) -> None:
    write(database, people.anna, SATURDAY, loose_stools=4)

    alert = write(database, people.anna, MONDAY, loose_stools=4).alerts[0]

    assert alert.missing_days == [SUNDAY]
    assert "nothing written for Sunday" in alert.why
    assert "in a row" not in alert.why + alert.title


def test_a_back_dated_day_opens_the_alert_too(database: Database, people: People) -> None:
    write(database, people.anna, MONDAY, loose_stools=4)

    assert len(write(database, people.anna, SUNDAY, loose_stools=4).alerts) == 1


def test_an_edit_upwards_opens_it(database: Database, people: People) -> None:
    write(database, people.anna, SUNDAY, loose_stools=4)
    assert write(database, people.anna, MONDAY, loose_stools=1).alerts == []

    assert len(write(database, people.anna, MONDAY, loose_stools=5).alerts) == 1


def test_the_third_day_is_past_the_documents_limit_and_takes_the_acknowledgement_away(
    database: Database, people: People
) -> None:
    acknowledge(database, people, two_bad_days(database, people))

    alert = write(database, people.anna, SATURDAY, loose_stools=4).alerts[0]

    assert alert.past_document_limit
    assert (alert.status, alert.acknowledged, alert.raises) == (Status.OPEN, None, 1)
    assert (alert.first_day, alert.last_day) == (SATURDAY, MONDAY)
    assert len(rows_of(database, Alert)) == 1


def test_a_fourth_day_lengthens_the_episode_and_quiets_nobody(database: Database, people: People) -> None:
    two_bad_days(database, people)
    third = write(database, people.anna, SATURDAY, loose_stools=4).alerts[0]
    acknowledge(database, people, third)

    alert = write(database, people.anna, FRIDAY, loose_stools=4).alerts[0]

    assert (alert.status, alert.first_day) == (Status.ACKNOWLEDGED, FRIDAY)
    assert kinds(alert)[-1] is Happening.GREW


def test_a_separate_run_raises_the_same_alert(database: Database, people: People) -> None:
    write(database, people.anna, THURSDAY - timedelta(days=2), loose_stools=4)
    first = write(database, people.anna, THURSDAY - timedelta(days=1), loose_stools=4).alerts[0]
    acknowledge(database, people, first)
    write(database, people.anna, THURSDAY, loose_stools=0)

    alert = two_bad_days(database, people)

    assert (alert.id, alert.status, alert.raises) == (first.id, Status.OPEN, 1)
    assert alert.why.startswith("5 on Sunday")
    again = write(database, people.anna, THURSDAY, loose_stools=1).alerts[0]
    assert (again.raises, again.why) == (1, alert.why)


def test_an_edit_that_takes_the_cause_away_annotates_and_closes_nothing(
    database: Database, people: People
) -> None:
    two_bad_days(database, people)

    alert = write(database, people.anna, SUNDAY, loose_stools=1).alerts[0]

    assert alert.status is Status.OPEN
    assert kinds(alert)[-1] is Happening.ANNOTATED
    assert "5 → 1" in alert.history[-1].words


def test_after_a_resolution_an_edit_that_adds_nothing_worse_opens_nothing(
    database: Database, people: People
) -> None:
    resolve(database, people, two_bad_days(database, people))

    assert write(database, people.anna, MONDAY, loose_stools=6).alerts == []
    assert write(database, people.anna, MONDAY, loose_stools=1).alerts == []
    assert write(database, people.anna, MONDAY, loose_stools=5).alerts == []


def test_after_a_resolution_a_new_day_opens_an_alert_that_follows(
    database: Database, people: People, monday_noon: time_machine.Traveller
) -> None:
    first = resolve(database, people, two_bad_days(database, people))
    monday_noon.shift(timedelta(days=1))

    alert = write(database, people.anna, MONDAY + timedelta(days=1), loose_stools=4).alerts[0]

    assert alert.id != first.id
    assert alert.follows == first.id
    assert alert.past_document_limit


def test_an_old_resolved_run_does_not_raise_a_new_alert_again_and_again(
    database: Database, people: People
) -> None:
    write(database, people.anna, THURSDAY - timedelta(days=2), loose_stools=4)
    old = write(database, people.anna, THURSDAY - timedelta(days=1), loose_stools=4).alerts[0]
    resolve(database, people, old)
    write(database, people.anna, THURSDAY, loose_stools=0)

    two_bad_days(database, people)
    alert = write(database, people.anna, FRIDAY, loose_stools=0).alerts[0]

    assert (alert.raises, alert.follows, alert.first_day) == (0, None, SUNDAY)


def test_could_not_reach_is_written_down_and_does_not_close(database: Database, people: People) -> None:
    alert = two_bad_days(database, people)

    tried = resolve(database, people, alert, Outcome.COULD_NOT_REACH)

    assert tried.status is Status.OPEN
    assert kinds(tried)[-1] is Happening.COULD_NOT_REACH


def test_a_resolved_alert_takes_no_second_outcome(database: Database, people: People) -> None:
    done = resolve(database, people, two_bad_days(database, people))

    with pytest.raises(Conflict):
        resolve(database, people, done)


def test_acknowledging_needs_the_state_that_was_seen(database: Database, people: People) -> None:
    alert = two_bad_days(database, people)
    with pytest.raises(PreconditionNeeded):
        database.write_now(alerts.acknowledge, people.nora, alert.id, Acknowledgement(), if_match=None)

    write(database, people.anna, SATURDAY, loose_stools=4)

    with pytest.raises(MovedOn):
        acknowledge(database, people, alert)


def test_a_nurse_elsewhere_finds_no_alert(database: Database, people: People) -> None:
    alert = two_bad_days(database, people)

    with pytest.raises(NotFound):
        database.write_now(alerts.get_alert, people.carl, alert.id)


def test_having_called_is_written_down_once(database: Database, people: People) -> None:
    alert = two_bad_days(database, people)

    called = database.write_now(alerts.say_called, people.anna, alert.id)
    again = database.write_now(alerts.say_called, people.anna, alert.id)

    assert called.called_at is not None
    assert again.version == called.version


def test_judging_again_brings_back_an_alert_that_was_lost(database: Database, people: People) -> None:
    two_bad_days(database, people)

    def lose(connection: sa.Connection) -> None:
        connection.execute(sa.delete(store.event))
        connection.execute(sa.delete(store.alert))

    database.write_now(lose)
    database.write_now(reevaluate, people.anna, people.anna.id)

    assert [row["status"] for row in rows_of(database, Alert)] == ["open"]


def test_judging_again_changes_nothing_that_is_right(database: Database, people: People) -> None:
    two_bad_days(database, people)
    before = rows_of(database, Alert)

    database.write_now(reevaluate, people.anna, people.anna.id)

    assert rows_of(database, Alert) == before
