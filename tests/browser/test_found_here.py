"""What the phone finds by itself is told with its days and values, until the server's reason replaces it."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from api.rules.guidance import published
from api.texts.in_words import guidance_in_words
from tests.support.axe import sideways_pixels, violations_in_both_themes
from tests.support.databases import DatabaseServer
from tests.support.entries import write
from tests.support.live import LiveServer
from tests.support.phone import add_loose_stools, diary_of, revisions, save_unanswered, yesterday
from tests.support.rulebooks import sign_every_rule
from tests.support.scripts import page_with_scripts

pytestmark = pytest.mark.browser
PACK = "published-criteria"
FOUND = """async ([guidance, finding]) => {
  const { state } = await import("/js/state.js");
  const { learn } = await import("/js/texts/index.js");
  learn((await import("/js/texts/en-safety.js")).enSafety);
  state.guidance = guidance;
  return (await import("/js/parts/found-here.js")).foundHere(finding);
}"""


@pytest.fixture
def database_server(sqlite: DatabaseServer) -> DatabaseServer:
    """The phone does not know which database answers."""
    return sqlite


def test_without_a_signal_each_card_names_the_days_and_the_values_that_it_rests_on(
    phone: BrowserContext, live: LiveServer
) -> None:
    live.database.write_now(sign_every_rule, live.people.ada, PACK)
    write(live.database, live.people.anna, yesterday(), loose_stools=4)
    page = diary_of(phone, live, live.people.anna)
    phone.set_offline(True)

    page.locator("summary", has_text="Measurements").tap()
    temperature = page.get_by_role("region", name="Temperature")
    temperature.get_by_role("button", name="Add").tap()
    temperature.locator("input[inputmode]").fill("101.1")
    temperature.get_by_label("Unit").select_option("°F")
    add_loose_stools(page, 5)
    save_unanswered(page)

    assert told_on(page, "Fever") == ["Today: temperature 101.1 °F"]
    assert told_on(page, "Loose stools with a danger sign") == [
        "Today: loose stools 5 and temperature 101.1 °F"
    ]
    assert told_on(page, "Many loose stools") == ["Yesterday: loose stools 4", "Today: loose stools 5"]
    assert len(revisions(live.database, live.people.anna)) == 1
    assert violations_in_both_themes(page) == []
    assert sideways_pixels(page) <= 0


def told_on(page: Page, title: str) -> list[str]:
    card = page.locator(".verdict", has=page.get_by_role("heading", name=title, exact=True))
    expect(card).to_contain_text("Checked on this phone")
    return card.locator(".found").all_inner_texts()


def a_reading(reading: str, *values: float, unit: str, **more: Any) -> dict[str, Any]:
    symptom, _, attribute = reading.partition(".")
    named = {"day": "2026-11-02", "symptom": symptom, "attribute": attribute}
    return {**named, "values": values, "unit": unit, "usual": None, "as_written": [], **more}


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        (a_reading("nausea.severity", 3, unit="points"), "nausea, how bad: 3 (severe)"),
        (
            a_reading("nausea.severity", 2, unit="points", usual=0.5),
            "nausea, how bad: 2 (moderate) (usual: 0.5)",
        ),
        (
            a_reading("chest_pain.presence", 0, 1, unit="yes_or_no"),
            "pain or pressure in your chest: no or yes",
        ),
        (a_reading("blood_pressure.systolic", 165, unit="mmHg"), "blood pressure (upper number) 165 mmHg"),
        (a_reading("heart_rate.value", 130, unit="/min"), "heart rate 130/min"),
        (a_reading("diarrhea.count", 9, unit="loose_stools_per_day", usual=2), "loose stools 9 (usual: 2)"),
        (
            a_reading("weight.value", 95.2544, unit="kg", usual=90.718474, as_written=["210 lb"]),
            "weight 210 lb (usual: 200 lb)",
        ),
        (
            a_reading("weight.value", 95.2544, 96, unit="kg", usual=90, as_written=["210 lb"]),
            "weight 95.25 kg or 96 kg (typed: 210 lb) (usual: 90 kg)",
        ),
    ],
)
def test_each_kind_of_reading_is_said_as_it_was_written(scripts: Page, reading: Any, said: str) -> None:
    assert found(scripts, [reading]) == [f"Monday, November 2: {said}"]


def test_of_a_long_run_the_first_and_last_days_are_told_and_what_was_not_written(scripts: Page) -> None:
    stools = [
        a_reading("diarrhea.count", 4, unit="loose_stools_per_day", day=f"2026-11-{day:02}")
        for day in (2, 4, 5, 7, 8, 9, 10)
    ]

    said = found(scripts, stools, missing=["2026-11-03", "2026-11-06"])

    assert [one.partition(", ")[2] for one in said[:3]] == [
        "November 2: loose stools 4",
        "November 3: nothing written",
        "November 4: loose stools 4",
    ]
    assert said[3:5] == ["2 more such days", "nothing written for 1 day in between"]
    assert [one.partition(", ")[2][:11] for one in said[5:]] == ["November 8:", "November 9:", "November 10"]


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Any:
    with page_with_scripts(browser) as page:
        yield page


def found(page: Page, evidence: list[dict[str, Any]], *, missing: list[str] | None = None) -> list[str]:
    packs = [guidance_in_words(one, "en") for one in published().values()]
    asked = {name: [one for pack in packs for one in pack[name]] for name in ("symptoms", "measurements")}
    asked["scales"] = packs[0]["scales"]  # type: ignore[assignment]
    told: list[str] = page.evaluate(FOUND, [asked, {"evidence": evidence, "missing_days": missing or []}])
    return told
