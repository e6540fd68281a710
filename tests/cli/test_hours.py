"""A clinic's hours as one writes them."""

import pytest

from api.commands.hours import hours_from

DAY = [{"opens": "08:00", "closes": "17:00"}]


@pytest.mark.parametrize(
    "text",
    ["", "mon-fri", "08:00-17:00", "mon-funday 08:00-17:00", "mon 8-17", "mon 08:00-17:00,", "- 8:00-9:00"],
)
def test_what_cannot_be_read_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"mon-fri 08:00-17:00, sat 09:00-12:00"):
        hours_from(text)


def test_never_is_no_day_at_all() -> None:
    assert hours_from("Never") == {}


def test_always_is_every_day_from_midnight_to_midnight() -> None:
    hours = hours_from("always")

    assert len(hours) == 7
    assert all(spans == [{"opens": "00:00", "closes": "00:00"}] for spans in hours.values())


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon 08:00-17:00", ["monday"]),
        ("Mon-Wed 8:00-17:00", ["monday", "tuesday", "wednesday"]),
        ("sat-mon 08:00-17:00", ["saturday", "sunday", "monday"]),
        ("tue 08:00-17:00, thu 08:00-17:00", ["tuesday", "thursday"]),
    ],
)
def test_days_are_named_alone_or_from_one_to_another(text: str, days: list[str]) -> None:
    assert hours_from(text) == dict.fromkeys(days, DAY)


def test_a_day_may_have_several_spans() -> None:
    spans = [{"opens": "08:00", "closes": "12:00"}, {"opens": "13:00", "closes": "00:00"}]

    assert hours_from("mon 08:00-12:00 13:00-24:00") == {"monday": spans}
    assert hours_from("mon 08:00-12:00, mon 13:00-24:00") == {"monday": spans}
