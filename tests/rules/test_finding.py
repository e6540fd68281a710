"""A finding as it is stored and sent, word by word."""

from dataclasses import replace
from datetime import date

from api.rules.compared import Evidence
from api.rules.condition import Compare, How, Run
from api.rules.finding import Finding
from api.rules.pack import Source
from api.rules.rulebook import Adjusted
from api.rules.vocabulary import Level

FINDING = Finding(
    rule="fever",
    level=Level.URGENT,
    pack="book",
    guidance_hash="0a1b",
    condition=Compare("temperature.value", How.AT_LEAST, 38, "°C"),
    run=Run(2, 1, 3, 1, 4),
    evidence=(
        Evidence(date(2026, 11, 20), "temperature", "value", (38.1, 38.5), "°C", 36.9, ("100.6 °F",)),
        Evidence(date(2026, 11, 22), "temperature", "value", (38.2,), "°C"),
    ),
    missing_days=(date(2026, 11, 21),),
    first_day=date(2026, 11, 20),
    last_day=date(2026, 11, 22),
    past_document_limit=True,
    advice="fever",
    source=Source("book", "A book", "A publisher", date(2025, 5, 1), "One"),
    adjusted=(Adjusted("number", 38, 38.5, "patient"),),
)
STORED = {
    "rule": "fever",
    "level": "urgent",
    "pack": "book",
    "guidance_hash": "0a1b",
    "condition": {
        "kind": "compare",
        "reading": "temperature.value",
        "how": "at_least",
        "number": 38,
        "unit": "°C",
        "against": "nothing",
        "last_days": 0,
        "known_days": 0,
        "name": "number",
        "lowest": None,
        "highest": None,
    },
    "run": {"days_in_a_row": 2, "bridged_days": 1, "document_days": 3, "lowest_days": 1, "highest_days": 4},
    "evidence": [
        {
            "day": "2026-11-20",
            "symptom": "temperature",
            "attribute": "value",
            "values": [38.1, 38.5],
            "unit": "°C",
            "usual": 36.9,
            "as_written": ["100.6 °F"],
        },
        {
            "day": "2026-11-22",
            "symptom": "temperature",
            "attribute": "value",
            "values": [38.2],
            "unit": "°C",
            "usual": None,
            "as_written": [],
        },
    ],
    "missing_days": ["2026-11-21"],
    "first_day": "2026-11-20",
    "last_day": "2026-11-22",
    "past_document_limit": True,
    "advice": "fever",
    "source": {
        "key": "book",
        "title": "A book",
        "publisher": "A publisher",
        "reviewed": "2025-05-01",
        "section": "One",
    },
    "adjusted": [{"name": "number", "number": 38, "pack_number": 38.5, "by": "patient"}],
}


def test_a_finding_is_stored_word_by_word_and_comes_back() -> None:
    assert FINDING.to_json() == STORED
    assert Finding.from_json(STORED) == FINDING


def test_a_source_that_was_never_reviewed_says_nothing_of_it() -> None:
    never = replace(FINDING, source=replace(FINDING.source, reviewed=None))

    assert never.to_json()["source"] == {**FINDING.to_json()["source"], "reviewed": None}  # type: ignore[dict-item]
    assert Finding.from_json(never.to_json()) == never


def test_a_finding_names_each_of_its_days_once() -> None:
    twice = replace(FINDING, evidence=(*FINDING.evidence, *FINDING.evidence))

    assert twice.days == (date(2026, 11, 20), date(2026, 11, 22))
