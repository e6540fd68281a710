"""What a patient does on her phone, with one finger or with a keyboard alone."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.databases import DatabaseServer
from tests.support.entries import write
from tests.support.live import LiveServer
from tests.support.phone import (
    RECEIVED,
    diary_of,
    entry_state,
    revisions,
    save_button,
    save_unanswered,
    symptom,
    today,
    yesterday,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The phone does not know which database answers."""
    return sqlite


def test_a_day_can_be_written_without_a_pointer(phone: BrowserContext, live: LiveServer) -> None:
    page = diary_of(phone, live, live.people.anna)

    tab_to(page, "One more: Loose stools")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    tab_to(page, "Save")
    page.keyboard.press("Enter")

    expect(entry_state(page)).to_have_text(RECEIVED)
    (saved,) = revisions(live.database, live.people.anna)
    assert saved["readings"]["diarrhea"] == {"count": 2}


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until the control that begins with this name has the focus."""
    says = "(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()"
    for _ in range(150):
        if page.evaluate(says).startswith(name):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches “{name}”")


def test_all_fine_takes_two_taps_and_says_none_to_what_is_on_the_screen(
    phone: BrowserContext, live: LiveServer
) -> None:
    page = diary_of(phone, live, live.people.anna)

    page.get_by_role("button", name="All fine").tap()
    save_button(page).tap()

    expect(entry_state(page)).to_have_text(RECEIVED)
    (saved,) = revisions(live.database, live.people.anna)
    shown = page.locator("[data-symptom]").evaluate_all("all => all.map(one => one.dataset.symptom)")
    assert sorted(saved["readings"]) == sorted(shown)
    assert saved["readings"]["diarrhea"] == {"count": 0}
    assert saved["readings"]["nausea"] == {"severity": 0}


def test_like_yesterday_copies_answers_but_neither_measurements_nor_notes(
    phone: BrowserContext, live: LiveServer
) -> None:
    temperature = [{"value": 37.2, "unit": "°C", "at": "08:00"}]
    readings = {"fatigue": {"severity": 2, "interference": 1}, "temperature": temperature}
    notes = {"physical": "Tired.", "thinking": "", "emotional": ""}
    write(live.database, live.people.anna, yesterday(), loose_stools=2, readings=readings, notes=notes)
    page = diary_of(phone, live, live.people.anna)

    page.get_by_role("button", name="Like yesterday").tap()
    save_unanswered(page)

    expect(entry_state(page)).to_have_text(RECEIVED)
    saved = next(row for row in revisions(live.database, live.people.anna) if row["day"] == today())
    assert saved["readings"] == {"diarrhea": {"count": 2}, "fatigue": {"severity": 2, "interference": 1}}
    assert not any(saved["notes"].values())


def test_what_is_not_touched_is_not_stored(phone: BrowserContext, live: LiveServer) -> None:
    page = diary_of(phone, live, live.people.anna)
    save_button(page).click()
    expect(page.locator(".savebar .error")).to_contain_text("There is nothing to save yet.")

    symptom(page, "nausea").get_by_role("radio", name="Mild").check()
    save_button(page).click()

    expect(entry_state(page)).to_have_text(RECEIVED)
    expect(symptom(page).locator("output")).to_contain_text("not answered")
    (saved,) = revisions(live.database, live.people.anna)
    assert saved["readings"] == {"nausea": {"severity": 1}}


def test_a_name_that_the_diary_does_not_know_says_that_no_rule_watches_it(
    phone: BrowserContext, live: LiveServer
) -> None:
    page = diary_of(phone, live, live.people.anna)
    page.goto("/#medicines/add")
    name = page.get_by_label("Name of the medicine")
    unwatched = page.get_by_text("No rule about single medicines")
    name.fill("pazopanib 400 mg")
    expect(page.locator(".result b")).to_have_text(["pazopanib", "Add “pazopanib 400 mg” as typed"])
    page.get_by_role("button", name="as typed").click()
    expect(page.get_by_role("button", name="Add pazopanib 400 mg")).to_be_visible()
    expect(unwatched).to_have_count(0)

    page.goto("/#medicines")
    page.goto("/#medicines/add")
    name.fill("Votriant")
    page.get_by_role("button", name="as typed").click()
    expect(unwatched).to_be_visible()
    page.get_by_role("button", name="Add Votriant").click()

    expect(page.locator(".medicine", has_text="Votriant").locator(".notice")).to_contain_text(
        "No rule about single medicines watches this line"
    )
