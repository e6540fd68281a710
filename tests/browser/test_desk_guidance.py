"""The desk's guidance place: an admin signs, sets, tries and withdraws; a nurse reads."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from api.rulebooks.models import GuidanceSignature, Threshold
from api.rules.guidance import published
from tests.support.axe import sideways_pixels, violations_in_both_themes
from tests.support.databases import DatabaseServer
from tests.support.desk import choose, desk_of, dialog, said, two_bad_days
from tests.support.guidance_place import PACK, REASON, TITLE, guidance_place, needs_reason, pack, submit
from tests.support.live import LiveServer
from tests.support.rows import rows_of
from tests.support.rulebooks import signed_before_an_update
from tests.support.trials import work_through

pytestmark = pytest.mark.browser
STOOLS = "Many loose stools"


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The page does not know which database answers; the rules' own tests run on both."""
    return sqlite


@pytest.fixture
def page(desk: BrowserContext, live: LiveServer) -> Page:
    """The admin's desk, with the guidance place open."""
    two_bad_days(live, live.people.anna)
    return guidance_place(desk, live)


def test_an_admin_signs_what_she_ticked_and_withdraws_it_again(page: Page, live: LiveServer) -> None:
    expect(pack(page)).to_contain_text("Nobody has signed it")
    pack(page).get_by_role("button", name="Read and sign").click()
    by_default = dialog(page).get_by_role("group", name="In force, unless you leave them out")
    own = dialog(page).get_by_role("group", name="Only with a tick of their own")
    expect(by_default.get_by_role("checkbox", checked=False)).to_have_count(0)
    expect(own.get_by_role("checkbox", checked=True)).to_have_count(0)

    by_default.get_by_label("Fever").uncheck()
    own.get_by_label("Low temperature").check()
    submit(page, "Go on")
    expect(dialog(page)).to_contain_text("Say why rules are left out.")
    dialog(page).get_by_label("Why rules are left out").fill(REASON)
    submit(page, "Go on")
    expect(dialog(page).get_by_role("heading", name="2. This is what you sign")).to_be_focused()
    for told in (published()[PACK].hash[:12], "Ada Moreau", "Low temperature", REASON, "before"):
        expect(dialog(page)).to_contain_text(told)
    assert rows_of(live.database, GuidanceSignature) == []
    submit(page, "Sign as Ada Moreau")

    expect(said(page)).to_contain_text("Signed.")
    expect(pack(page)).to_contain_text(f"Left out: Fever. Reason: {REASON}")
    told = page.locator(".weakened li")
    expect(told).to_contain_text("Everyone · Fever: left out when its document was signed")
    expect(told).to_contain_text("Signed by Ada Moreau")
    [signed] = rows_of(live.database, GuidanceSignature)
    assert "low-temperature" in signed["rules"] and "fever" not in signed["rules"]
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("button", name="Change… Loose stools with a danger sign, Temperature").click()
    expect(dialog(page)).to_contain_text("From 37.5 °C to 38 °C")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="All guidance").click()

    pack(page).get_by_role("button", name="Withdraw").click()
    needs_reason(page, "Withdraw it")
    expect(pack(page)).to_contain_text("Not signed")
    expect(pack(page)).to_contain_text("Withdrawn by Ada Moreau")
    expect(pack(page)).to_contain_text(f"Reason: {REASON}")
    expect(pack(page).get_by_role("button", name="Read and sign")).to_be_visible()
    expect(told).to_have_count(2)
    expect(told.first).to_contain_text(f"Everyone · {TITLE}: withdrawn, with {len(signed['rules'])} rules")
    expect(told.first).to_contain_text("Withdrawn by Ada Moreau")


def test_a_text_that_changed_meanwhile_is_not_signed_and_the_page_says_so(
    page: Page, live: LiveServer
) -> None:
    def outdated(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(published()[PACK].hash, "0" * 64))

    page.route(re.compile("/clinic/guidance(\\?|$)"), outdated)
    page.reload()
    expect(pack(page)).to_contain_text("text 000000000000")
    pack(page).get_by_role("button", name="Read and sign").click()
    submit(page, "Go on")
    page.unroute_all()

    submit(page, "Sign as Ada Moreau")

    expect(dialog(page)).to_contain_text("The text was changed while you read it, so nothing was signed.")
    assert rows_of(live.database, GuidanceSignature) == []


def test_a_newer_text_waits_with_its_changes_until_somebody_signs_it(page: Page, live: LiveServer) -> None:
    basis = next(rule.basis for rule in published()[PACK].rules if rule.id == "fever")
    live.database.write_now(signed_before_an_update, live.people.ada, pack=PACK, words=basis)
    page.reload()
    expect(pack(page)).to_contain_text("A newer text waits")

    pack(page).get_by_role("button", name="Read and sign the newer text").click()
    expect(dialog(page).locator(".changes")).to_contain_text(f"Basis: Other words → {basis}")
    expect(dialog(page).locator(".changes")).to_contain_text("Version: an older one → ")
    submit(page, "Go on")
    expect(dialog(page)).to_contain_text("instead of an older one, with 1 rule that changed")
    submit(page, "Sign as Ada Moreau")

    expect(pack(page)).to_contain_text(f"text {published()[PACK].hash[:12]}")
    expect(pack(page).locator(".state-mark")).to_have_text("In force")


def test_a_newer_text_that_is_milder_asks_why_and_is_listed(page: Page, live: LiveServer) -> None:
    words, older = '"vomiting.count", at_least = 3', '"vomiting.count", at_least = 2'
    database = live.database
    database.write_now(signed_before_an_update, live.people.ada, pack=PACK, words=words, older=older)
    page.reload()
    pack(page).get_by_role("button", name="Read and sign the newer text").click()

    submit(page, "Go on")
    expect(dialog(page)).to_contain_text("Say why rules are in force that are milder than they were.")
    dialog(page).get_by_label("Why rules are left out or milder").fill(REASON)
    submit(page, "Go on")
    expect(dialog(page)).to_contain_text("Milder than when it was last in force")
    submit(page, "Sign as Ada Moreau")

    told = page.locator(".weakened li")
    expect(told).to_contain_text("Vomiting: milder in the text that was signed than it was")
    expect(told).to_contain_text(f"Reason: {REASON}")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator(".changes")).to_contain_text(
        "What this signature changed since the one of Ada Moreau"
    )


def test_a_number_is_set_within_bounds_and_every_weaker_one_is_listed_with_its_reason(
    page: Page, live: LiveServer
) -> None:
    page.get_by_role("link", name="Soft Tissue Sarcoma").click()
    page.get_by_role("button", name=f"Change… {STOOLS}, Number").click()
    dialog(page).get_by_label("Number (loose stools a day)").fill("2,5")
    submit(page, "Use this number")
    expect(dialog(page)).to_contain_text("Type a whole number, from 1 loose stool a day to 4")
    dialog(page).get_by_label("Number (loose stools a day)").fill("5")
    dialog(page).get_by_label("Why", exact=True).fill(REASON)
    submit(page, "Use this number")
    expect(dialog(page)).to_contain_text("Send a number from 1 to 4")
    dialog(page).get_by_label("Number (loose stools a day)").fill("2")
    submit(page, "Use this number")
    expect(page.locator(".numbers")).to_contain_text("2 loose stools a day instead of 4 loose stools a day")
    expect(page.locator("[data-focus=set-loose-stools-number]")).to_be_focused()

    page.get_by_role("button", name=f"Change… {STOOLS}, Number").click()
    dialog(page).get_by_label("Number (loose stools a day)").fill("3")
    expect(dialog(page).get_by_text("This makes the rule weaker")).to_be_visible()
    needs_reason(page, "Use this number")
    expect(page.locator(".numbers .is-weaker")).to_have_text("weaker")

    choose(page, "Anna Berg")
    page.get_by_role("button", name="Set one…").click()
    dialog(page).get_by_label("Number (loose stools a day)").fill("4")
    needs_reason(page, "Use this number")
    expect(page.locator(".own-numbers")).to_contain_text("4 loose stools a day")

    page.get_by_role("link", name="Guidance", exact=True).click()
    weakened = page.locator(".weakened")
    expect(weakened.get_by_role("heading")).to_have_text("Weakened rules (2)")
    expect(weakened.locator("li").first).to_contain_text(f"Anna Berg · {STOOLS}")
    expect(weakened.get_by_text(f"Reason: {REASON}")).to_have_count(2)
    weakened.get_by_role("link", name="Anna Berg").click()
    page.locator(".own-numbers").get_by_role("button", name="End").click()
    submit(page, "End this number")
    expect(page.locator(".own-numbers")).to_contain_text("None. The clinic's numbers count.")
    assert [row["value"] for row in rows_of(live.database, Threshold) if row["ended_at"] is None] == [3]


def test_what_is_usual_for_a_patient_is_seen_and_set_right(page: Page) -> None:
    choose(page, "Anna Berg")
    expect(page.locator(".baseline")).to_contain_text("not known")

    page.locator(".baseline").get_by_role("button", name="Change").click()
    dialog(page).get_by_label("Stools a day").fill("2")
    dialog(page).get_by_label("Weight").fill("140,5")
    dialog(page).get_by_label("Unit").select_option("lb")
    dialog(page).get_by_label("Ostomy").select_option("No")
    submit(page, "Save")

    expect(said(page)).to_contain_text("Saved.")
    for told in ("Stools a day2", "Weight140.5 lb", "OstomyNo"):
        expect(page.locator(".baseline")).to_contain_text(told)


def test_a_nurse_reads_and_has_no_controls(desk: BrowserContext, live: LiveServer) -> None:
    page = desk_of(desk, live, live.people.nora)
    page.get_by_role("link", name="Guidance", exact=True).click()

    expect(page.locator(".pack")).to_have_count(2)
    expect(page.locator("#person").get_by_role("button")).to_have_count(0)
    expect(page.locator(".trials")).to_have_count(0)
    page.get_by_role("link", name=TITLE).click()

    expect(page.locator(".rules").first).to_contain_text("Read in the source.")
    expect(page.locator("#person")).to_contain_text("Not verified: needs your clinic's review.")
    expect(page.locator("#person").get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 820])
def test_the_place_can_be_read_and_heard(page: Page, live: LiveServer, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1180})
    basis = next(rule.basis for rule in published()[PACK].rules if rule.id == "fever")
    live.database.write_now(signed_before_an_update, live.people.ada, pack=PACK, words=basis)
    page.reload()
    expect(pack(page)).to_contain_text("A newer text waits")

    def look(name: str) -> None:
        found = violations_in_both_themes(page) if width == 1280 else []
        assert (found, sideways_pixels(page)) == ([], min(0, sideways_pixels(page))), name

    look("overview")
    for button, close in (("Read and sign", True), ("Withdraw", True), ("Try on past", False)):
        pack(page).get_by_role("button", name=button).click()
        look(button)
        if button == "Read and sign":
            submit(page, "Go on")
            look("confirming")
        if close:
            page.evaluate("document.querySelector('dialog').close()")
    submit(page, "Try it")
    expect(page.get_by_role("progressbar")).to_be_visible()
    look("waiting")
    work_through(live.database)
    expect(page.locator(".results")).to_be_visible()
    look("results")
    page.get_by_role("link", name="All guidance").click()
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("button", name="Change… Fever").click()
    look("number")
    page.evaluate("document.querySelector('dialog').close()")
    look("rules")
