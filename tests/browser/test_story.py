"""The main job, end to end: two bad days, the rule fires, the nurse sees it, a hospital reads it."""

import re
from datetime import date
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from api import clock
from tests.support import desk as nurse
from tests.support.clients import API
from tests.support.live import LiveServer
from tests.support.personas import CLIENT_SECRET
from tests.support.phone import (
    RECEIVED,
    ZONE,
    add_loose_stools,
    choose_day,
    entry_state,
    link_for,
    look_again,
    save_button,
    symptom,
    today,
    yesterday,
)

pytestmark = pytest.mark.browser


def test_two_bad_days_reach_the_nurse_and_the_hospital(
    phone: BrowserContext, desk: BrowserContext, live: LiveServer
) -> None:
    page = phone.new_page()
    accept_the_link(page, live)
    add_pazopanib(page)
    write_two_bad_days(page)
    read_the_verdict(page, live)

    desk_page = desk.new_page()
    open_the_alert(desk_page)
    acknowledge(desk_page)
    look_again(page)
    expect(page.locator(".verdict")).to_contain_text("A nurse has seen this: Nora Lind")

    resolve(desk_page)
    look_again(page)
    expect(page.locator(".verdict")).to_have_count(0)

    with hospital(live) as program:
        read_and_add_a_blood_pressure(program)
    page.reload()
    expect(symptom(page).locator("output")).to_have_text("4")
    expect(page.get_by_label("Upper number")).to_have_value("142")


def accept_the_link(page: Page, live: LiveServer) -> None:
    page.goto(link_for(live, live.people.anna))

    expect(page.get_by_role("heading", name="Is this your diary, Anna Berg?")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Hillside Cancer Clinic")
    expect(page).to_have_url(f"{live.url}/")
    page.get_by_role("button", name="Yes, open Anna Berg’s diary").click()
    expect(page.locator("#topbar")).to_contain_text("Anna Berg’s diary")


def add_pazopanib(page: Page) -> None:
    page.get_by_role("link", name="Medicines").click()
    page.get_by_role("link", name="Add a medicine").click()
    page.get_by_label("Name of the medicine").fill("votri")
    page.get_by_role("button", name="pazopanib").click()

    about = page.locator("details").first
    expect(about).to_contain_text("How it works")
    expect(about).to_contain_text("What to watch for")
    page.get_by_label("Dose").fill("800 mg, as my care team wrote")
    page.get_by_role("button", name="Add pazopanib").click()
    expect(page.locator(".medicine")).to_contain_text("800 mg")


def write_two_bad_days(page: Page) -> None:
    page.get_by_role("link", name="Today", exact=True).click()
    choose_day(page, "Yesterday")
    add_loose_stools(page, 5)
    page.get_by_role("button", name="None of these").click()
    save_button(page).click()
    expect(entry_state(page)).to_have_text(RECEIVED)
    expect(page.locator(".verdict")).to_have_count(0)

    choose_day(page, "Today")
    add_loose_stools(page, 4)
    page.get_by_role("button", name="None of these").click()
    save_button(page).click()
    expect(entry_state(page)).to_have_text(RECEIVED)


def read_the_verdict(page: Page, live: LiveServer) -> None:
    verdict = page.locator(".verdict")
    expect(verdict.locator(".level")).to_have_text("Call your care team")
    expect(verdict.locator(".why")).to_have_text(
        f"5 on {yesterday():%A}, 4 on {today():%A}: 4 or more on 2 days in a row"
    )
    expect(verdict).to_contain_text("Meanwhile")
    expect(verdict).to_contain_text("Drink plenty")
    expect(verdict).to_contain_text("high-fiber")

    call = verdict.get_by_role("link", name="Call")
    expect(call).to_have_attribute("href", re.compile(r"^tel:\+12025550(100|199)$"))
    # Which of the two numbers it is hangs on the clock of whoever runs this.
    expect(call).to_contain_text(re.compile(r"open until .*\d|number after hours"))

    verdict.get_by_text("Why am I told this?").click()
    expect(verdict).to_contain_text("Soft Tissue Sarcoma: Targeted Therapy")
    verdict.get_by_role("button", name="I have called").click()
    expect(verdict).to_contain_text("You have called")


def open_the_alert(page: Page) -> None:
    page.goto("/nurse")
    nurse.sign_in(page, "Nora Lind")
    expect(nurse.alerts(page).first).to_contain_text("Anna Berg")
    expect(nurse.alerts(page).first).to_contain_text("has called")
    nurse.alerts(page).first.click()

    person = page.locator("#person")
    expect(person.get_by_role("heading", level=2)).to_have_text("Anna Berg")
    expect(person.locator(".alert-band .evidence li")).to_have_count(2)
    expect(person.locator(".days .is-evidence")).to_have_count(2)
    expect(person).to_contain_text("pazopanib 800 mg")


def acknowledge(page: Page) -> None:
    page.get_by_role("button", name="I have this").click()
    expect(nurse.said(page)).to_contain_text("You have it.")
    expect(nurse.alerts(page).first).to_contain_text("Nora Lind has it")


def resolve(page: Page) -> None:
    page.get_by_role("button", name="Resolve").click()
    page.get_by_label("Advice given").check()
    page.get_by_label("Note").fill("Drinks well, calls again tomorrow.")
    page.get_by_role("button", name="Save outcome").click()
    expect(nurse.said(page)).to_contain_text("Resolved.")
    expect(nurse.alerts(page)).to_have_count(0)
    expect(page.locator(".handled")).to_contain_text("Advice given, Nora Lind")


def hospital(live: LiveServer) -> httpx.Client:
    """A program that has got its token as the documentation says."""
    answer = httpx.post(
        f"{live.url}{API}/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(str(live.people.ehr.id), CLIENT_SECRET),
    )
    bearer = {"Authorization": f"Bearer {answer.raise_for_status().json()['access_token']}"}
    return httpx.Client(base_url=f"{live.url}{API}", headers=bearer)


def read_and_add_a_blood_pressure(program: httpx.Client) -> None:
    found = program.get("/patients", params={"record_number": "MRN-1001"}).json()["items"]
    patient = f"/patients/{found[0]['id']}"
    diary = program.get(f"{patient}/diary", params=span(yesterday(), today())).json()["items"]
    (alert,) = program.get(f"{patient}/alerts", params={"status": "all"}).json()["items"]
    measured = {"systolic": 142, "diastolic": 91, "unit": "mmHg", "at": "08:10"}
    change = {
        "id": str(uuid4()),
        "recorded_at": clock.now().isoformat(),
        "time_zone": ZONE,
        "readings": {"blood_pressure": [measured]},
    }

    saved = program.patch(f"{patient}/diary/{today()}", json=change)

    assert [one["name"] for one in found] == ["Anna Berg"]
    assert sorted(one["readings"]["diarrhea"]["count"] for one in diary) == [4, 5]
    assert (alert["status"], alert["resolved"]["outcome"]) == ("resolved", "advice_given")
    assert saved.status_code in (200, 201), saved.text
    readings = saved.json()["readings"]
    assert readings["diarrhea"]["count"] == 4
    assert readings["blood_pressure"][0]["systolic"] == 142


def span(first: date, last: date) -> dict[str, str]:
    return {"from": first.isoformat(), "to": last.isoformat()}
