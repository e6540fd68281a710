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
    texts = {}
    for address, (right, wrong) in (exchanged or {}).items():
        text = assets()[address].content.decode()
        assert right in text
        texts[address] = text.replace(right, wrong)

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url).path
        if address == "/":
            route.fulfill(body="<!doctype html><title>Cases</title>", content_type="text/html")
            return
        asset = assets()[address]
        route.fulfill(body=texts.get(address, asset.content.decode()), content_type=asset.media_type)

    context = browser.new_context()
    context.route(f"{URL}**", answer)
    page = context.new_page()
    page.goto(URL)
    yield page
    context.close()
