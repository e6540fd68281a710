"""Setting a clinic up."""

from typing import Any

import pytest
from pydantic import ValidationError

from api.clinics import service, store
from api.clinics.models import ClinicCreate
from api.database import Database
from api.errors import Invalid

HILLSIDE: dict[str, Any] = {
    "name": "Hillside Cancer Clinic",
    "time_zone": "America/New_York",
    "day_number": "(202) 555-0100",
    "after_hours_number": "+1 202 555 0199",
    "emergency_number": "911",
    "hours": {"monday": [{"opens": "08:00", "closes": "12:00"}, {"opens": "13:00", "closes": "00:00"}]},
    "holidays": ["2026-12-25", "2026-11-26", "2026-12-25"],
}


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("region", "XX"),
        ("day_number", "555 0100"),
        ("day_number", "call us"),
        ("after_hours_number", "+1 202 555 0199 ext. 5"),
        ("after_hours_number", "911"),
        ("emergency_number", "12"),
        ("emergency_number", ""),
        ("crisis_number", "12"),
        ("crisis_number", "911 ext. 5"),
        ("crisis_number", "call 988 now"),
        ("crisis_number", "+1 988"),
    ],
)
def test_a_clinic_that_nobody_could_call_is_refused(database: Database, field: str, wrong: str) -> None:
    body = ClinicCreate.model_validate(HILLSIDE | {field: wrong})

    with pytest.raises(Invalid) as refusal:
        database.write_now(service.create_clinic, body)

    assert field in [error.field for error in refusal.value.errors]


@pytest.mark.parametrize(
    "spans",
    [
        [("17:00", "08:00")],
        [("08:00", "08:00")],
        [("08:00", "12:00"), ("11:59", "17:00")],
        [("18:00", "00:00"), ("20:00", "21:00")],
        [("08:00+01:00", "12:00+01:00")],
        [("08:00+01:00", "12:00"), ("13:00", "17:00")],
    ],
)
def test_hours_that_make_no_sense_are_refused_by_their_weekday(
    database: Database, spans: list[tuple[str, str]]
) -> None:
    hours = {"friday": [{"opens": opens, "closes": closes} for opens, closes in spans]}
    body = ClinicCreate.model_validate(HILLSIDE | {"hours": hours})

    with pytest.raises(Invalid) as refusal:
        database.write_now(service.create_clinic, body)

    assert [error.field for error in refusal.value.errors] == ["hours.friday"]


def test_an_unknown_weekday_is_refused() -> None:
    with pytest.raises(ValidationError):
        ClinicCreate.model_validate(HILLSIDE | {"hours": {"funday": []}})


def test_a_clinic_is_kept_as_it_was_set_up(database: Database) -> None:
    made = database.write_now(service.create_clinic, ClinicCreate.model_validate(HILLSIDE))

    kept = database.read_now(store.get, made.id)

    assert (kept.day_number, kept.after_hours_number) == ("+12025550100", "+12025550199")
    assert kept.emergency_number == "911"
    assert kept.hours == {
        "monday": [{"opens": "08:00", "closes": "12:00"}, {"opens": "13:00", "closes": "00:00"}]
    }
    assert kept.holidays == ["2026-11-26", "2026-12-25"]


@pytest.mark.parametrize(
    ("region", "given", "kept"),
    [
        ("US", "988", "988"),
        ("US", "(988)", "988"),
        ("GB", "116 123", "116123"),
        ("DE", "116123", "116123"),
        ("IT", "116 123", "116123"),
        ("AU", "13 11 14", "131114"),
        ("DE", "0800 1110111", "+498001110111"),
        ("US", "+1 202 555 0111", "+12025550111"),
        ("US", "", ""),
    ],
)
def test_a_number_for_a_crisis_may_be_short_long_or_none(
    database: Database, region: str, given: str, kept: str
) -> None:
    numbers = {"day_number": "+1 202 555 0100", "emergency_number": "112" if region != "US" else "911"}
    body = ClinicCreate.model_validate(HILLSIDE | numbers | {"region": region, "crisis_number": given})

    assert database.write_now(service.create_clinic, body).crisis_number == kept


def test_an_emergency_number_can_be_a_full_number(database: Database) -> None:
    body = ClinicCreate.model_validate(HILLSIDE | {"emergency_number": "+1 202 555 0111"})

    made = database.write_now(service.create_clinic, body)

    assert made.emergency_number == "+12025550111"
