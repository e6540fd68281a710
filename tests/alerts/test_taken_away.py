"""An alert whose cause is gone says what took it away: an edit, or what it was judged by."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from api.access.actors import Actor
from api.alerts import service as alerts
from api.alerts.models import Alert, AlertPublic
from api.alerts.presentation import public_alerts
from api.database import Database
from tests.support.entries import MONDAY, SATURDAY, SUNDAY, write
from tests.support.judging import end_own_numbers, set_number
from tests.support.personas import People
from tests.support.rows import rows_of

EDITED, JUDGED_OTHERWISE = "This was edited since", "What this was judged by has changed since"
OWN = {"pack": "soft-tissue-sarcoma", "rule": "loose-stools", "value": 3}


@pytest.fixture(autouse=True)
def on_monday(monday_noon: time_machine.Traveller) -> None:
    assert monday_noon


def alerted_by_her_own_number(database: Database, people: People, patient: Actor) -> AlertPublic:
    set_number(database, people.nora, OWN, patient=patient)
    write(database, patient, SUNDAY, loose_stools=3)
    return write(database, patient, MONDAY, loose_stools=3).alerts[0]


def now(database: Database, people: People, alert: AlertPublic) -> AlertPublic:
    return database.write_now(alerts.get_alert, people.nora, alert.id)


def said(alert: AlertPublic) -> list[str]:
    assert not alert.still_stands
    return [words for words in (EDITED, JUDGED_OTHERWISE) if words in alert.why]


def test_a_number_that_was_ended_is_not_told_as_an_edit(database: Database, people: People) -> None:
    alert = alerted_by_her_own_number(database, people, people.anna)

    end_own_numbers(database, people.nora, patient=people.anna)

    found = now(database, people, alert)
    assert not found.still_stands
    assert found.why == (
        f"{alert.why}. What this was judged by has changed since (a rule, a number, a medicine or what is "
        "usual), and it would not be raised today; the care team still decides."
    )


def test_an_edit_before_which_it_was_shown_anew_took_nothing_away(database: Database, people: People) -> None:
    alert = alerted_by_her_own_number(database, people, people.anna)
    write(database, people.anna, SUNDAY, loose_stools=2)
    write(database, people.anna, SUNDAY, loose_stools=3)

    end_own_numbers(database, people.nora, patient=people.anna)

    assert said(now(database, people, alert)) == [JUDGED_OTHERWISE]


@pytest.mark.parametrize(("day", "words"), [(SUNDAY, EDITED), (SUNDAY - timedelta(days=1), JUDGED_OTHERWISE)])
def test_only_an_edit_of_one_of_its_days_counts(
    database: Database, people: People, day: object, words: str
) -> None:
    alert = alerted_by_her_own_number(database, people, people.anna)
    end_own_numbers(database, people.nora, patient=people.anna)

    write(database, people.anna, day, loose_stools=0)  # type: ignore[arg-type]

    assert said(now(database, people, alert)) == [words]


def test_an_edit_of_a_good_day_between_its_runs_does_not_count(database: Database, people: People) -> None:
    alert = alerted_by_her_own_number(database, people, people.anna)
    for back, stools in enumerate((0, 0, 3, 3), 1):
        write(database, people.anna, SUNDAY - timedelta(days=back), loose_stools=stools)
    end_own_numbers(database, people.nora, patient=people.anna)

    write(database, people.anna, SUNDAY - timedelta(days=2), loose_stools=1)

    found = now(database, people, alert)
    assert (found.first_day, said(found)) == (SUNDAY - timedelta(days=4), [JUDGED_OTHERWISE])


def test_each_patients_alert_is_told_by_her_own_diary(database: Database, people: People) -> None:
    for patient in (people.anna, people.ben):
        alerted_by_her_own_number(database, people, patient)
    write(database, people.anna, MONDAY, loose_stools=0)
    end_own_numbers(database, people.nora, patient=people.ben)

    rows = sorted(rows_of(database, Alert), key=lambda row: row["patient_id"] == people.ben.id)
    shown = database.read_now(public_alerts, rows, clinic_id=people.nora.clinic_id, language="en")

    assert [said(alert) for alert in shown] == [[EDITED], [JUDGED_OTHERWISE]]


@pytest.mark.parametrize("kept", [None, {"packs": "none"}, {"revisions": "no base64"}])
def test_where_no_revisions_were_kept_the_history_says_whether_it_was_edited(
    database: Database, people: People, kept: object
) -> None:
    for patient in (people.anna, people.ben):
        alerted_by_her_own_number(database, people, patient)
    write(database, people.anna, MONDAY, loose_stools=0)
    write(database, people.ben, SATURDAY, loose_stools=3)
    end_own_numbers(database, people.nora, patient=people.ben)
    database.write_now(lambda connection: connection.execute(sa.update(Alert).values(judged_by=kept)))

    rows = sorted(rows_of(database, Alert), key=lambda row: row["patient_id"] == people.ben.id)
    shown = database.read_now(public_alerts, rows, clinic_id=people.nora.clinic_id, language="en")

    assert [said(alert) for alert in shown] == [[EDITED], [JUDGED_OTHERWISE]]
