"""The nurse's screens and dialogs: for every eye and for a screen reader."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watched
from tests.support.axe import sideways_pixels, violations_in_both_themes
from tests.support.databases import DatabaseServer
from tests.support.desk import desk_of, dialog, sign_in, two_bad_days
from tests.support.live import LiveServer
from tests.support.phone import ZONE

pytestmark = pytest.mark.browser
WIDE = 1280


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The page looks the same on both."""
    return sqlite


def problems_of(page: Page) -> list[str]:
    # Roles, names and colours do not change with the width.
    is_wide = (page.viewport_size or {})["width"] == WIDE
    found = violations_in_both_themes(page) if is_wide else []
    if (pixels := sideways_pixels(page)) > 0:
        found.append(f"scrolls sideways by {pixels} pixels")
    return found


def outcome(page: Page) -> None:
    page.get_by_role("button", name="Resolve").click()
    page.get_by_role("button", name="Save outcome").click()
    expect(dialog(page)).to_contain_text("Choose what came of it.")


def entering(page: Page) -> None:
    page.get_by_role("button", name="Enter for this patient").first.click()
    expect(dialog(page)).to_contain_text("Loose stools")
    page.evaluate("document.querySelectorAll('dialog details').forEach(one => { one.open = true })")
    page.get_by_label("Bleeding that does not stop").select_option("Yes")
    page.get_by_label("Do you have thoughts of harming yourself?").select_option("Yes")
    expect(dialog(page).locator("a.callnow")).to_have_count(2)


def new_patient(page: Page) -> None:
    page.get_by_role("button", name="New patient").click()
    page.get_by_role("button", name="Enrol and show the code").click()
    expect(dialog(page)).to_contain_text("Type the patient's name.")


def details(page: Page) -> None:
    page.get_by_role("button", name="Correct details").click()
    page.get_by_label("Diagnosis").fill("Liposarcoma")
    page.get_by_role("button", name="Close").first.click()
    expect(dialog(page)).to_contain_text("What you typed here is not saved.")
    page.get_by_role("button", name="Keep writing").focus()


def code(page: Page) -> None:
    page.get_by_role("button", name="Give a new code").click()
    expect(dialog(page).get_by_role("img")).to_be_visible()


def phones(page: Page) -> None:
    page.get_by_role("button", name="Phones").click()
    expect(dialog(page)).to_contain_text("No phone has opened this diary yet.")


def medicine(page: Page) -> None:
    page.locator("[data-focus=add-medicine]").click()
    expect(dialog(page)).to_contain_text("Add a medicine for")
    page.get_by_label("Medicine", exact=True).fill("Votrient 400 mg")
    expect(dialog(page)).to_contain_text("pazopanib ·")
    page.get_by_label("Medicine", exact=True).fill("Votriant")
    expect(dialog(page)).to_contain_text("No rule about single medicines")


def own(name: str) -> Callable[[Page], None]:
    def open_it(page: Page) -> None:
        page.locator(".own > summary").click()
        page.get_by_role("button", name=name).click()
        expect(dialog(page)).to_be_visible()

    return open_it


DIALOGS = (
    outcome,
    entering,
    new_patient,
    details,
    code,
    phones,
    medicine,
    own("Change my password"),
    own("Keyboard shortcuts"),
)


@pytest.fixture(params=[1280, 820])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def test_every_screen_and_dialog_can_be_read_and_heard(
    browser: Browser, live: LiveServer, width: int
) -> None:
    two_bad_days(live, live.people.anna)
    size = {"width": width, "height": 900}
    context = browser.new_context(base_url=live.url, viewport=size, timezone_id=ZONE, reduced_motion="reduce")
    with watched(context, live):
        page = context.new_page()
        page.goto("/nurse")
        sign_in(page, "Nora Lind", password="not her password at all")
        expect(page.locator("form")).to_contain_text("This e-mail and password do not go together.")
        assert problems_of(page) == [], "sign-in"

        page = desk_of(context, live, live.people.nora)
        expect(page.locator(".alert-band")).to_be_visible()
        page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
        assert problems_of(page) == [], "desk"
        for open_dialog in DIALOGS:
            open_dialog(page)
            assert problems_of(page) == [], open_dialog.__name__
            page.evaluate("document.querySelector('dialog').close()")
            expect(dialog(page)).to_have_count(0)
