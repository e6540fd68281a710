"""Whom to call this minute: hours, holidays, midnight and both changes of the clock."""

from datetime import UTC, datetime

import pytest

from api.clinics.contact import contact_at
from api.clinics.models import Clinic, ContactPublic
from api.texts import text
from tests.support.factories import a_clinic

ALL_DAY = [{"opens": "00:00", "closes": "00:00"}]
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def contact(clinic: Clinic, at: str) -> ContactPublic:
    return contact_at(clinic, datetime.fromisoformat(at), "en")


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        ("2026-11-23T07:59:59-05:00", "after_hours"),
        ("2026-11-23T08:00:00-05:00", "day"),
        ("2026-11-23T16:59:59-05:00", "day"),
        ("2026-11-23T17:00:00-05:00", "after_hours"),
        ("2026-11-22T12:00:00-05:00", "after_hours"),
        ("2026-11-23T03:00:00+00:00", "after_hours"),
    ],
)
def test_the_day_number_is_for_the_clinics_hours_only(at: str, kind: str) -> None:
    answer = contact(a_clinic(), at)

    assert answer.kind == kind
    assert answer.number == ("+12025550100" if kind == "day" else "+12025550199")


def test_while_it_is_open_it_says_until_when_in_the_clinics_time() -> None:
    answer = contact(a_clinic(), "2026-11-23T17:00:00+00:00")

    assert answer.open_until is not None
    assert answer.open_until.isoformat() == "2026-11-23T17:00:00-05:00"
    assert answer.opens_at is None


def test_while_it_is_closed_it_says_when_it_opens_next() -> None:
    friday_evening = "2026-11-20T18:00:00-05:00"

    answer = contact(a_clinic(), friday_evening)

    assert answer.open_until is None
    assert answer.opens_at is not None
    assert answer.opens_at.isoformat() == "2026-11-23T08:00:00-05:00"


def test_on_a_holiday_it_is_closed_all_day() -> None:
    thanksgiving = a_clinic(holidays=["2026-11-26", "2026-11-27"])

    answer = contact(thanksgiving, "2026-11-26T10:00:00-05:00")

    assert answer.kind == "after_hours"
    assert answer.opens_at is not None
    assert answer.opens_at.isoformat() == "2026-11-30T08:00:00-05:00"


def test_a_break_at_noon_is_closed() -> None:
    spans = [{"opens": "13:00", "closes": "17:00"}, {"opens": "08:00", "closes": "12:00"}]
    clinic = a_clinic(hours={"monday": spans})

    answers = [contact(clinic, f"2026-11-23T{at}-05:00") for at in ("11:59", "12:30", "13:00")]

    assert [answer.kind for answer in answers] == ["day", "after_hours", "day"]
    assert answers[0].open_until is not None
    assert answers[0].open_until.isoformat() == "2026-11-23T12:00:00-05:00"
    assert answers[1].opens_at is not None
    assert answers[1].opens_at.isoformat() == "2026-11-23T13:00:00-05:00"


def test_a_span_until_midnight_lasts_until_midnight() -> None:
    clinic = a_clinic(hours={"monday": [{"opens": "18:00", "closes": "00:00"}]})

    before, after = (contact(clinic, at) for at in ("2026-11-23T23:59:59-05:00", "2026-11-24T00:00:00-05:00"))

    assert before.open_until is not None
    assert before.open_until.isoformat() == "2026-11-24T00:00:00-05:00"
    assert after.kind == "after_hours"


def test_hours_that_go_on_past_midnight_are_one_span() -> None:
    hours = {
        "monday": [{"opens": "18:00", "closes": "00:00"}],
        "tuesday": [{"opens": "00:00", "closes": "06:00"}],
    }

    answer = contact(a_clinic(hours=hours), "2026-11-23T20:00:00-05:00")

    assert answer.open_until is not None
    assert answer.open_until.isoformat() == "2026-11-24T06:00:00-05:00"


def test_a_clinic_without_hours_gives_the_after_hours_number_and_no_time() -> None:
    answer = contact(a_clinic(hours={}), "2026-11-23T12:00:00-05:00")

    assert (answer.kind, answer.open_until, answer.opens_at) == ("after_hours", None, None)


def test_a_clinic_that_never_closes_gives_the_day_number_and_no_time() -> None:
    answer = contact(a_clinic(hours=dict.fromkeys(WEEK, ALL_DAY)), "2026-11-22T03:00:00-05:00")

    assert (answer.kind, answer.open_until, answer.opens_at) == ("day", None, None)


@pytest.mark.parametrize(
    ("at", "kind"),
    [
        ("2026-03-08T12:59:00+00:00", "day"),
        ("2026-03-08T11:59:00+00:00", "after_hours"),
        ("2026-11-01T13:00:00+00:00", "day"),
        ("2026-11-01T12:59:00+00:00", "after_hours"),
    ],
)
def test_on_a_sunday_with_a_clock_change_it_opens_at_eight_by_the_wall(at: str, kind: str) -> None:
    clinic = a_clinic(hours={"sunday": [{"opens": "08:00", "closes": "17:00"}]})

    answer = contact(clinic, at)

    assert answer.kind == kind


def test_in_the_hour_that_comes_twice_it_stays_open_until_the_second_time() -> None:
    clinic = a_clinic(hours={"sunday": [{"opens": "00:30", "closes": "01:30"}]})

    first, second, over = (contact(clinic, f"2026-11-01T{at}+00:00") for at in ("05:45", "06:15", "06:30"))

    assert [first.kind, second.kind, over.kind] == ["day", "day", "after_hours"]
    assert first.open_until is not None
    assert first.open_until.astimezone(UTC) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_an_opening_time_that_the_clock_leaves_out_is_when_the_clock_jumps() -> None:
    clinic = a_clinic(hours={"sunday": [{"opens": "02:30", "closes": "06:00"}]})

    closed, opened = (contact(clinic, f"2026-03-08T{at}+00:00") for at in ("07:29", "07:30"))

    assert [closed.kind, opened.kind] == ["after_hours", "day"]
    assert closed.opens_at is not None
    assert closed.opens_at.isoformat() == "2026-03-08T03:30:00-04:00"


def test_a_midnight_that_comes_twice_does_not_close_the_clinic_an_hour_early() -> None:
    hours = {"saturday": [{"opens": "18:00", "closes": "00:00"}]}
    havana = a_clinic(hours=hours, time_zone="America/Havana")

    first_half_past_midnight = contact(havana, "2026-11-01T04:30:00+00:00")

    assert first_half_past_midnight.kind == "day"


def test_numbers_are_given_for_dialling_and_for_reading() -> None:
    answer = contact(a_clinic(), "2026-11-23T12:00:00-05:00")

    assert (answer.number, answer.display) == ("+12025550100", "(202) 555-0100")
    assert answer.emergency_number == "911"


def test_a_number_of_another_country_is_shown_with_its_country_code() -> None:
    in_berlin = a_clinic(region="DE", time_zone="Europe/Berlin")

    answer = contact(in_berlin, "2026-11-23T12:00:00+01:00")

    assert answer.display == "+1 202-555-0100"


def test_it_says_plainly_that_nobody_watches_live() -> None:
    answer = contact(a_clinic(), "2026-11-23T12:00:00-05:00")

    assert answer.note == text("clinic.note")
    assert "Nobody watches this diary live" in answer.note
