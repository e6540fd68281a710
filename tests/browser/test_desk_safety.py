"""What a nurse asks first when she writes for a patient on the phone, and whom a yes shows her."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import BrowserContext, Locator, Page, expect

from api.clinics.models import Clinic
from api.rules.vocabulary import RED_FLAGS
from tests.support.databases import DatabaseServer
from tests.support.desk import choose, desk_of, dialog, said
from tests.support.entries import write
from tests.support.live import LiveServer
from tests.support.phone import revisions, today

pytestmark = pytest.mark.browser
EMERGENCY, CRISIS = "tel:911", "tel:988"


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The page does not know which database answers."""
    return sqlite


@pytest.fixture
def page(desk: BrowserContext, live: LiveServer) -> Page:
    """Nora's form for Anna, who wrote of chest pain today; their clinic names whom to talk to."""
    live.database.write_now(
        lambda connection: connection.execute(sa.update(Clinic).values(crisis_number="988")) and None
    )
    write(live.database, live.people.anna, today(), readings={"chest_pain": {"presence": True}})
    page = desk_of(desk, live, live.people.nora)
    page.set_viewport_size({"width": 1280, "height": 820})
    choose(page, "Anna Berg")
    page.keyboard.press("e")
    expect(dialog(page)).to_contain_text("Loose stools")
    page.evaluate("document.querySelectorAll('dialog details').forEach(one => { one.open = true })")
    return page


def answer(page: Page, name: str) -> Locator:
    return dialog(page).locator(f"[name='readings.{name}']")


def test_a_nurse_records_the_danger_signs_and_thoughts_of_self_harm(page: Page, live: LiveServer) -> None:
    asked = dialog(page).locator("select, input:not([type=date])")
    for place, sign in enumerate(RED_FLAGS):
        expect(asked.nth(place)).to_have_attribute("name", f"readings.{sign}.presence")
    expect(answer(page, "chest_pain.presence")).to_have_value("1")
    answer(page, "chest_pain.presence").focus()

    for typed in ("n", "y", "n"):
        page.keyboard.press(typed)
        page.keyboard.press("Tab")
    page.get_by_label("Do you have thoughts of harming yourself?").select_option("Yes")
    page.get_by_role("button", name="Save this day").click()

    expect(said(page)).to_contain_text("is saved.")
    newest = next(row for row in revisions(live.database, live.people.anna) if row["author_kind"] == "nurse")
    assert newest["readings"] == {
        "chest_pain": {"presence": False},
        "breathless_at_rest": {"presence": True},
        "fainting": {"presence": False},
        "self_harm_thoughts": {"presence": True},
    }


def test_a_nurse_sees_whom_to_call_beside_each_grave_answer(page: Page) -> None:
    grave = [(f"{sign}.presence", "1", EMERGENCY) for sign in RED_FLAGS]
    grave += [("sad.severity", "4", CRISIS), ("discouraged.severity", "4", CRISIS)]
    grave += [("self_harm_thoughts.presence", "1", CRISIS)]
    call = dialog(page).locator("a.callnow")
    expect(call).to_have_attribute("href", EMERGENCY)
    answer(page, "chest_pain.presence").select_option("")
    expect(call).to_have_count(0)

    for name, value, number in grave:
        answer(page, name).select_option(value)
        expect(call, name).to_be_in_viewport()
        expect(call, name).to_have_attribute("href", number)

        answer(page, name).select_option("")
        expect(call, name).to_have_count(0)
