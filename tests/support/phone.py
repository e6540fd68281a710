"""What a patient does on the page, in the words of the page."""

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, Locator, Page, expect

from api import clock
from api.access.actors import Actor
from api.access.credentials import PATIENT_COOKIE
from api.access.service import create_invite, link_of
from api.database import Database
from api.diary.models import RevisionRow
from tests.support.clients import signed_in_token
from tests.support.live import LiveServer
from tests.support.rows import rows_of

ZONE = "America/New_York"
NOT_SENT = "On this phone, not sent yet"
RECEIVED = re.compile("^Received ")
# In the page's own time: longer than it waits for a finger to rest.
A_WHILE_MILLISECONDS = 2_000


def today() -> date:
    """The day it is where the phones of the tests are."""
    return clock.now().astimezone(ZoneInfo(ZONE)).date()


def yesterday() -> date:
    return today() - timedelta(days=1)


def link_for(live: LiveServer, patient: Actor) -> str:
    """A fresh link, as the clinic would give it to her."""
    code = live.database.write_now(create_invite, None, patient_id=patient.id, settings=live.settings)
    return link_of(code, live.settings)


def use_link(page: Page, link: str, *, name: str) -> None:
    """Opens a diary with a link; a page that is open already only sees its fragment change."""
    page.goto(link)
    page.get_by_role("button", name=f"Yes, open {name}’s diary").click()
    expect(page.locator("#tabs")).to_be_visible()


def enrol(context: BrowserContext, live: LiveServer, patient: Actor) -> None:
    """A phone that is enrolled already."""
    token = signed_in_token(patient, database=live.database, settings=live.settings)
    context.add_cookies(
        [{"name": PATIENT_COOKIE, "value": token, "url": live.url.replace("http:", "https:"), "secure": True}]
    )


def diary_of(context: BrowserContext, live: LiveServer, patient: Actor) -> Page:
    """Her page, open on Today."""
    enrol(context, live, patient)
    page = context.new_page()
    page.goto("/")
    expect(page.locator(".quick")).to_be_visible()
    return page


def stop_the_clock(page: Page) -> None:
    """The page's own time then passes only by `page.clock.run_for`."""
    page.clock.install()
    page.clock.pause_at(clock.now() + timedelta(minutes=1))


def symptom(page: Page, name: str = "diarrhea") -> Locator:
    return page.locator(f"[data-symptom={name}]")


def add_loose_stools(page: Page, count: int) -> None:
    for _ in range(count):
        symptom(page).get_by_role("button", name="One more").click()


def save_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Save", exact=True)


def save_unanswered(page: Page) -> None:
    """Saves a bad day whose danger signs stay unanswered; the page asks for them once."""
    save_button(page).click()
    page.get_by_role("button", name="Save without answering").click()


def entry_state(page: Page) -> Locator:
    """The line that says where the entry is."""
    return page.locator(".entry-state")


def choose_day(page: Page, name: str) -> None:
    """Such as "Yesterday", in the strip of days."""
    page.get_by_role("navigation", name="Days").get_by_role("link", name=name).click()
    expect(page.locator("h1")).to_be_focused()


def look_again(page: Page) -> None:
    """What the page does when its owner comes back to it."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def revisions(database: Database, patient: Actor) -> list[dict[str, object]]:
    """Everything that was ever saved for her."""
    return [row for row in rows_of(database, RevisionRow) if row["patient_id"] == patient.id]
