"""A diary judged without being stored, by any published guidance."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.database import Database
from api.settings import Settings
from tests.support.apps import app_on
from tests.support.clients import API, Caller, client_of, signed_in
from tests.support.personas import People

CRITERIA = "published-criteria"
MONDAY = "2026-11-23"


@pytest.fixture
def http(settings: Settings, database: Database) -> TestClient:
    return client_of(app_on(database, settings))


@pytest.fixture
def ehr(http: TestClient, database: Database, settings: Settings, people: People) -> Caller:
    return signed_in(http, people.ehr, database=database, settings=settings)


def findings(caller: Caller, readings: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = caller.post(f"{API}/check", {"diary": [{"day": MONDAY, "readings": readings}], **more})
    assert answer.status_code == 200, answer.text
    return {finding["rule"]: finding for finding in answer.json()["findings"]}


@pytest.mark.parametrize(
    ("field", "body"),
    [
        ("packs", {"packs": ["hearsay"]}),
        ("medications", {"medications": ["aspirin"]}),
        ("baseline.usual_stools", {"baseline": {"usual_stools": -1}}),
        ("baseline.weight_kg", {"baseline": {"weight_kg": 0}}),
        ("baseline.*", {"baseline": {"wings": 2}}),
    ],
)
def test_what_no_rule_can_read_is_refused_by_name(ehr: Caller, field: str, body: dict[str, Any]) -> None:
    answer = ehr.post(f"{API}/check", {"diary": [{"day": MONDAY}], **body})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_guidance_that_nobody_signed_judges_only_when_it_is_named(ehr: Caller) -> None:
    fever = {"temperature": [{"value": 101.1, "unit": "°F"}]}

    assert findings(ehr, fever) == {}
    found = findings(ehr, fever, packs=[CRITERIA])["fever"]
    assert (found["level"], found["why"]) == ("urgent", "101.1 °F on Monday: 38 °C or more")


def test_rules_for_a_medicine_read_what_is_taken(ehr: Caller) -> None:
    yellow = {"yellow_skin": {"presence": True}}

    assert "liver-signs" not in findings(ehr, yellow, packs=[CRITERIA])
    assert "liver-signs" in findings(ehr, yellow, packs=[CRITERIA], medications=["pazopanib"])


def test_rules_over_what_is_usual_read_the_baseline(ehr: Caller) -> None:
    stools = {"diarrhea": {"count": 9}}

    assert "many-loose-stools" not in findings(ehr, stools, packs=[CRITERIA])
    usual = findings(ehr, stools, packs=[CRITERIA], baseline={"usual_stools": 2})
    assert usual["many-loose-stools"]["level"] == "urgent"
    assert "many-loose-stools" not in findings(ehr, stools, packs=[CRITERIA], baseline={"usual_stools": 3})
