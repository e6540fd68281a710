"""What a clinic has signed reaches its patients' phones and its nurses' list."""

import pytest
from playwright.sync_api import BrowserContext, expect

from api.rulebooks import service
from api.rulebooks.models import Signing
from api.rules.guidance import published
from tests.support.databases import DatabaseServer
from tests.support.desk import alerts, desk_of
from tests.support.live import LiveServer
from tests.support.phone import diary_of, revisions, save_button, symptom

pytestmark = pytest.mark.browser
PACK = "published-criteria"


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The pages do not know which database answers."""
    return sqlite


@pytest.fixture
def signed(live: LiveServer) -> LiveServer:
    """The clinic's admin has signed every rule of the published criteria."""
    pack = published()[PACK]
    body = Signing(hash=pack.hash, rules=[rule.id for rule in pack.rules])
    live.database.write_now(service.sign, live.people.ada, PACK, body)
    return live


def test_a_severe_symptom_is_told_on_the_phone_before_any_network(
    phone: BrowserContext, signed: LiveServer
) -> None:
    page = diary_of(phone, signed, signed.people.anna)
    phone.set_offline(True)

    symptom(page, "nausea").get_by_role("radio", name="Severe", exact=True).check()
    page.get_by_role("button", name="None of these").tap()
    save_button(page).tap()

    verdict = page.locator(".verdict")
    expect(verdict.locator("h2")).to_have_text("A severe symptom")
    expect(verdict).to_contain_text("Checked on this phone")
    assert revisions(signed.database, signed.people.anna) == []


def test_a_very_low_mood_reaches_the_nurse_and_no_machine_grades_it(
    phone: BrowserContext, desk: BrowserContext, signed: LiveServer
) -> None:
    page = diary_of(phone, signed, signed.people.anna)
    page.locator("summary", has_text="Add another symptom").tap()
    page.get_by_role("button", name="Sad").tap()
    symptom(page, "sad").get_by_role("radio", name="Very severe", exact=True).check()
    page.get_by_role("button", name="None of these").tap()
    save_button(page).tap()
    expect(page.locator(".verdict.is-crisis a.callnow")).to_be_visible()

    card = alerts(desk_of(desk, signed, signed.people.nora)).first

    expect(card).to_contain_text("Anna Berg")
    expect(card).to_contain_text("Not graded")


def test_the_phone_asks_what_the_signed_guidance_asks(phone: BrowserContext, signed: LiveServer) -> None:
    page = diary_of(phone, signed, signed.people.anna)

    page.locator("summary", has_text="Add another symptom").tap()

    expect(page.get_by_role("button", name="Yellow eyes or skin")).to_be_visible()
    expect(page.get_by_role("button", name="Chest pain")).to_have_count(0)
