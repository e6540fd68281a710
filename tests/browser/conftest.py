"""Chromium, a phone and a desk, and the real app to open in them, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.support.chromium import FLAGS, chromium
from tests.support.live import LiveServer, serving

# Two browsers and two databases share a small machine; a wait that succeeds costs nothing.
WAIT_MILLISECONDS = 20_000
expect.set_options(timeout=WAIT_MILLISECONDS)


# Not for the whole session: while it is open, Playwright's event loop is the running one of this thread, and
# a test elsewhere could not start its own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def live(database_url: str) -> Iterator[LiveServer]:
    """The real app with everyone of `personas` moved in."""
    with serving(database_url) as server:
        yield server


@pytest.fixture
def phone(browser: Browser, live: LiveServer) -> Iterator[BrowserContext]:
    """A small phone. Errors in the page's console and requests to another host fail the test."""
    context = browser.new_context(
        base_url=live.url,
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
        locale="en-US",
        timezone_id="America/New_York",
    )
    with watched(context, live):
        yield context


@pytest.fixture
def desk(browser: Browser, live: LiveServer) -> Iterator[BrowserContext]:
    """A nurse's screen, watched like the phone."""
    context = browser.new_context(
        base_url=live.url,
        viewport={"width": 1180, "height": 820},
        locale="en-US",
        timezone_id="America/New_York",
    )
    with watched(context, live):
        yield context


@contextmanager
def watched(context: BrowserContext, live: LiveServer) -> Iterator[None]:
    """Collects what no page of ours may do, and fails at the end if there was any of it."""
    context.set_default_timeout(WAIT_MILLISECONDS)
    problems: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        # Chromium reports every answer over 399 as an error; those of the API are for the page to handle.
        is_answer = message.text.startswith("Failed to load resource")
        if message.type == "error" and not (is_answer and "/api/" in message.location["url"]):
            problems.append(message.text)

    def on_request(request: Request) -> None:
        host = urlsplit(request.url).netloc
        if host != urlsplit(live.url).netloc:
            problems.append(f"a request to {host}")

    def on_page(page: Page) -> None:
        page.on("pageerror", lambda error: problems.append(str(error)))

    context.on("console", on_console)
    context.on("request", on_request)
    context.on("page", on_page)
    yield
    context.close()
    assert problems == []
