"""What is asked first on a bad day, and what is said at once: without a signal, before anything is saved."""

import pytest
from playwright.sync_api import BrowserContext, expect

from api.rules.vocabulary import RED_FLAGS
from tests.support.axe import sideways_pixels, small_targets, small_type, violations_in_both_themes
from tests.support.databases import DatabaseServer
from tests.support.entries import write
from tests.support.live import LiveServer
from tests.support.phone import (
    A_WHILE_MILLISECONDS,
    RECEIVED,
    add_loose_stools,
    diary_of,
    entry_state,
    look_again,
    revisions,
    save_button,
    save_unanswered,
    stop_the_clock,
    symptom,
    yesterday,
)

pytestmark = pytest.mark.browser
# In the page's own time, which stands still otherwise.
BETWEEN_TAPS_MILLISECONDS = 400


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The phone does not know which database answers."""
    return sqlite


def test_a_red_flag_shows_the_emergency_number_without_a_signal(
    phone: BrowserContext, live: LiveServer
) -> None:
    page = diary_of(phone, live, live.people.anna)
    phone.set_offline(True)

    page.get_by_role("button", name="Not so good").tap()
    symptom(page, "chest_pain").get_by_role("radio", name="Yes", exact=True).check()

    call = page.locator(".danger a.callnow")
    expect(call).to_be_in_viewport()
    expect(call).to_have_attribute("href", "tel:911")
    assert revisions(live.database, live.people.anna) == []
    assert violations_in_both_themes(page) == []
    assert sideways_pixels(page) <= 0
    assert small_targets(page, least=48) == []
    assert small_type(page, least=16) == []


def test_a_moderate_answer_brings_the_danger_signs_first_and_one_tap_answers_them(
    phone: BrowserContext, live: LiveServer
) -> None:
    page = diary_of(phone, live, live.people.anna)
    expect(page.locator(".danger")).to_be_hidden()

    symptom(page, "nausea").get_by_role("radio", name="Moderate", exact=True).check()
    expect(page.locator(".danger h2")).to_be_in_viewport()
    page.get_by_role("button", name="None of these").tap()
    save_button(page).tap()

    expect(entry_state(page)).to_have_text(RECEIVED)
    (saved,) = revisions(live.database, live.people.anna)
    assert saved["readings"] == {
        "nausea": {"severity": 2},
        "chest_pain": {"presence": False},
        "breathless_at_rest": {"presence": False},
        "fainting": {"presence": False},
        "new_confusion": {"presence": False},
        "unstoppable_bleeding": {"presence": False},
    }


def test_a_bad_day_is_saved_without_the_danger_signs_only_after_they_were_asked_for(
    phone: BrowserContext, live: LiveServer
) -> None:
    page = diary_of(phone, live, live.people.anna)
    symptom(page, "nausea").get_by_role("radio", name="Moderate", exact=True).check()

    save_button(page).tap()

    expect(page.locator(".danger .hint")).to_contain_text("Please answer this before you save.")
    expect(page.locator(".danger h2")).to_be_in_viewport()
    expect(page.locator(".danger h2")).to_be_focused()
    assert revisions(live.database, live.people.anna) == []
    assert violations_in_both_themes(page) == []
    assert small_targets(page, least=48) == []

    page.get_by_role("button", name="Save without answering").tap()
    expect(entry_state(page)).to_have_text(RECEIVED)
    (saved,) = revisions(live.database, live.people.anna)
    assert saved["readings"] == {"nausea": {"severity": 2}}
    expect(page.locator(".danger .hint")).not_to_contain_text("before you save")


def test_quick_taps_on_a_count_all_count_and_answer_no_danger_sign(
    phone: BrowserContext, live: LiveServer
) -> None:
    page = diary_of(phone, live, live.people.anna)
    more = symptom(page).get_by_role("button", name="One more")
    more.scroll_into_view_if_needed()
    box = more.bounding_box()
    assert box is not None

    stop_the_clock(page)

    for count in range(1, 8):
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.clock.run_for(BETWEEN_TAPS_MILLISECONDS)
        expect(symptom(page).locator("output")).to_have_text(str(count))

    expect(page.locator(".danger")).to_be_hidden()
    page.clock.run_for(A_WHILE_MILLISECONDS)
    expect(page.locator(".danger h2")).to_be_in_viewport()
    expect(page.locator(".danger input:checked")).to_have_count(0)


def test_a_very_low_mood_shows_whom_to_talk_to_without_a_signal(
    phone: BrowserContext, live: LiveServer
) -> None:
    page = diary_of(phone, live, live.people.anna)
    phone.set_offline(True)
    page.locator("summary", has_text="Add another symptom").tap()
    page.get_by_role("button", name="Sad").tap()
    stop_the_clock(page)

    symptom(page, "sad").get_by_role("radio", name="Very severe", exact=True).check()

    page.clock.run_for(A_WHILE_MILLISECONDS)
    expect(page.locator(".danger")).to_be_visible()
    expect(page.locator(".crisis a.callnow")).to_be_in_viewport()
    expect(symptom(page, "self_harm_thoughts")).to_be_visible()
    assert revisions(live.database, live.people.anna) == []


@pytest.mark.parametrize("way", ["Not so good", "Add another symptom"])
def test_thoughts_of_self_harm_can_be_told_without_a_bad_mood_first(
    phone: BrowserContext, live: LiveServer, way: str
) -> None:
    page = diary_of(phone, live, live.people.anna)
    phone.set_offline(True)
    page.locator(":is(button, summary)", has_text=way).tap()
    page.get_by_role("button", name="Thoughts of harming yourself").locator("visible=true").tap()
    expect(symptom(page, "self_harm_thoughts").locator("input:focus")).to_be_visible()
    assert violations_in_both_themes(page) == []

    symptom(page, "self_harm_thoughts").get_by_role("radio", name="Yes", exact=True).check()

    expect(page.locator(".crisis a.callnow")).to_be_in_viewport()
    expect(page.locator("[data-symptom]", has_text="Sad")).to_have_count(0)


def test_the_phone_says_by_itself_to_call_and_the_servers_answer_replaces_it(
    phone: BrowserContext, live: LiveServer
) -> None:
    write(live.database, live.people.anna, yesterday(), loose_stools=5)
    page = diary_of(phone, live, live.people.anna)
    phone.set_offline(True)

    add_loose_stools(page, 4)
    save_unanswered(page)

    expect(page.locator(".verdict")).to_contain_text("Checked on this phone")
    expect(page.locator(".verdict a.callnow")).to_be_visible()
    assert len(revisions(live.database, live.people.anna)) == 1

    phone.set_offline(False)
    look_again(page)
    expect(entry_state(page)).to_have_text(RECEIVED)
    expect(page.locator(".verdict")).to_have_count(1)
    expect(page.locator(".verdict")).not_to_contain_text("Checked on this phone")


def test_every_danger_sign_and_every_very_low_mood_shows_whom_to_call(
    phone: BrowserContext, live: LiveServer
) -> None:
    page = diary_of(phone, live, live.people.anna)
    for mood in ("Sad", "Discouraged"):
        page.locator("summary", has_text="Add another symptom").tap()
        page.get_by_role("button", name=mood, exact=True).tap()
    page.get_by_role("button", name="Not so good").tap()
    page.locator(".danger").get_by_role("button", name="Thoughts of harming yourself").tap()
    grave = [(sign, "Yes", ".danger") for sign in RED_FLAGS]
    grave += [("sad", "Very severe", ".crisis"), ("discouraged", "Very severe", ".crisis")]
    grave += [("self_harm_thoughts", "Yes", ".crisis")]
    call = page.locator(":is(.danger, .crisis) a.callnow")

    for name, words, place in grave:
        symptom(page, name).get_by_role("radio", name=words, exact=True).check()
        expect(page.locator(f"{place} a.callnow"), name).to_be_in_viewport()
        expect(call, name).to_have_count(1)

        symptom(page, name).get_by_role("button", name="Take back").first.tap()
        expect(call, name).to_have_count(0)
