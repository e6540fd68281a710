"""Two bodies that mean the same are the same save, however they are written."""

from typing import Any

import pytest

from api.diary.hashing import hash_of_change, hash_of_entry
from api.diary.models import EntryChange, EntryCreate
from tests.support.entries import MONDAY, SUNDAY

FIRST, SECOND = "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"
BODY: dict[str, Any] = {
    "id": "00000000-0000-7000-8000-000000000009",
    "builds_on": [FIRST, SECOND],
    "recorded_at": "2026-11-23T19:02:11+01:00",
    "time_zone": "Europe/Berlin",
    "readings": {"diarrhea": {"count": 5}, "weight": [{"value": 70, "unit": "kg"}]},
}


def of_entry(**changes: Any) -> str:
    return hash_of_entry(MONDAY, EntryCreate.model_validate(BODY | changes))


def of_change(**changes: Any) -> str:
    plain = {name: value for name, value in BODY.items() if name != "builds_on"}
    return hash_of_change(MONDAY, EntryChange.model_validate(plain | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"recorded_at": "2026-11-23T18:02:11Z"},
        {"builds_on": [SECOND, FIRST]},
        {"notes": {"physical": ""}},
        {"can_wait": None, "void_reason": None, "recall_hours": 24, "is_import": False},
        {"readings": BODY["readings"] | {"nausea": {}, "rash": None}},
        {"readings": {"diarrhea": {"count": 5}, "weight": [{"value": 70.0, "unit": "kg", "at": None}]}},
    ],
    ids=str,
)
def test_the_same_meaning_is_the_same_save(changes: dict[str, Any]) -> None:
    assert of_entry(**changes) == of_entry()


@pytest.mark.parametrize(
    "changes",
    [
        {"recorded_at": "2026-11-23T18:02:12Z"},
        {"builds_on": [FIRST]},
        {"notes": {"physical": "A rash"}},
        {"can_wait": True},
        {"readings": {"diarrhea": {"count": 4}}},
        {"recall_hours": 48},
    ],
    ids=str,
)
def test_another_meaning_is_another_save(changes: dict[str, Any]) -> None:
    assert of_entry(**changes) != of_entry()


def test_another_day_is_another_save() -> None:
    assert hash_of_entry(SUNDAY, EntryCreate.model_validate(BODY)) != of_entry()


def test_left_out_and_empty_are_the_same_change_and_null_is_another() -> None:
    assert of_change(notes={}) == of_change()
    assert of_change(can_wait=None) != of_change()
    assert of_change(readings=BODY["readings"] | {"nausea": None}) != of_change()


def test_the_hash_of_what_waits_in_phones_stays_the_same() -> None:
    assert of_entry() == "53f96713d4239f4f6a2ef0cfcea1cc878568d8d9b781c6e7fb20c3917ae8fa23"
