"""An empty page that can import the scripts as the server serves them, or with a line exchanged."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from api.page import assets

URL = "http://localhost/"


@contextmanager
def page_with_scripts(
    browser: Browser, exchanged: Mapping[str, tuple[str, str]] | None = None
) -> Iterator[Page]:
    """`exchanged` gives for the address of a script the text to find in it, and what stands there instead."""

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url).path
        if address == "/":
            route.fulfill(body="<!doctype html><title>Cases</title>", content_type="text/html")
            return
        asset = assets()[address]
        text = asset.content.decode()
        if exchanged and address in exchanged:
            right, wrong = exchanged[address]
            assert right in text
            text = text.replace(right, wrong)
        route.fulfill(body=text, content_type=asset.media_type)

    context = browser.new_context()
    context.route(f"{URL}**", answer)
    page = context.new_page()
    page.goto(URL)
    yield page
    context.close()
