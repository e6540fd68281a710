"""Trying guidance on past diaries at the desk, with the real worker."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from api.rules.guidance import published_text
from api.trials.models import Trial
from tests.support.databases import DatabaseServer
from tests.support.desk import dialog
from tests.support.entries import write
from tests.support.guidance_place import DOCUMENT_TITLE, PACK, TITLE, guidance_place, pack, submit
from tests.support.live import LiveServer
from tests.support.phone import today, yesterday
from tests.support.rows import rows_of
from tests.support.trials import work_through

pytestmark = pytest.mark.browser
STOOLS = "Many loose stools"


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The page does not know which database answers; trials' own tests run on both."""
    return sqlite


@pytest.fixture
def page(desk: BrowserContext, live: LiveServer) -> Page:
    return guidance_place(desk, live)


def test_numbers_are_tried_on_past_diaries_and_the_page_follows_the_worker(
    page: Page, live: LiveServer
) -> None:
    for day in (yesterday(), today()):
        write(live.database, live.people.ben, day, loose_stools=3)
    pack(page, DOCUMENT_TITLE).get_by_role("button", name="Try on past diaries").click()
    dialog(page).get_by_label(STOOLS, exact=True).fill("3")
    submit(page, "Try it")

    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.locator(".trial-state")).to_contain_text("Waits for its turn. 2 diaries will be judged.")
    work_through(live.database)
    expect(page.locator(".trial-state")).to_contain_text("2 diaries judged.")
    row = page.get_by_role("row", name=STOOLS)
    expect(row.get_by_role("cell").first).to_contain_text("1")
    page.locator(".results summary", has_text="For 1 patient").click()
    page.locator(".results").get_by_role("link", name="Ben Okafor").click()
    expect(page.get_by_role("heading", level=2, name="Ben Okafor")).to_be_visible()

    page.get_by_role("link", name="Guidance", exact=True).click()
    page.locator(".trials").get_by_role("link", name=DOCUMENT_TITLE).click()
    expect(page.locator(".results")).to_be_visible()


def test_a_draft_is_read_from_disk_and_its_faults_are_listed_by_line(page: Page, live: LiveServer) -> None:
    text = published_text(PACK)
    pack(page).get_by_role("button", name="Try on past diaries").click()
    dialog(page).get_by_label("A draft from a file").check()
    draft = dialog(page).get_by_label("The draft")

    draft.set_input_files(file_of(text.replace('level = "urgent"', 'level = "soon"', 1)))
    submit(page, "Try it")
    expect(dialog(page).locator(".faults li").first).to_contain_text(re.compile(r"^Line \d+: .*fever"))
    assert rows_of(live.database, Trial) == []
    draft.set_input_files(file_of(text))
    submit(page, "Try it")

    expect(page.locator("#person")).to_contain_text("A draft from a file: version")
    polled: list[str] = []
    page.get_by_role("link", name="All guidance").click()
    expect(page.locator(".trials")).to_contain_text("a draft")
    page.on("request", lambda request: polled.append(request.url) if "/trials/" in request.url else None)
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator(".rules").first).to_be_visible()
    # Longer than the page waits between two looks.
    page.wait_for_timeout(2_500)
    assert polled == []


def file_of(text: str) -> dict[str, object]:
    return {"name": "draft.toml", "mimeType": "text/plain", "buffer": text.encode()}
