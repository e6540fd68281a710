"""A phone that was closed and starts again while the server cannot be reached."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from api.access.models import SessionRow
from tests.support.databases import DatabaseServer
from tests.support.entries import write
from tests.support.live import LiveServer
from tests.support.phone import (
    NOT_SENT,
    add_loose_stools,
    diary_of,
    entry_state,
    link_for,
    revisions,
    save_unanswered,
    use_link,
    yesterday,
)
from tests.support.phone_storage import rows, wait_until_kept

pytestmark = pytest.mark.browser


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The phone does not know which database answers."""
    return sqlite


@pytest.fixture
def page(phone: BrowserContext, live: LiveServer) -> Page:
    """Anna's diary, whose last days this phone has read; Ben has written too."""
    write(live.database, live.people.anna, yesterday(), loose_stools=4)
    write(live.database, live.people.ben, yesterday(), loose_stools=1)
    page = diary_of(phone, live, live.people.anna)
    wait_until_kept(page, "days")
    return page


def test_the_second_bad_day_is_found_without_the_server_by_what_was_received_before(
    phone: BrowserContext, page: Page, live: LiveServer
) -> None:
    page.close()
    cold = phone.new_page()
    cold.route("**/api/**", lambda route: route.abort("internetdisconnected"))
    cold.goto("/")

    add_loose_stools(cold, 4)
    save_unanswered(cold)

    verdict = cold.locator(".verdict")
    expect(verdict.locator(".level")).to_have_text("Call your care team")
    expect(verdict).to_contain_text("Checked on this phone")
    expect(verdict.locator("a.callnow")).to_be_visible()
    expect(entry_state(cold)).to_have_text(NOT_SENT)
    assert [row["day"] for row in revisions(live.database, live.people.anna)] == [yesterday()]


def test_a_phone_keeps_only_its_own_patients_days_and_only_while_she_is_enrolled(
    page: Page, live: LiveServer
) -> None:
    page.get_by_role("link", name="My visit").click()
    page.get_by_text("This phone", exact=True).click()
    page.get_by_role("button", name="Sign out on this phone").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out on this phone").click()
    expect(page.get_by_label("Your code")).to_be_visible()
    assert rows(page, "days") == []

    use_link(page, link_for(live, live.people.ben), name="Ben Okafor")
    wait_until_kept(page, "days")

    kept = rows(page, "days")
    assert [(row["patient"], row["day"]) for row in kept] == [(str(live.people.ben.id), str(yesterday()))]

    live.database.write_now(lambda c: c.execute(SessionRow.__table__.delete()))  # type: ignore[attr-defined]
    page.reload()
    expect(page.get_by_label("Your code")).to_be_visible()
    assert rows(page, "days") == []
