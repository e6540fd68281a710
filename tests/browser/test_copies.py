"""A phone may hold the only copy of what a server has lost: it lets go of none before that is put right."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from api.access.models import SessionRow
from tests.browser.test_epoch import save, saved
from tests.support.databases import DatabaseServer
from tests.support.live import LiveServer
from tests.support.phone import diary_of, entry_state, link_for, use_link
from tests.support.phone_storage import change_received, rows, wait_until_sent
from tests.support.restored import RestorableServer, restorable

pytestmark = pytest.mark.browser

# The phone's database fails as a full one does, for the store that is named.
FULL = """([store, times]) => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value) {
    if (this.name === store && times-- > 0) throw new DOMException("full", "QuotaExceededError");
    return put.call(this, value);
  };
}"""
FOR_EVER = 1_000_000


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    return sqlite


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[RestorableServer]:
    with restorable(database_url, tmp_path) as server:
        yield server


@pytest.fixture
def live(server: RestorableServer) -> LiveServer:
    return server.live


def test_what_cannot_be_put_back_into_the_outbox_stays_when_she_signs_out(
    phone: BrowserContext, server: RestorableServer
) -> None:
    page = diary_of(phone, server.live, server.live.people.anna)
    backup = server.back_up()
    save(page, 2)
    written, kept = saved(server.live), rows(page, "acknowledged")
    page.evaluate(FULL, ["outbox", FOR_EVER])
    page.add_init_script(f"({FULL})(['outbox', {FOR_EVER}])")

    server.put_back(backup)
    sign_out(page)

    assert rows(page, "acknowledged") == kept
    page = phone.new_page()
    use_link(page, link_for(server.live, server.live.people.anna), name="Anna Berg")
    wait_until_sent(page, kept[0]["epoch"])
    assert saved(server.live) == written


def test_a_phone_whose_session_was_ended_keeps_what_the_server_may_still_lose(
    phone: BrowserContext, server: RestorableServer
) -> None:
    page = diary_of(phone, server.live, server.live.people.anna)
    backup = server.back_up()
    save(page, 2)
    written = saved(server.live)
    server.live.database.write_now(lambda c: c.execute(SessionRow.__table__.delete()))  # type: ignore[attr-defined]

    page.reload()
    expect(page.get_by_label("code")).to_be_visible()
    former = rows(page, "acknowledged")
    server.put_back(backup)
    page.reload()
    use_link(page, link_for(server.live, server.live.people.anna), name="Anna Berg")

    assert len(former) == 1
    wait_until_sent(page, former[0]["epoch"])
    assert saved(server.live) == written


def test_a_full_phone_forgets_the_oldest_that_was_received_and_keeps_the_newest(
    phone: BrowserContext, live: LiveServer
) -> None:
    page = diary_of(phone, live, live.people.anna)
    save(page, 1)
    (oldest,) = rows(page, "acknowledged")
    for order in range(-1, -11, -1):
        change_received(page, {"receivedAt": oldest["receivedAt"].replace("20", "19", 1)}, as_order=order)
    page.evaluate(FULL, ["acknowledged", 1])

    save(page, 1)

    assert sorted(row["order"] for row in rows(page, "acknowledged")) == [1, 2]


def test_a_phone_that_stays_full_can_still_finish(phone: BrowserContext, live: LiveServer) -> None:
    page = diary_of(phone, live, live.people.anna)
    save(page, 1)
    page.evaluate(FULL, ["acknowledged", FOR_EVER])

    save_without_a_copy(page)

    assert rows(page, "outbox") == []
    assert len(saved(live)) == 2


def save_without_a_copy(page: Page) -> None:
    page.get_by_role("button", name="One more").first.click()
    with page.expect_response("**/api/v1/patients/*/diary/*"):
        page.get_by_role("button", name="Save", exact=True).click()
    expect(entry_state(page)).to_contain_text("Received")


def sign_out(page: Page) -> None:
    page.get_by_role("link", name="My visit").click()
    page.get_by_text("This phone", exact=True).click()
    page.get_by_role("button", name="Sign out on this phone").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out on this phone").click()
    expect(page.get_by_label("code")).to_be_visible()
