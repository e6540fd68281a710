"""An answer asked for before a save, and come after it, takes back nothing that the save has shown."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.databases import DatabaseServer
from tests.support.live import LiveServer
from tests.support.phone import (
    NOT_SENT,
    RECEIVED,
    add_loose_stools,
    choose_day,
    diary_of,
    enrol,
    entry_state,
    look_again,
    save_button,
    save_unanswered,
    symptom,
)
from tests.support.phone_storage import wait_until_sent

pytestmark = pytest.mark.browser
DIARY = "/diary?"
PUTS = "**/api/v1/patients/*/diary/*"
ALERTS = "/alerts?"
STEP_MILLISECONDS = 50
PATIENCE_STEPS = 400
HOLD = """(part) => {
  const send = window.fetch;
  window.letGo = [];
  window.fetch = async (address, options) => {
    const answer = await send(address, options);
    const isHeld = String(address).includes(part) && !window.isOver;
    if (isHeld) await new Promise((go) => { window.letGo.push(go); });
    return answer;
  };
}"""

SAVE_WHILE_HELD = """() => {
  const send = window.fetch;
  window.fetch = async (address, options) => {
    while (options?.method === "PUT" && !window.letGo.length) await new Promise(requestAnimationFrame);
    return send(address, options);
  };
}"""


def wait_for_a_held_answer(page: Page) -> None:
    # The content policy forbids what `wait_for_function` does.
    for _ in range(PATIENCE_STEPS):
        if page.evaluate("window.letGo.length"):
            return
        page.wait_for_timeout(STEP_MILLISECONDS)
    raise AssertionError("The page did not ask.")


def release(page: Page) -> None:
    """The held answers reach the page, and it has drawn what it makes of them."""
    page.evaluate("window.isOver = true; window.letGo.forEach((go) => go())")
    page.wait_for_load_state("networkidle")


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The phone does not know which database answers."""
    return sqlite


def test_an_entry_stays_received_when_an_older_reading_of_the_diary_arrives(
    phone: BrowserContext, live: LiveServer
) -> None:
    enrol(phone, live, live.people.anna)
    page = phone.new_page()
    page.add_init_script(f"({HOLD})('{DIARY}')")
    page.goto("/")
    wait_for_a_held_answer(page)
    add_loose_stools(page, 2)
    save_button(page).click()
    expect(entry_state(page)).to_have_text(RECEIVED)

    release(page)

    expect(entry_state(page)).to_have_text(RECEIVED)
    expect(symptom(page).locator("output")).to_have_text("2")


def test_an_entry_that_waited_is_shown_as_received_while_the_page_still_opens(
    phone: BrowserContext, live: LiveServer
) -> None:
    page = diary_of(phone, live, live.people.anna)
    page.route(PUTS, lambda route: route.abort("internetdisconnected"))
    add_loose_stools(page, 2)
    save_button(page).click()
    expect(entry_state(page)).to_have_text(NOT_SENT)

    page.unroute_all(behavior="wait")
    page.add_init_script(f"({HOLD})('{DIARY}')")
    page.add_init_script(f"({SAVE_WHILE_HELD})()")
    page.reload()
    wait_for_a_held_answer(page)
    wait_until_sent(page)
    release(page)

    expect(entry_state(page)).to_have_text(RECEIVED)


def test_a_call_to_the_care_team_stays_when_an_older_list_of_alerts_arrives(
    phone: BrowserContext, live: LiveServer
) -> None:
    page = diary_of(phone, live, live.people.anna)
    choose_day(page, "Yesterday")
    add_loose_stools(page, 4)
    save_unanswered(page)
    expect(entry_state(page)).to_have_text(RECEIVED)
    choose_day(page, "Today")
    page.evaluate(HOLD, ALERTS)
    look_again(page)
    wait_for_a_held_answer(page)
    add_loose_stools(page, 4)
    save_unanswered(page)
    expect(page.locator(".verdict")).to_have_count(1)

    release(page)

    expect(page.locator(".verdict")).to_have_count(1)
