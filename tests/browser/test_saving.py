"""Saving, by a quick finger and on a phone that is closed at once."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.databases import DatabaseServer
from tests.support.live import LiveServer
from tests.support.phone import (
    A_WHILE_MILLISECONDS,
    NOT_SENT,
    RECEIVED,
    add_loose_stools,
    diary_of,
    entry_state,
    revisions,
    save_button,
    stop_the_clock,
    symptom,
)

pytestmark = pytest.mark.browser
# In the page's own time, which stands still otherwise.
BETWEEN_TAPS_MILLISECONDS = 600


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The phone does not know which database answers."""
    return sqlite


@pytest.fixture
def page(phone: BrowserContext, live: LiveServer) -> Page:
    """Anna's diary, open on Today."""
    return diary_of(phone, live, live.people.anna)


# A phone that is closed before it has done more than keep the entry.
CLOSED_AT_ONCE = """() => {
  const whole = IDBObjectStore.prototype.delete;
  IDBObjectStore.prototype.delete = function (key) {
    if ([...this.transaction.objectStoreNames].join() !== "drafts") return whole.call(this, key);
    return this.count();
  };
}"""


def test_what_was_saved_is_no_draft_on_a_phone_closed_at_once(phone: BrowserContext, page: Page) -> None:
    phone.set_offline(True)
    page.evaluate(CLOSED_AT_ONCE)
    add_loose_stools(page, 2)
    save_button(page).click()
    expect(entry_state(page)).to_have_text(NOT_SENT)

    phone.set_offline(False)
    page.reload()

    expect(entry_state(page)).to_have_text(RECEIVED)


def test_what_is_written_while_an_entry_is_saved_is_not_lost(page: Page, live: LiveServer) -> None:
    add_loose_stools(page, 2)
    more = symptom(page).get_by_role("button", name="One more").element_handle()

    save_button(page).evaluate("(save, more) => { save.click(); more.click(); }", more)

    expect(entry_state(page)).to_have_text("Not saved yet")
    expect(symptom(page).locator("output")).to_have_text("3")
    save_button(page).click()
    expect(entry_state(page)).to_have_text(RECEIVED)
    first, second = sorted(revisions(live.database, live.people.anna), key=lambda row: row["position"])
    assert second["builds_on"] == [str(first["id"])]


def test_a_finger_that_taps_save_twice_saves_once(page: Page, live: LiveServer) -> None:
    add_loose_stools(page, 2)

    save_button(page).evaluate("(save) => { save.click(); save.click(); }")

    expect(entry_state(page)).to_have_text(RECEIVED)
    assert len(revisions(live.database, live.people.anna)) == 1


def test_a_finger_that_taps_save_twice_does_not_pass_over_the_danger_signs(
    page: Page, live: LiveServer
) -> None:
    symptom(page, "nausea").get_by_role("radio", name="Very severe", exact=True).check()
    save = save_button(page)
    save.scroll_into_view_if_needed()
    box = save.bounding_box()
    assert box is not None
    stop_the_clock(page)

    for press in ("finger", "finger", "finger", "Enter", "Enter"):
        if press == "finger":
            page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        else:
            save.press(press)
        page.clock.run_for(BETWEEN_TAPS_MILLISECONDS)
        expect(page.locator(".danger h2")).to_be_focused()
        expect(page.locator(".danger h2")).to_be_in_viewport()
        expect(entry_state(page)).to_have_text("Not saved yet")
    assert revisions(live.database, live.people.anna) == []

    page.clock.run_for(A_WHILE_MILLISECONDS)
    page.clock.resume()
    page.get_by_role("button", name="Save without answering").tap()
    expect(entry_state(page)).to_have_text(RECEIVED)
    (saved,) = revisions(live.database, live.people.anna)
    assert saved["readings"] == {"nausea": {"severity": 4}}
