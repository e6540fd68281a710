"""The published guidance over HTTP: for everyone, signed in or not."""

import pytest
from fastapi.testclient import TestClient

from api.database import Database
from api.rules.guidance import published
from api.settings import Settings
from tests.support.apps import app_on

PACK = "soft-tissue-sarcoma"


@pytest.fixture
def anyone(database: Database, settings: Settings) -> TestClient:
    return TestClient(app_on(database, settings), base_url="http://localhost:8000/api/v1/")


def test_a_pack_that_does_not_exist_is_a_404(anyone: TestClient) -> None:
    answer = anyone.get("guidance/homeopathy")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("query", ["language=klingon", "language=../en"])
def test_a_language_that_is_no_language_is_refused_by_name(anyone: TestClient, query: str) -> None:
    answer = anyone.get(f"guidance/{PACK}?{query}")

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["language"]


def test_a_long_search_is_refused_by_name(anyone: TestClient) -> None:
    answer = anyone.get("catalogue", params={"q": "p" * 101})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["q"]


def test_the_list_names_each_document_with_its_source_and_hash(anyone: TestClient) -> None:
    answer = anyone.get("guidance").json()

    assert answer["next"] is None
    document, *others = answer["items"]
    assert document == {
        "id": PACK,
        "version": "2025-05-01",
        "hash": published()[PACK].hash,
        "title": "Soft Tissue Sarcoma: Targeted Therapy",
        "publisher": published()[PACK].source.publisher,
        "reviewed": "2025-05-01",
        "needs_signature": False,
    }
    assert [(pack["id"], pack["needs_signature"]) for pack in others] == [("published-criteria", True)]


def test_a_pack_comes_with_everything_that_the_page_needs(anyone: TestClient) -> None:
    pack = anyone.get(f"guidance/{PACK}").json()

    loose_stools = next(rule for rule in pack["rules"] if rule["id"] == "loose-stools")
    assert (loose_stools["condition"]["reading"], loose_stools["condition"]["number"]) == (
        "diarrhea.count",
        4,
    )
    numbers = {"days_in_a_row": 2, "bridged_days": 1, "document_days": 3}
    assert loose_stools["run"].items() >= numbers.items()
    assert loose_stools["source"]["reviewed"] == "2025-05-01"
    assert loose_stools["advice"]
    assert len(pack["medicines"]) == 8
    assert {symptom["id"] for symptom in pack["symptoms"] if symptom["core"]} >= {"diarrhea", "nausea"}
    pressure = next(one for one in pack["measurements"] if one["id"] == "blood_pressure")
    assert [field["id"] for field in pressure["fields"]] == ["systolic", "diastolic"]
    assert [len(words) for words in pack["scales"].values()] == [5, 5, 5, 2]


def test_a_language_that_is_not_there_yet_is_answered_in_english(anyone: TestClient) -> None:
    english, other = (anyone.get(f"guidance/{PACK}?language={code}").json() for code in ("en", "xx"))

    assert other == english


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("paz", ["pazopanib"]),
        ("VOTR", ["pazopanib"]),
        ("glivec", ["imatinib"]),
        (" PaZ ", ["pazopanib"]),
        ("aspirin", []),
    ],
)
def test_the_catalogue_finds_a_medicine_by_a_part_of_its_name_or_brand(
    anyone: TestClient, query: str, names: list[str]
) -> None:
    found = anyone.get("catalogue", params={"q": query}).json()["items"]

    assert [medicine["name"] for medicine in found] == names


def test_without_a_query_the_catalogue_is_whole(anyone: TestClient) -> None:
    found = anyone.get("catalogue").json()["items"]

    assert len(found) == 8
    assert all(medicine["class"]["how_it_works"] and medicine["watch_for"] for medicine in found)


def test_a_withdrawn_medicine_says_so(anyone: TestClient) -> None:
    found = anyone.get("catalogue").json()["items"]

    assert [medicine["name"] for medicine in found if medicine["withdrawn"]] == ["tazemetostat"]
