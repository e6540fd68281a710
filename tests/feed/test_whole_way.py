"""From an entry on the phone and a nurse's work at the desk to the feed."""

from typing import Any

import pytest

from api import clock
from api.access.actors import Actor
from api.database import Database
from api.diary.models import RevisionRow
from api.ids import new_id
from api.settings import Settings
from tests.support.apps import app_on
from tests.support.callers import CallAs
from tests.support.clients import API, client_of, signed_in
from tests.support.entries import MONDAY, SUNDAY, write
from tests.support.personas import People
from tests.support.rows import rows_of


def kinds(feed: list[dict[str, Any]]) -> list[str]:
    return [event["kind"] for event in feed]


@pytest.fixture
def anna_has_an_alert(database: Database, people: People) -> None:
    write(database, people.anna, SUNDAY, loose_stools=4)
    write(database, people.anna, MONDAY, loose_stools=4)


def the_feed(call_as: CallAs, actor: Actor) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = call_as(actor).get("/events").json()["items"]
    return events


@pytest.mark.usefixtures("anna_has_an_alert")
def test_another_clinic_hears_nothing_of_it(people: People, call_as: CallAs) -> None:
    assert the_feed(call_as, people.carl) == []


@pytest.mark.usefixtures("anna_has_an_alert")
def test_entries_and_the_alert_they_open_come_in_their_order(
    database: Database, people: People, call_as: CallAs
) -> None:
    feed = the_feed(call_as, people.ehr)

    assert kinds(feed) == ["entry.recorded", "entry.recorded", "alert.opened"]
    assert {event["patient_id"] for event in feed} == {str(people.anna.id)}
    revisions = {str(row["id"]) for row in rows_of(database, RevisionRow)}
    assert {event["subject_id"] for event in feed[:2]} == revisions
    assert call_as(people.ehr).get(f"/alerts/{feed[2]['subject_id']}").status_code == 200


@pytest.mark.usefixtures("anna_has_an_alert")
def test_what_a_nurse_does_with_it_follows(
    database: Database, settings: Settings, people: People, call_as: CallAs
) -> None:
    http = client_of(app_on(database, settings))
    nora = signed_in(http, people.nora, database=database, settings=settings)
    alert = the_feed(call_as, people.ehr)[-1]["subject_id"]
    path = f"{API}/alerts/{alert}"

    for deed, body in (("acknowledge", {}), ("resolve", {"outcome": "advice_given"})):
        etag = nora.get(path).headers["ETag"]
        assert nora.post(f"{path}/{deed}", body, headers={"If-Match": etag}).status_code == 200

    feed = the_feed(call_as, people.ehr)
    assert kinds(feed[3:]) == ["alert.acknowledged", "alert.resolved"]
    assert {event["subject_id"] for event in feed[2:]} == {alert}


def test_a_save_that_came_before_tells_nothing_new(
    database: Database, people: People, call_as: CallAs
) -> None:
    body = {"id": new_id(), "recorded_at": clock.now(), "builds_on": [], "loose_stools": 1}
    for _ in range(2):
        write(database, people.anna, MONDAY, **body)

    assert kinds(the_feed(call_as, people.ehr)) == ["entry.recorded"]
