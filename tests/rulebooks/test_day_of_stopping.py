"""On the day on which a medicine is stopped, it was still taken: what watches it still reads that day."""

from typing import Any

import pytest

from api.database import Database
from tests.support.callers import CallAs
from tests.support.entries import MONDAY, write
from tests.support.personas import People
from tests.support.rulebooks import sign_every_rule

LIVER = {"yellow_skin": {"presence": True}, "dark_urine": {"presence": True}}
TAKEN, STOPPED = {"catalogue_id": "larotrectinib"}, {"stopped_on": str(MONDAY)}


def alert_of(call_as: CallAs, people: People) -> dict[str, Any]:
    alerts = call_as(people.anna).get("/patients/me/alerts").json()["items"]
    return next(one for one in alerts if one["rule"] == "liver-signs")


@pytest.mark.parametrize("started", [{}, {"started_on": str(MONDAY)}], ids=["long ago", "the same day"])
def test_liver_signs_on_the_day_of_stopping_are_urgent(
    call_as: CallAs, people: People, database: Database, started: dict[str, str]
) -> None:
    database.write_now(sign_every_rule, people.ada, "published-criteria")
    call_as(people.anna).post("/patients/me/medications", TAKEN | STOPPED | started)

    alerts = write(database, people.anna, MONDAY, readings=LIVER).alerts

    assert [(one.rule, one.level, one.still_stands) for one in alerts] == [("liver-signs", "urgent", True)]


def test_an_urgent_alert_of_today_stands_when_she_says_that_she_has_stopped(
    call_as: CallAs, people: People, database: Database
) -> None:
    anna = call_as(people.anna)
    database.write_now(sign_every_rule, people.ada, "published-criteria")
    made = anna.post("/patients/me/medications", TAKEN).json()
    write(database, people.anna, MONDAY, readings=LIVER)

    stopped = anna.patch(f"/patients/me/medications/{made['id']}", STOPPED, if_match='"1"')

    assert stopped.status_code == 200
    assert alert_of(call_as, people)["still_stands"]
