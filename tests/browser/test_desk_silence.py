"""The nurse's list shows who has gone silent, as the server says it."""

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, expect
from sqlalchemy import Connection, update

from api.clock import now
from api.patients.models import Patient
from api.sweeper.service import note_silences
from tests.support.databases import DatabaseServer
from tests.support.desk import alerts, desk_of, two_bad_days
from tests.support.entries import write
from tests.support.live import LiveServer
from tests.support.phone import today

pytestmark = pytest.mark.browser


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The page looks the same on both."""
    return sqlite


def fell_silent(connection: Connection, live: LiveServer, *, days_ago: int) -> None:
    """Ben and Anna both wrote last so many days ago; Ben's diary is paused."""
    silent = {"last_entry_day": today() - timedelta(days=days_ago), "silent_from": now()}
    for patient, is_paused in ((live.people.anna, False), (live.people.ben, True)):
        connection.execute(
            update(Patient).where(Patient.id == patient.id).values(**silent, is_paused=is_paused)  # type: ignore[arg-type]
        )


def silent_now(connection: Connection) -> None:
    connection.execute(update(Patient).values(silent_from=now()))


def test_a_silent_patient_is_listed_with_the_days_and_a_paused_one_is_not(
    desk: BrowserContext, live: LiveServer
) -> None:
    live.database.write_now(fell_silent, live, days_ago=6)
    note_silences(live.database)

    page = desk_of(desk, live, live.people.nora)

    silent = page.locator("#list .silent a")
    expect(silent).to_have_count(1)
    expect(silent).to_contain_text("Anna Berg")
    expect(silent).to_contain_text("Nothing written for 5 days")
    expect(silent).to_contain_text("Last wrote on ")
    expect(page.locator(".status")).to_contain_text("1 silent")


def test_whose_last_entry_was_bad_stands_above_who_is_silent_for_longer(
    desk: BrowserContext, live: LiveServer
) -> None:
    for patient, ago, severity in ((live.people.anna, 9, 1), (live.people.ben, 6, 3)):
        readings = {"nausea": {"severity": severity}, "fatigue": {"severity": 0}}
        write(live.database, patient, today() - timedelta(days=ago), readings=readings)
    live.database.write_now(silent_now)
    note_silences(live.database)

    page = desk_of(desk, live, live.people.nora)

    silent = page.locator("#list .silent a")
    expect(silent).to_have_count(2)
    expect(silent.first).to_contain_text("Ben Okafor")
    expect(silent.first).to_contain_text(": severe nausea")
    expect(silent.last).to_contain_text(": mild nausea")
    expect(silent.last).to_contain_text("Nothing written for 8 days")


def test_nobody_is_called_silent_before_the_server_says_so(desk: BrowserContext, live: LiveServer) -> None:
    live.database.write_now(fell_silent, live, days_ago=6)

    page = desk_of(desk, live, live.people.nora)

    expect(page.locator(".status")).to_contain_text("0 silent")
    expect(page.locator("#list .silent")).to_have_count(0)


def test_a_silent_patient_whom_an_alert_waits_for_stands_with_her_alert(
    desk: BrowserContext, live: LiveServer
) -> None:
    two_bad_days(live, live.people.anna)
    live.database.write_now(fell_silent, live, days_ago=6)
    note_silences(live.database)

    page = desk_of(desk, live, live.people.nora)

    expect(alerts(page)).to_contain_text("Nothing written for 5 days")
    expect(page.locator("#list .silent")).to_have_count(0)
