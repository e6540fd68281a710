"""The second opinion itself, held against days that anybody can count."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.kill.oracle import due_days, was_ever_due

FIRST = date(2026, 11, 1)


def revision(day: int, count: int | None, *, builds_on: Sequence[UUID] = ()) -> dict[str, Any]:
    readings = {} if count is None else {"diarrhea": {"count": count}}
    return {
        "id": uuid4(),
        "day": FIRST + timedelta(days=day),
        "builds_on": [str(earlier) for earlier in builds_on],
        "readings": readings,
    }


@pytest.mark.parametrize(
    ("counts", "due"),
    [
        ([4], []),
        ([4, 3], []),
        ([4, 4], [0, 1]),
        ([4, None, 4], [0, 2]),
        ([4, None, None, 4], []),
        ([4, 0, 4, 5], [2, 3]),
        ([4, 4, 0, None, 8, 8, 8], [0, 1, 4, 5, 6]),
    ],
)
def test_days_are_due_from_the_second_one_on(counts: list[int | None], due: list[int]) -> None:
    worst = {FIRST + timedelta(days=n): count for n, count in enumerate(counts) if count is not None}

    assert due_days(worst) == {FIRST + timedelta(days=n) for n in due}


def test_what_was_due_once_stays_due_after_an_edit() -> None:
    first, second = revision(0, 4), revision(1, 4)
    edit = revision(1, 0, builds_on=[second["id"]])

    assert was_ever_due([first, second, edit])
    assert not was_ever_due([second, edit, first])


def test_of_two_saves_side_by_side_the_worse_counts() -> None:
    assert was_ever_due([revision(0, 1), revision(0, 5), revision(1, 4)])
