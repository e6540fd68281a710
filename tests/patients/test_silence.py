"""Whole local days, whatever the clocks do: when a silence begins."""

from datetime import UTC, date, datetime

import pytest

from api.patients.silence import silence_begins

NEW_YORK, BERLIN, AUCKLAND, HONOLULU = (
    "America/New_York",
    "Europe/Berlin",
    "Pacific/Auckland",
    "Pacific/Honolulu",
)


@pytest.mark.parametrize(
    ("every_days", "first_silent_day"),
    [(1, 27), (2, 27), (3, 27), (4, 28), (7, 31)],
)
def test_three_whole_days_are_left_to_her_or_her_own_interval_when_it_is_longer(
    every_days: int, first_silent_day: int
) -> None:
    begins = silence_begins(date(2026, 12, 23), every_days=every_days, time_zone="UTC")

    assert begins == datetime(2026, 12, first_silent_day, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last_day", "time_zone", "begins"),
    [
        pytest.param(date(2026, 10, 29), NEW_YORK, "2026-11-02T05:00Z", id="a day of 25 hours in New York"),
        pytest.param(date(2026, 10, 28), NEW_YORK, "2026-11-01T04:00Z", id="the day before it"),
        pytest.param(date(2027, 3, 11), NEW_YORK, "2027-03-15T04:00Z", id="a day of 23 hours in New York"),
        pytest.param(date(2027, 3, 10), NEW_YORK, "2027-03-14T05:00Z", id="the day before that"),
        pytest.param(date(2026, 10, 22), BERLIN, "2026-10-25T23:00Z", id="a day of 25 hours in Berlin"),
        pytest.param(date(2026, 10, 21), BERLIN, "2026-10-24T22:00Z", id="the day before it there"),
        pytest.param(date(2027, 3, 25), BERLIN, "2027-03-28T22:00Z", id="a day of 23 hours in Berlin"),
        pytest.param(date(2027, 3, 24), BERLIN, "2027-03-27T23:00Z", id="the day before that there"),
        pytest.param(date(2026, 9, 2), "America/Santiago", "2026-09-06T04:00Z", id="no midnight in Santiago"),
        pytest.param(date(2027, 3, 24), "Asia/Beirut", "2027-03-27T22:00Z", id="no midnight in Beirut"),
        pytest.param(date(2026, 10, 28), "America/Havana", "2026-11-01T04:00Z", id="two midnights in Havana"),
        pytest.param(date(2026, 11, 23), AUCKLAND, "2026-11-26T11:00Z", id="west of the date line"),
        pytest.param(date(2026, 11, 23), HONOLULU, "2026-11-27T10:00Z", id="east of the date line"),
    ],
)
def test_a_silence_begins_with_a_local_day(last_day: date, time_zone: str, begins: str) -> None:
    found = silence_begins(last_day, every_days=1, time_zone=time_zone)

    assert found == datetime.fromisoformat(begins)
    assert found.tzinfo is UTC
