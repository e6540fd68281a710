"""The rules in force for a patient in words: by which numbers, since when, how near, for which medicine."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from api.database import Database
from api.diary.reading_days import WATCH_DAYS
from api.diary.watching import concerns, medicines_of
from api.rules.diary import Taking
from api.rules.guidance import DOCUMENT, published
from api.rules.vocabulary import Level
from tests.support.callers import CallAs
from tests.support.entries import MONDAY, SATURDAY, SUNDAY, write
from tests.support.personas import People

PACK = "published-criteria"
DAY = timedelta(days=1)
OLDEST = MONDAY - (WATCH_DAYS - 1) * DAY


@pytest.fixture
def signed(call_as: CallAs, people: People) -> date:
    """Ada has signed every rule of the published criteria, those that need a tick of their own too."""
    pack = published()[PACK]
    body = {"hash": pack.hash, "rules": [rule.id for rule in pack.rules]}
    assert call_as(people.ada).post(f"/clinic/guidance/{PACK}/sign", body).status_code == 200
    return MONDAY


def watched_by(call_as: CallAs, people: People) -> dict[str, dict[str, Any]]:
    """Anna's list by rule."""
    items = call_as(people.anna).get("/patients/me/watch").json()["items"]
    return {one["rule"]: one for one in items}


def test_a_rule_is_listed_with_its_mark_its_basis_its_source_and_since_when(
    call_as: CallAs, people: People, signed: date
) -> None:
    listed = watched_by(call_as, people)

    document = published()[DOCUMENT].rules[0]
    assert {one["mark"] for one in listed.values()} == {"F", "U"}
    assert (listed["crisis"]["level"], listed["crisis"]["mark"]) == ("crisis", "U")
    assert "not verified" in listed["crisis"]["basis"]
    assert listed["fever"]["in_force_since"] == signed.isoformat()
    assert listed["loose-stools"]["in_force_since"] == document.in_force_since.isoformat()
    assert listed["loose-stools"]["source"]["section"] == "Working with your doctor"


def test_a_rule_that_the_clinic_has_not_signed_is_not_listed(call_as: CallAs, people: People) -> None:
    assert list(watched_by(call_as, people)) == ["loose-stools"]


def test_a_number_of_the_clinic_or_of_her_own_is_named_with_the_guidances_own_and_whose_it_is(
    call_as: CallAs, people: People, signed: date
) -> None:
    fever = {"pack": PACK, "rule": "fever", "value": 37.5}
    stools = {"pack": DOCUMENT, "rule": "loose-stools", "value": 3.0}
    assert call_as(people.ada).post("/clinic/thresholds", fever).status_code == 201
    assert call_as(people.nora).post(f"/patients/{people.anna.id}/thresholds", stools).status_code == 201

    listed = watched_by(call_as, people)

    assert listed["fever"]["own_numbers"] == ["Your clinic's number is 37.5 °C; published: 38 °C."]
    assert listed["loose-stools"]["own_numbers"] == ["Your own number is 3; published: 4."]
    assert listed["loose-stools"]["adjusted"] == [
        {"name": "number", "number": 3.0, "pack_number": 4.0, "by": "patient"}
    ]
    assert listed["loose-stools"]["sentence"].startswith("3 or more loose stools a day on 2 days in a row.")
    assert "3 days of 4 or more are past the limit" in listed["loose-stools"]["sentence"]
    assert listed["vomiting"]["own_numbers"] == listed["vomiting"]["adjusted"] == []


def test_what_is_not_written_is_named_as_unknown_and_a_bad_day_as_one_of_two(
    call_as: CallAs, people: People, database: Database
) -> None:
    write(database, people.anna, SUNDAY, loose_stools=4)
    write(database, people.anna, MONDAY, readings={"nausea": {"severity": 1}})

    near = watched_by(call_as, people)["loose-stools"]

    assert (near["verdict"], near["progress"]) == ("unknown", {"have": 1, "need": 2})
    assert MONDAY.isoformat() in near["unknown_days"]
    assert SUNDAY.isoformat() not in near["unknown_days"]

    write(database, people.anna, MONDAY, loose_stools=0)
    assert watched_by(call_as, people)["loose-stools"]["verdict"] == "not_met"


def test_a_rule_over_her_usual_names_it_as_unknown_until_it_is_set(
    call_as: CallAs, people: People, database: Database, signed: date
) -> None:
    write(database, people.anna, MONDAY, loose_stools=12)

    over = watched_by(call_as, people)["many-loose-stools"]
    assert (over["verdict"], over["unknown_days"], over["unknown_usual"]) == ("unknown", [], ["usual_stools"])

    usual = {"usual_stools": 2}
    assert call_as(people.nora).patch(f"/patients/{people.anna.id}", usual, if_match='"1"').status_code == 200
    over = watched_by(call_as, people)["many-loose-stools"]
    assert (over["verdict"], over["unknown_days"], over["unknown_usual"]) == ("met", [], [])


def test_a_rule_about_medicines_is_listed_only_with_one_of_hers_that_it_is_about(
    call_as: CallAs, people: People, signed: date
) -> None:
    nora = call_as(people.nora)
    assert not {"liver-signs", "watch-pazopanib"} & watched_by(call_as, people).keys()
    nora.post(f"/patients/{people.anna.id}/medications", {"catalogue_id": "tazemetostat"})
    assert not {"liver-signs", "watch-pazopanib"} & watched_by(call_as, people).keys()

    stopped = {"catalogue_id": "pazopanib", "started_on": "2026-01-01", "stopped_on": str(SATURDAY)}
    nora.post(f"/patients/{people.anna.id}/medications", stopped)

    listed = watched_by(call_as, people)
    assert listed["liver-signs"]["while_taking"] == [{"medicine": "pazopanib", "stopped_on": str(SATURDAY)}]
    assert listed["watch-tazemetostat"]["while_taking"] == [{"medicine": "tazemetostat", "stopped_on": None}]
    assert listed["fever"]["while_taking"] == []


@pytest.mark.parametrize(
    ("stops", "days_after", "said"),
    [
        ([], 0, []),
        ([None], 0, [None]),
        ([OLDEST - DAY], 0, []),
        ([OLDEST], 0, [OLDEST]),
        ([OLDEST - 2 * DAY], 1, []),
        ([OLDEST - DAY], 1, [OLDEST - DAY]),
        ([SATURDAY, SUNDAY], 0, [SUNDAY]),
        ([SUNDAY, None], 0, [None]),
        ([None, SUNDAY], 0, [None]),
    ],
)
def test_a_stopped_medicine_is_named_while_the_rule_still_reads_days_of_it(
    stops: list[date | None], days_after: int, said: list[date | None]
) -> None:
    rule = next(one for one in published()[PACK].rules if one.id == "watch-pazopanib")
    assert rule.while_taking is not None
    rule = replace(rule, while_taking=replace(rule.while_taking, days_after=days_after))
    taking = [Taking("pazopanib", "tyrosine_kinase_inhibitor", None, stop) for stop in stops]

    named = medicines_of(rule, [*taking, Taking("imatinib", "tyrosine_kinase_inhibitor")], since=OLDEST)

    assert [(one.medicine, one.stopped_on) for one in named] == [("pazopanib", stop) for stop in said]
    assert concerns(rule, taking, since=OLDEST) == bool(said)


def test_what_is_only_watched_opens_no_alert_and_is_listed_as_met(
    call_as: CallAs, people: People, database: Database
) -> None:
    pack, nora = published()[PACK], call_as(people.nora)
    watched = [rule.id for rule in pack.rules if rule.level is Level.WATCH and rule.while_taking]
    signing = {"hash": pack.hash, "rules": watched, "reason": "Only what is watched."}
    assert call_as(people.ada).post(f"/clinic/guidance/{PACK}/sign", signing).status_code == 200
    nora.patch(
        f"/patients/{people.anna.id}", {"usual_weight": 100, "usual_weight_unit": "kg"}, if_match='"1"'
    )
    for medicine in ("imatinib", "sunitinib", "regorafenib", "tazemetostat"):
        nora.post(f"/patients/{people.anna.id}/medications", {"catalogue_id": medicine})
    measured = {
        "blood_pressure": [{"systolic": 140, "diastolic": 80, "unit": "mmHg"}],
        "weight": [{"value": 105, "unit": "kg"}],
        "glucose": [{"value": 3.8, "unit": "mmol/L"}],
        "temperature": [{"value": 38.0, "unit": "°C"}],
    }

    saved = write(database, people.anna, MONDAY, readings=measured)

    listed = watched_by(call_as, people)
    assert saved.alerts == []
    assert {rule for rule, one in listed.items() if one["verdict"] == "met"} == {
        "watch-blood-pressure",
        "watch-imatinib-weight",
        "watch-sunitinib-sugar",
        "watch-regorafenib-infection",
        "watch-tazemetostat-fever",
    }
    assert (
        "Each time you have a fever, call at once, by day or by night."
        in (listed["watch-tazemetostat-fever"]["advice"])
    )
