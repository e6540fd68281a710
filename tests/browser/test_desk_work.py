"""What a nurse does at her desk, by pointer and by keyboard alone, and that the page tells her the truth."""

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Connection

from api.access.actors import Actor
from api.patients import service as patients
from api.patients.models import PatientChange
from tests.support.databases import DatabaseServer
from tests.support.desk import alerts, choose, desk_of, dialog, said, sign_in, two_bad_days
from tests.support.entries import write
from tests.support.live import LiveServer
from tests.support.phone import diary_of, look_again, revisions, today, use_link, yesterday

pytestmark = pytest.mark.browser


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The page looks the same on both."""
    return sqlite


@pytest.fixture
def page(desk: BrowserContext, live: LiveServer) -> Page:
    """Nora's desk: Anna has an alert, and so has Ben, whose third bad day ranks him higher."""
    two_bad_days(live, live.people.anna)
    write(live.database, live.people.ben, yesterday() - timedelta(days=1), loose_stools=6)
    two_bad_days(live, live.people.ben)
    page = desk_of(desk, live, live.people.nora)
    expect(alerts(page)).to_have_count(2)
    return page


def test_a_wrong_password_says_what_to_do_and_the_right_one_opens(
    desk: BrowserContext, live: LiveServer
) -> None:
    page = desk.new_page()
    page.goto("/nurse")

    sign_in(page, "Nora Lind", password="not her password at all")
    expect(page.locator("form")).to_contain_text("Check both and try again.")
    expect(page.locator("#list")).to_have_count(0)

    sign_in(page, "Nora Lind")
    expect(page.locator("#list")).to_contain_text("Anna Berg")
    expect(page.locator("#list")).not_to_contain_text("Cora Silva")


def test_the_queue_is_worked_by_keyboard_alone(page: Page) -> None:
    expect(alerts(page).first).to_contain_text("Ben Okafor")
    person = page.locator("#person h2")
    expect(person).to_have_text("Ben Okafor")

    page.keyboard.press("j")
    expect(person).to_have_text("Anna Berg")
    page.keyboard.press("k")
    expect(person).to_have_text("Ben Okafor")
    page.keyboard.press("a")
    expect(said(page)).to_contain_text("You have it.")
    page.keyboard.press("r")
    page.get_by_label("Seen in clinic").check()
    page.get_by_label("Note").press("a")
    expect(page.get_by_label("Note")).to_have_value("a")
    page.get_by_role("button", name="Save outcome").press("Enter")
    expect(said(page)).to_contain_text("Resolved.")
    expect(alerts(page)).to_have_count(1)

    page.keyboard.press("/")
    page.keyboard.type("1001")
    page.keyboard.press("Enter")
    expect(person).to_have_text("Anna Berg")


def test_could_not_reach_keeps_the_alert_open(page: Page) -> None:
    choose_alert(page, "Anna Berg")

    page.get_by_role("button", name="Resolve").click()
    page.get_by_label("Could not reach the patient").check()
    expect(dialog(page)).to_contain_text("This does not close the alert.")
    page.get_by_role("button", name="Save outcome").click()

    expect(said(page)).to_contain_text("The alert stays open")
    expect(alerts(page)).to_have_count(2)
    expect(page.locator(".alert-band")).to_be_visible()


def choose_alert(page: Page, name: str) -> None:
    alerts(page).filter(has_text=name).click()
    expect(page.locator("#person h2")).to_have_text(name)


def test_a_new_patients_code_opens_her_phone(page: Page, phone: BrowserContext) -> None:
    page.keyboard.press("n")
    page.get_by_label("Name", exact=True).fill("Dana Wolfe")
    page.get_by_role("textbox", name="Record number").fill("MRN-2001")
    page.get_by_role("button", name="Enrol and show the code").click()
    expect(dialog(page)).to_contain_text("A code for Dana Wolfe's phone")
    link = page.get_by_label("The same as a link").input_value()
    typed = dialog(page).locator(".code").inner_text()
    assert link.endswith(f"/#enrol={typed}")

    theirs = phone.new_page()
    use_link(theirs, link, name="Dana Wolfe")

    expect(theirs.locator("#topbar")).to_contain_text("Dana Wolfe’s diary")


def test_a_save_over_a_colleagues_correction_explains_and_keeps_both(page: Page, live: LiveServer) -> None:
    choose(page, "Anna Berg")
    page.get_by_role("button", name="Correct details").click()
    page.get_by_label("Diagnosis").fill("Leiomyosarcoma")
    live.database.write_now(note_who_helps, live.people.ada, str(live.people.anna.id))

    page.get_by_role("button", name="Save", exact=True).click()
    expect(dialog(page)).to_contain_text("Someone changed this while you were writing")
    expect(dialog(page)).to_contain_text("Who helps is now: Her sister.")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(said(page)).to_contain_text("Saved.")
    expect(page.locator(".person-head")).to_contain_text("Leiomyosarcoma")
    expect(page.locator(".person-head")).to_contain_text("Her sister")


def note_who_helps(connection: Connection, colleague: Actor, patient: str) -> None:
    version = patients.get_patient(connection, colleague, patient).version
    change = PatientChange(support="Her sister")
    patients.change_patient(connection, colleague, patient, change, if_match=f'"{version}"')


def test_what_a_nurse_enters_names_her_as_the_author(page: Page, live: LiveServer) -> None:
    choose(page, "Ben Okafor")
    page.keyboard.press("e")
    page.get_by_label("how many, Loose stools").fill("2")
    page.get_by_role("button", name="Save this day").click()

    expect(said(page)).to_contain_text("is saved.")
    expect(page.locator(".days li").first).to_contain_text("entered by Nora Lind")
    newest = next(row for row in revisions(live.database, live.people.ben) if row["author_kind"] == "nurse")
    assert (newest["author_name"], newest["day"]) == ("Nora Lind", today())
    assert newest["readings"] == {"diarrhea": {"count": 2}}


def test_ending_a_lost_phone_signs_it_out(page: Page, phone: BrowserContext, live: LiveServer) -> None:
    theirs = diary_of(phone, live, live.people.anna)
    choose(page, "Anna Berg")

    page.get_by_role("button", name="Phones").click()
    page.get_by_role("button", name="End this phone").click()
    expect(dialog(page)).to_contain_text("End its access?")
    page.get_by_role("button", name="End it now").click()
    expect(dialog(page)).to_contain_text("Ended")

    look_again(theirs)
    theirs.reload()
    expect(theirs.get_by_role("heading", name="Your side")).to_be_visible()
    expect(theirs.locator("body")).not_to_contain_text("Anna Berg")
