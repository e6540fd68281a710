"""The documentation as a browser shows it."""

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.support.databases import DatabaseServer
from tests.support.live import LiveServer

pytestmark = pytest.mark.browser
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """Documentation reads no rows, so one kind of database is enough."""
    return sqlite


def test_the_documentation_fits_a_phone_with_everything_unfolded(phone: BrowserContext) -> None:
    page = phone.new_page()

    page.goto("/docs")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

    assert page.locator("details[open]").count() > 30
    assert not page.evaluate(WIDER_THAN_THE_SCREEN)


def test_a_script_that_somebody_smuggles_in_does_not_run(browser: Browser, live: LiveServer) -> None:
    context = browser.new_context(base_url=live.url)
    page = context.new_page()
    page.goto("/docs")

    with page.expect_console_message() as refusal:
        page.evaluate(
            "document.body.append(Object.assign(document.createElement('script'), "
            "{ textContent: 'window.smuggled = true' }))"
        )

    assert "Content Security Policy" in refusal.value.text
    assert page.evaluate("window.smuggled") is None
    context.close()
