"""What a nurse does at her desk, in the words of the page."""

from playwright.sync_api import BrowserContext, Locator, Page, expect

from api.access.actors import Actor
from api.access.credentials import STAFF_COOKIE
from tests.support.clients import signed_in_token
from tests.support.entries import write
from tests.support.live import LiveServer
from tests.support.personas import PASSWORD, email_of
from tests.support.phone import today, yesterday


def sign_in(page: Page, name: str, *, password: str = PASSWORD) -> None:
    page.get_by_label("E-mail").fill(email_of(name))
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def desk_of(context: BrowserContext, live: LiveServer, nurse: Actor) -> Page:
    """Her page, signed in, with the list read."""
    token = signed_in_token(nurse, database=live.database, settings=live.settings)
    context.add_cookies(
        [{"name": STAFF_COOKIE, "value": token, "url": live.url.replace("http:", "https:"), "secure": True}]
    )
    page = context.new_page()
    page.goto("/nurse")
    expect(page.locator("#list")).to_contain_text("All patients")
    expect(page.locator("#person")).not_to_contain_text("One moment")
    return page


def alerts(page: Page) -> Locator:
    """The cards of the list, worst first."""
    return page.locator("#list .alerts a")


def choose(page: Page, name: str) -> None:
    page.locator("#list").get_by_role("link", name=name).last.click()
    expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()


def said(page: Page) -> Locator:
    """The line that says what has just happened."""
    return page.locator(".said")


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def two_bad_days(live: LiveServer, patient: Actor) -> None:
    """Five loose stools yesterday, four today: the rule fires."""
    write(live.database, patient, yesterday(), loose_stools=5)
    write(live.database, patient, today(), loose_stools=4)
