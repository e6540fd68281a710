"""The patient's screens: for every eye, every finger and every width."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import watched
from tests.support.axe import sideways_pixels, small_targets, small_type, violations_in_both_themes
from tests.support.databases import DatabaseServer
from tests.support.desk import two_bad_days
from tests.support.factories import a_medication, insert
from tests.support.live import LiveServer
from tests.support.phone import (
    ZONE,
    diary_of,
    link_for,
    save_button,
    symptom,
    yesterday,
)
from tests.support.rulebooks import sign_every_rule

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
TOUCH = 48
TYPE = 16


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The page looks the same on both."""
    return sqlite


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")


def today_with_everything(page: Page) -> None:
    page.goto("/#today")
    expect(page.locator(".verdict")).to_be_visible()
    page.locator("summary", has_text="Add another symptom").click()
    page.get_by_role("button", name="Constipation").click()
    symptom(page, "nausea").get_by_role("radio", name="Severe", exact=True).check()
    page.locator("summary", has_text="Measurements").click()
    page.get_by_role("button", name="Add: Temperature").click()
    save_button(page).click()
    expect(page.locator(".error:visible")).to_have_count(1)
    unfold(page)


def earlier_day(page: Page) -> None:
    page.goto(f"/#today/{yesterday()}")
    expect(page.locator("h1")).to_contain_text("an earlier day")
    page.get_by_text("Saved on the wrong day?").click()
    page.get_by_role("button", name="Take this entry back").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def diary(page: Page) -> None:
    page.goto("/#diary")
    expect(page.locator(".trend svg")).to_be_visible()
    expect(page.locator(".days li")).not_to_have_count(0)
    unfold(page)


def call(page: Page) -> None:
    page.goto("/#call")
    expect(page.locator(".watched")).not_to_have_count(0)
    unfold(page)


def medicines(page: Page) -> None:
    page.goto("/#medicines")
    expect(page.locator(".medicine")).not_to_have_count(0)
    unfold(page)


def a_medicine_to_add(page: Page) -> None:
    page.goto("/#medicines/add")
    page.get_by_label("Name of the medicine").fill("tazem")
    page.get_by_role("button", name="tazemetostat").click()
    expect(page.locator(".withdrawn")).to_be_visible()


def the_search(page: Page) -> None:
    page.goto("/#medicines/add")
    page.get_by_label("Name of the medicine").fill("ib")
    expect(page.locator(".result")).not_to_have_count(0)


def a_medicine_to_stop(page: Page) -> None:
    medicines(page)
    page.get_by_role("link", name="Correct or stop").first.click()
    expect(page.get_by_role("button", name="Entered by mistake")).to_be_visible()
    unfold(page)


def visit(page: Page) -> None:
    page.goto("/#visit")
    expect(page.get_by_role("heading", name="For my visit")).to_be_visible()
    unfold(page)


SCREENS = (
    today_with_everything,
    earlier_day,
    diary,
    call,
    medicines,
    the_search,
    a_medicine_to_add,
    a_medicine_to_stop,
    visit,
)


def problems_of(page: Page) -> list[str]:
    """Everything that is wrong with the screen as it stands."""
    # Roles, names and colours do not change with the width; targets, type and overflow do.
    found = violations_in_both_themes(page) if page.viewport_size == PHONE else []
    found += small_targets(page, least=TOUCH)
    found += small_type(page, least=TYPE)
    if (pixels := sideways_pixels(page)) > 0:
        found.append(f"scrolls sideways by {pixels} pixels")
    return found


@pytest.fixture(params=[390, 320])
def narrow(request: pytest.FixtureRequest, browser: Browser, live: LiveServer):
    """A phone of this many pixels' width."""
    context = browser.new_context(
        base_url=live.url,
        viewport={"width": request.param, "height": 844},
        is_mobile=True,
        has_touch=True,
        reduced_motion="reduce",
        timezone_id=ZONE,
    )
    with watched(context, live):
        yield context


def test_every_screen_can_be_read_touched_and_heard(narrow: BrowserContext, live: LiveServer) -> None:
    live.database.write_now(sign_every_rule, live.people.ada, "published-criteria")
    two_bad_days(live, live.people.anna)
    live.database.write_now(insert_pazopanib, live)
    page = diary_of(narrow, live, live.people.anna)

    for screen in SCREENS:
        problems = of_screen(page, screen)
        assert problems == [], screen.__name__


def of_screen(page: Page, screen: Callable[[Page], None]) -> list[str]:
    page.goto("about:blank")
    screen(page)
    return problems_of(page)


def insert_pazopanib(connection, live: LiveServer) -> None:
    anna = live.people.anna
    row = a_medication(anna, dose="800 mg", form="tablet", notes="One hour before breakfast.")
    insert(connection, row)


def test_the_way_in_can_be_read_touched_and_heard(narrow: BrowserContext, live: LiveServer) -> None:
    page = narrow.new_page()

    page.goto("/#enrol=nonsense")
    page.get_by_label("Your code").fill("ABCD")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("A code has 12 letters and numbers.")
    assert problems_of(page) == []

    page.goto(link_for(live, live.people.anna))
    expect(page.get_by_role("heading", name="Is this your diary, Anna Berg?")).to_be_visible()
    assert problems_of(page) == []
