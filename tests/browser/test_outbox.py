"""An entry stays on the phone until the server has proved that it has it."""

import json

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.support.databases import DatabaseServer
from tests.support.live import LiveServer
from tests.support.phone import (
    NOT_SENT,
    RECEIVED,
    add_loose_stools,
    choose_day,
    diary_of,
    entry_state,
    link_for,
    revisions,
    save_button,
    symptom,
    use_link,
    yesterday,
)

pytestmark = pytest.mark.browser
PUTS = "**/api/v1/patients/*/diary/*"
UNSENT = """() => new Promise((resolve) => {
  const asked = indexedDB.open("diary");
  asked.onsuccess = () => {
    const all = asked.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => { asked.result.close(); resolve(all.result.length); };
  };
})"""


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The phone does not know which database answers."""
    return sqlite


@pytest.fixture
def page(phone: BrowserContext, live: LiveServer) -> Page:
    """Anna's diary, open on Today."""
    return diary_of(phone, live, live.people.anna)


def unsent(page: Page) -> int:
    """How many entries lie on this phone."""
    count: int = page.evaluate(UNSENT)
    return count


def saves(page: Page, count: int) -> None:
    add_loose_stools(page, count)
    save_button(page).click()


def a_login_page(route: Route) -> None:
    """What a hotel's network says to everything."""
    route.fulfill(status=200, content_type="text/html", body="<h1>Welcome! Please sign in.</h1>")


def json_of_somebody_else(route: Route) -> None:
    route.fulfill(status=200, json={"ok": True})


def nothing(route: Route) -> None:
    route.fulfill(status=204)


def a_cut_body(route: Route) -> None:
    """The server has it, but the phone cannot know."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text()[:40])


def no_signal(route: Route) -> None:
    route.abort("internetdisconnected")


def a_refusal(route: Route, status: int, headers: dict[str, str] | None = None) -> None:
    body = {
        "type": "/api/v1/problems#made-up",
        "title": "No",
        "status": status,
        "detail": "No.",
        "errors": [],
    }
    route.fulfill(
        status=status,
        body=json.dumps(body),
        headers={"content-type": "application/problem+json"} | (headers or {}),
    )


def signed_out(route: Route) -> None:
    a_refusal(route, 401)


def too_large(route: Route) -> None:
    a_refusal(route, 413)


def too_many(route: Route) -> None:
    a_refusal(route, 429, {"retry-after": "60"})


def broken(route: Route) -> None:
    a_refusal(route, 500)


@pytest.mark.parametrize(
    "answer",
    [
        a_login_page,
        json_of_somebody_else,
        nothing,
        a_cut_body,
        no_signal,
        signed_out,
        too_large,
        too_many,
        broken,
    ],
    ids=lambda answer: answer.__name__,
)
def test_an_entry_survives_every_answer_that_proves_nothing(page: Page, live: LiveServer, answer) -> None:
    page.route(PUTS, lambda route: answer(route) if route.request.method == "PUT" else route.continue_())

    saves(page, 2)
    expect(entry_state(page)).to_have_text(
        "On this phone; a new code is needed" if answer is signed_out else NOT_SENT
    )
    page.reload()
    expect(symptom(page).locator("output")).to_have_text("2")
    assert unsent(page) == 1

    page.unroute_all(behavior="wait")
    page.reload()
    expect(entry_state(page)).to_have_text(RECEIVED)
    assert unsent(page) == 0
    assert len(revisions(live.database, live.people.anna)) == 1


def test_a_phone_without_a_signal_sends_when_it_is_back(
    phone: BrowserContext, page: Page, live: LiveServer
) -> None:
    phone.set_offline(True)
    saves(page, 2)
    expect(entry_state(page)).to_have_text(NOT_SENT)
    assert revisions(live.database, live.people.anna) == []

    phone.set_offline(False)

    expect(entry_state(page)).to_have_text(RECEIVED)
    assert len(revisions(live.database, live.people.anna)) == 1


def test_a_refused_entry_does_not_hold_up_the_next(page: Page, live: LiveServer) -> None:
    page.route(f"**/diary/{yesterday()}", lambda route: a_refusal(route, 422))
    choose_day(page, "Yesterday")
    saves(page, 1)
    expect(entry_state(page)).to_have_text("On this phone, needs a correction")

    choose_day(page, "Today")
    saves(page, 2)

    expect(entry_state(page)).to_have_text(RECEIVED)
    assert unsent(page) == 1

    page.unroute(f"**/diary/{yesterday()}")
    choose_day(page, "Yesterday")
    saves(page, 1)
    expect(entry_state(page)).to_have_text(RECEIVED)
    assert unsent(page) == 0
    assert len(revisions(live.database, live.people.anna)) == 2


def test_signing_out_keeps_what_is_unsent(page: Page, live: LiveServer) -> None:
    page.route(PUTS, no_signal)
    saves(page, 3)
    expect(entry_state(page)).to_have_text(NOT_SENT)

    page.get_by_role("link", name="My visit").click()
    page.get_by_text("This phone", exact=True).click()
    page.get_by_role("button", name="Sign out on this phone").click()
    expect(page.get_by_role("dialog")).to_contain_text("1 entry is not sent yet.")
    page.get_by_role("dialog").get_by_role("button", name="Sign out on this phone").click()

    expect(page.locator("main")).to_contain_text("1 entry in the diary of Anna Berg waits on this phone.")
    assert unsent(page) == 1

    page.unroute_all(behavior="wait")
    use_link(page, link_for(live, live.people.anna), name="Anna Berg")
    expect(entry_state(page)).to_have_text(RECEIVED)
    assert len(revisions(live.database, live.people.anna)) == 1


def test_the_link_of_another_patient_never_replaces_a_diary_with_unsent_entries(
    page: Page, live: LiveServer
) -> None:
    page.route(PUTS, no_signal)
    saves(page, 3)
    expect(entry_state(page)).to_have_text(NOT_SENT)

    page.goto(link_for(live, live.people.ben))

    expect(page.get_by_role("heading", name="First send what is on this phone")).to_be_visible()
    expect(page.get_by_role("button", name="Yes, open")).to_have_count(0)
    page.unroute_all(behavior="wait")
    page.get_by_role("button", name="Back to Anna Berg’s diary").click()
    expect(entry_state(page)).to_have_text(RECEIVED)
    assert len(revisions(live.database, live.people.anna)) == 1
    assert revisions(live.database, live.people.ben) == []
