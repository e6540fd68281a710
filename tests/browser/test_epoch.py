"""A server that was restored from a backup gets back from the phones what it had acknowledged after it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.support.databases import DatabaseServer
from tests.support.live import LiveServer
from tests.support.phone import (
    NOT_SENT,
    RECEIVED,
    add_loose_stools,
    choose_day,
    diary_of,
    enrol,
    entry_state,
    link_for,
    look_again,
    revisions,
    save_button,
    symptom,
    use_link,
)
from tests.support.phone_storage import change_received, leave_as_the_first_version, rows, wait_until_sent
from tests.support.restored import RestorableServer, restorable
from tests.support.rows import queue_of

pytestmark = pytest.mark.browser
PUTS = "**/api/v1/patients/*/diary/*"


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The phone does not know which database answers."""
    return sqlite


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[RestorableServer]:
    with restorable(database_url, tmp_path) as server:
        yield server


@pytest.fixture
def live(server: RestorableServer) -> LiveServer:
    return server.live


def save(page: Page, more: int, *, is_bad: bool = False) -> None:
    add_loose_stools(page, more)
    if is_bad:
        page.get_by_role("button", name="None of these").click()
    save_button(page).click()
    expect(entry_state(page)).to_have_text(RECEIVED)
    wait_until_sent(page)


def write_a_day(page: Page) -> None:
    """Yesterday twice and today three times; the rule about loose stools fires."""
    choose_day(page, "Yesterday")
    save(page, 3)
    save(page, 1, is_bad=True)
    choose_day(page, "Today")
    save(page, 2)
    save(page, 2, is_bad=True)
    save(page, 1)


def saved(live: LiveServer) -> list[tuple[object, ...]]:
    """Anna's saves in the order of their arrival, with all that she wrote."""
    found = sorted(revisions(live.database, live.people.anna), key=lambda row: int(str(row["position"])))
    return [(row["id"], row["day"], row["body_hash"], row["is_head"]) for row in found]


def test_a_day_of_entries_comes_back_in_its_order_and_nothing_is_doubled(
    phone: BrowserContext, server: RestorableServer
) -> None:
    page = diary_of(phone, server.live, server.live.people.anna)
    backup = server.back_up()
    write_a_day(page)
    written = saved(server.live)
    alerts = [card.rule for card in queue_of(server.live.database, server.live.people.nora).items]
    former = rows(page, "acknowledged")[0]["epoch"]
    assert len(written) == 5 and alerts

    server.put_back(backup)
    assert saved(server.live) == []
    look_again(page)
    wait_until_sent(page, former)

    assert saved(server.live) == written
    assert [card.rule for card in queue_of(server.live.database, server.live.people.nora).items] == alerts
    expect(page.locator(".verdict")).to_have_count(len(alerts))

    sent = puts_of(page)
    page.reload()
    expect(entry_state(page)).to_have_text(RECEIVED)
    assert sent == []
    assert saved(server.live) == written


def test_a_phone_whose_enrolment_was_lost_too_brings_its_entry_with_a_new_code(
    phone: BrowserContext, server: RestorableServer
) -> None:
    backup = server.back_up()
    page = phone.new_page()
    use_link(page, link_for(server.live, server.live.people.anna), name="Anna Berg")
    save(page, 2)
    written = saved(server.live)

    server.put_back(backup)
    page.reload()
    expect(page.locator("main")).to_contain_text("1 entry in the diary of Anna Berg waits on this phone.")
    use_link(page, link_for(server.live, server.live.people.anna), name="Anna Berg")

    expect(entry_state(page)).to_have_text(RECEIVED)
    wait_until_sent(page)
    assert saved(server.live) == written


def test_the_next_person_on_a_phone_brings_nothing_of_the_former(
    phone: BrowserContext, server: RestorableServer
) -> None:
    backup = server.back_up()
    page = diary_of(phone, server.live, server.live.people.anna)
    save(page, 2)
    page.goto(link_for(server.live, server.live.people.ben))
    page.get_by_role("button", name="Yes, open Ben Okafor’s diary").click()
    expect(page.locator("#topbar")).to_contain_text("Ben Okafor")
    assert rows(page, "acknowledged") == []
    save(page, 1)

    server.put_back(backup)
    enrol(phone, server.live, server.live.people.ben)
    page.reload()
    expect(entry_state(page)).to_have_text(RECEIVED)
    wait_until_sent(page)

    assert len(revisions(server.live.database, server.live.people.ben)) == 1
    assert saved(server.live) == []


def test_signing_out_leaves_nothing_of_what_was_received(phone: BrowserContext, live: LiveServer) -> None:
    page = diary_of(phone, live, live.people.anna)
    save(page, 2)

    page.get_by_role("link", name="My visit").click()
    page.get_by_text("This phone", exact=True).click()
    page.get_by_role("button", name="Sign out on this phone").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out on this phone").click()

    expect(page.get_by_label("code")).to_be_visible()
    assert rows(page, "acknowledged") == []
    assert len(saved(live)) == 1


def test_what_was_received_more_than_30_days_ago_is_forgotten(
    phone: BrowserContext, live: LiveServer
) -> None:
    page = diary_of(phone, live, live.people.anna)
    save(page, 1)
    (kept,) = rows(page, "acknowledged")
    for order, days in ((-1, 29), (-2, 31)):
        change_received(page, {"receivedAt": days_before(kept, days)}, as_order=order)

    save(page, 1)

    assert [row["order"] for row in rows(page, "acknowledged")] == [-1, 1, 2]


def test_what_is_no_longer_what_was_received_is_not_offered(phone: BrowserContext, live: LiveServer) -> None:
    page = diary_of(phone, live, live.people.anna)
    save(page, 1)
    (kept,) = rows(page, "acknowledged")
    other = {**kept["body"], "time_zone": "Europe/Berlin"}
    change_received(page, {"epoch": "another", "body": other})
    sent = puts_of(page)

    page.reload()
    expect(entry_state(page)).to_have_text(RECEIVED)

    assert sent == []
    change_received(page, {"epoch": "another", "body": kept["body"]})
    with page.expect_response(PUTS) as answer:
        page.reload()
    assert answer.value.status == 200
    assert len(saved(live)) == 1


def test_an_update_keeps_what_the_version_before_had_not_sent(
    phone: BrowserContext, live: LiveServer
) -> None:
    first = diary_of(phone, live, live.people.anna)
    first.route(PUTS, lambda route: route.abort("internetdisconnected"))
    add_loose_stools(first, 3)
    save_button(first).click()
    expect(entry_state(first)).to_have_text(NOT_SENT)
    (entry,) = rows(first, "outbox")
    first.close()

    page = phone.new_page()
    page.goto("/nurse")
    leave_as_the_first_version(page, entry)
    page.route(PUTS, lambda route: route.abort("internetdisconnected"))
    page.goto("/")

    expect(entry_state(page)).to_have_text(NOT_SENT)
    expect(symptom(page).locator("output")).to_have_text("3")
    assert rows(page, "outbox") == [entry]
    assert rows(page, "acknowledged") == []

    page.unroute_all(behavior="wait")
    page.reload()
    expect(entry_state(page)).to_have_text(RECEIVED)
    assert len(saved(live)) == 1


def puts_of(page: Page) -> list[str]:
    """Fills with the addresses of entries that are sent from now on."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method == "PUT":
            sent.append(request.url)

    page.on("request", note)
    return sent


def days_before(row: dict[str, object], days: int) -> str:
    return (datetime.fromisoformat(str(row["receivedAt"])) - timedelta(days=days)).isoformat()
