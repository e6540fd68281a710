"""What an admin does in the guidance place of her desk, in the words of the page."""

from playwright.sync_api import BrowserContext, Locator, Page, expect

from api.rules.guidance import published
from tests.support.desk import desk_of, dialog
from tests.support.live import LiveServer

PACK = "published-criteria"
TITLE = published()[PACK].source.title
DOCUMENT_TITLE = "Soft Tissue Sarcoma"
REASON = "Our nurses call every day."


def guidance_place(context: BrowserContext, live: LiveServer) -> Page:
    """The admin's desk, with the place open that a key leads to."""
    page = desk_of(context, live, live.people.ada)
    page.keyboard.press("g")
    expect(page.locator(".pack")).to_have_count(2)
    expect(page.get_by_role("heading", name="Guidance", exact=True)).to_be_focused()
    return page


def pack(page: Page, title: str = TITLE) -> Locator:
    return page.locator(".pack", has=page.get_by_role("heading", name=title))


def submit(page: Page, name: str) -> None:
    dialog(page).get_by_role("button", name=name).click()


def needs_reason(page: Page, button: str) -> None:
    """Saving without saying why says so; with it, it saves."""
    submit(page, button)
    expect(dialog(page).locator(".field .error:visible")).to_contain_text("ay why")
    expect(dialog(page).get_by_label("Why", exact=True)).to_be_focused()
    dialog(page).get_by_label("Why", exact=True).fill(REASON)
    submit(page, button)
