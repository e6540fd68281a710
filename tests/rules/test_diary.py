"""When a medicine of the list counts for a rule."""

from datetime import date, timedelta

import pytest

from api.rules.condition import WhileTaking
from api.rules.diary import Taking
from tests.rules.histories import TODAY, days_ago

IMATINIB = Taking("imatinib", "tyrosine_kinase_inhibitor", started=days_ago(9), stopped=days_ago(3))
BY_NAME = WhileTaking(medicines=("pazopanib", "imatinib"))
BY_CLASS = WhileTaking(classes=("tyrosine_kinase_inhibitor",))
TWO_DAYS_MORE = WhileTaking(medicines=("imatinib",), days_after=2)
OTHERS = WhileTaking(("imatinib",), ("tyrosine_kinase_inhibitor",))


@pytest.mark.parametrize(
    ("wanted", "counts"), [(BY_NAME, True), (BY_CLASS, True), (OTHERS, False), (WhileTaking(), False)]
)
def test_a_medicine_is_meant_by_its_name_or_its_class(wanted: WhileTaking, counts: bool) -> None:
    assert IMATINIB.is_one_of(wanted) is counts
    assert IMATINIB.counts_for(wanted, days_ago(5)) is counts


@pytest.mark.parametrize(
    ("wanted", "day", "counts"),
    [
        (BY_NAME, days_ago(10), False),
        (BY_NAME, days_ago(9), True),
        (BY_NAME, days_ago(4), True),
        (BY_NAME, days_ago(3), True),
        (BY_NAME, days_ago(2), False),
        (TWO_DAYS_MORE, days_ago(1), True),
        (TWO_DAYS_MORE, days_ago(0), False),
    ],
)
def test_a_medicine_counts_from_its_first_day_to_its_last_and_the_days_after_that(
    wanted: WhileTaking, day: date, counts: bool
) -> None:
    assert IMATINIB.counts_for(wanted, day) is counts


def test_a_medicine_that_was_begun_and_stopped_on_one_day_counts_on_that_day() -> None:
    tried = Taking("imatinib", "tyrosine_kinase_inhibitor", started=days_ago(3), stopped=days_ago(3))

    assert [back for back in range(6) if tried.counts_for(BY_NAME, days_ago(back))] == [3]


def test_a_medicine_without_dates_counts_since_ever_and_for_good() -> None:
    taken = Taking("imatinib", "tyrosine_kinase_inhibitor")

    assert taken.counts_for(BY_NAME, TODAY - timedelta(days=9_999))
    assert taken.counts_for(BY_NAME, TODAY + timedelta(days=9_999))
