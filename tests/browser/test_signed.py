"""What a clinic has signed reaches its patients' phones and its nurses' list."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.support.callers import calling
from tests.support.databases import DatabaseServer
from tests.support.desk import alerts, choose, desk_of
from tests.support.entries import write
from tests.support.live import LiveServer
from tests.support.phone import (
    A_WHILE_MILLISECONDS,
    NOT_SENT,
    RECEIVED,
    add_loose_stools,
    diary_of,
    entry_state,
    look_again,
    revisions,
    save_button,
    save_unanswered,
    stop_the_clock,
    symptom,
    today,
    yesterday,
)
from tests.support.rulebooks import sign_every_rule

pytestmark = pytest.mark.browser
PACK = "published-criteria"


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The pages do not know which database answers."""
    return sqlite


@pytest.fixture
def signed(live: LiveServer) -> LiveServer:
    """The clinic's admin has signed every rule of the published criteria."""
    live.database.write_now(sign_every_rule, live.people.ada, PACK)
    return live


def test_a_severe_symptom_is_told_on_the_phone_before_any_network(
    phone: BrowserContext, signed: LiveServer
) -> None:
    page = diary_of(phone, signed, signed.people.anna)
    phone.set_offline(True)

    symptom(page, "nausea").get_by_role("radio", name="Severe", exact=True).check()
    page.get_by_role("button", name="None of these").tap()
    save_button(page).tap()

    verdict = page.locator(".verdict")
    expect(verdict.locator("h2")).to_have_text("A severe symptom")
    expect(verdict).to_contain_text("Checked on this phone")
    assert revisions(signed.database, signed.people.anna) == []


def test_what_is_worse_than_she_has_called_about_is_told_without_a_signal_and_nothing_twice(
    phone: BrowserContext, signed: LiveServer
) -> None:
    write(signed.database, signed.people.anna, today(), readings={"nausea": {"severity": 3}})
    page = diary_of(phone, signed, signed.people.anna)
    severe = page.locator(".verdict", has=page.get_by_role("heading", name="A severe symptom"))
    severe.get_by_role("button", name="I have called").tap()
    expect(severe).to_contain_text("You have called")
    phone.set_offline(True)

    add_loose_stools(page, 1)
    save_unanswered(page)
    expect(entry_state(page)).to_have_text(NOT_SENT)
    expect(severe).to_have_count(1)
    symptom(page, "abdominal_pain").get_by_role("radio", name="Very severe", exact=True).check()
    page.get_by_role("button", name="Save without answering").tap()

    expect(severe).to_have_count(2)
    expect(severe.first).to_contain_text("Checked on this phone")
    expect(severe.first.locator("a.callnow")).to_be_visible()
    expect(severe.last).to_contain_text("You have called")


def test_thoughts_of_self_harm_show_whom_to_call_at_once_and_reach_the_nurse_ungraded(
    phone: BrowserContext, desk: BrowserContext, signed: LiveServer
) -> None:
    page = diary_of(phone, signed, signed.people.anna)
    phone.set_offline(True)
    page.locator("summary", has_text="Add another symptom").tap()
    page.get_by_role("button", name="Sad").tap()
    symptom(page, "sad").get_by_role("radio", name="Severe", exact=True).check()
    symptom(page, "self_harm_thoughts").get_by_role("radio", name="Yes", exact=True).check()
    expect(page.locator(".crisis a.callnow")).to_be_in_viewport()

    save_unanswered(page)

    crisis = page.locator(".verdict.is-crisis")
    expect(crisis).to_contain_text("Checked on this phone")
    expect(crisis.locator("a.callnow")).to_be_visible()
    expect(page.locator(".crisis .verdict")).to_have_count(0)

    phone.set_offline(False)
    look_again(page)
    expect(entry_state(page)).to_have_text(RECEIVED)
    (saved,) = revisions(signed.database, signed.people.anna)
    assert saved["readings"] == {"sad": {"severity": 3}, "self_harm_thoughts": {"presence": True}}
    card = alerts(desk_of(desk, signed, signed.people.nora)).first
    expect(card).to_contain_text("Anna Berg")
    expect(card).to_contain_text("Not graded")


def test_a_measurement_to_call_about_brings_the_danger_signs_first_once_it_is_typed(
    phone: BrowserContext, signed: LiveServer
) -> None:
    page = diary_of(phone, signed, signed.people.anna)
    page.locator("summary", has_text="Measurements").tap()
    pressure = page.get_by_role("region", name="Blood pressure")
    pressure.get_by_role("button", name="Add").tap()
    numbers = pressure.locator("input[inputmode]")
    stop_the_clock(page)

    numbers.first.fill("195")
    numbers.last.fill("125")
    page.clock.run_for(A_WHILE_MILLISECONDS)
    expect(numbers.last).to_be_focused()
    expect(page.locator(".danger")).to_be_hidden()
    numbers.last.blur()
    page.clock.run_for(A_WHILE_MILLISECONDS)

    expect(page.locator(".danger h2")).to_be_in_viewport()
    save_button(page).tap()
    expect(page.locator(".danger .hint")).to_contain_text("Please answer this before you save.")
    assert revisions(signed.database, signed.people.anna) == []


def test_a_danger_sign_is_told_once_before_and_after_it_is_saved(
    phone: BrowserContext, signed: LiveServer
) -> None:
    page = diary_of(phone, signed, signed.people.anna)
    page.get_by_role("button", name="Not so good").tap()
    symptom(page, "chest_pain").get_by_role("radio", name="Yes", exact=True).check()
    alarm = page.locator(".danger .verdict")
    emergency = page.locator(".verdict.is-emergency")
    expect(alarm).to_have_count(1)

    save_button(page).tap()

    expect(entry_state(page)).to_have_text(RECEIVED)
    expect(alarm).to_have_count(0)
    expect(emergency).to_have_count(1)
    expect(emergency.locator("h2")).to_have_text("Chest pain")

    symptom(page, "fainting").get_by_role("radio", name="Yes", exact=True).check()
    expect(alarm.locator("a.callnow")).to_be_in_viewport()


def test_the_watch_list_begins_with_the_worst_and_says_what_is_near_and_whose_number_it_uses(
    phone: BrowserContext, desk: BrowserContext, signed: LiveServer
) -> None:
    people = signed.people
    call_as = calling(signed.database, signed.settings)
    fever = {"pack": PACK, "rule": "fever", "value": 37.5}
    assert call_as(people.ada).post("/clinic/thresholds", fever).status_code == 201
    nora = call_as(people.nora)
    nora.post(f"/patients/{people.anna.id}/medications", {"catalogue_id": "pazopanib"})
    nora.patch(f"/patients/{people.anna.id}", {"has_ostomy": True}, if_match='"1"')
    write(signed.database, people.anna, yesterday(), loose_stools=4)

    page = diary_of(phone, signed, people.anna)
    expect(symptom(page)).to_contain_text("How many times did you empty your bag")
    page.get_by_role("link", name="Call", exact=True).tap()

    expect(page.locator(".watch-level > h3")).to_have_text(
        [
            "Call the emergency number",
            "Call now, at any hour",
            "Call your care team",
            "Keep an eye on it",
            "Talk to someone now",
        ]
    )
    near = page.locator(".watched:visible", has_text="4 or more loose stools a day on 2 days in a row")
    expect(near).to_contain_text("1 of 2 days so far")
    expect(near).to_contain_text("Not known: nothing about this is written for")
    over_usual = page.locator(".watched", has_text="4 or more over the usual number on 2 days in a row")
    expect(over_usual).to_contain_text("Your usual number of stools is not known yet: tell your care team.")
    urgent = page.locator(".watch-level.is-urgent")
    expect(urgent.locator(".watched").first).to_be_hidden()
    urgent.locator("summary", has_text="rules").tap()
    expect(urgent.locator(".watched", has_text="37.5 °C or more")).to_contain_text(
        "Your clinic's number is 37.5 °C; published: 38 °C."
    )
    expect(urgent.locator(".watched", has_text="Yellow eyes or skin")).to_contain_text(
        "Watched because you take pazopanib."
    )

    at_desk = desk_of(desk, signed, people.nora)
    choose(at_desk, "Anna Berg")
    expect(at_desk.locator("#person")).to_contain_text("The usual number of stools is not known.")


def test_the_phone_asks_what_the_signed_guidance_asks(phone: BrowserContext, signed: LiveServer) -> None:
    page = diary_of(phone, signed, signed.people.anna)

    page.locator("summary", has_text="Add another symptom").tap()

    expect(page.get_by_role("button", name="Yellow eyes or skin")).to_be_visible()
    expect(page.get_by_role("button", name="Chest pain")).to_have_count(0)
