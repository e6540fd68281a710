"""Runs of qualifying days, and how near a run is to what a rule needs. Days are ordinals."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from api.rules.condition import Run

Days = list[int]


def runs_of(days: Iterable[int], run: Run, is_not_so: Callable[[int], bool]) -> Iterator[Days]:
    """The runs among qualifying days, in order; unknown days between two do not end one at once."""
    found: Days = []
    for day in days:
        if found and not _goes_on(found[-1], day, run, is_not_so):
            yield found
            found = []
        found.append(day)
    if found:
        yield found


def runs_among(known: Mapping[int, bool], run: Run) -> list[Days]:
    """The runs among days of which it is known whether they qualify."""
    days = (day for day, qualifies in known.items() if qualifies)
    return list(runs_of(days, run, lambda day: known.get(day) is False))


def _goes_on(last: int, day: int, run: Run, is_not_so: Callable[[int], bool]) -> bool:
    return day - last - 1 <= run.bridged_days and not any(map(is_not_so, range(last + 1, day)))


def alive(runs: Sequence[Days], known: Mapping[int, bool], run: Run, *, today: int) -> int:
    """How many days the longest run has that could still grow."""
    return max((len(days) for days in runs if _can_grow(days, known, run, today=today)), default=0)


def within_reach(known: Mapping[int, bool], run: Run, *, today: int) -> tuple[bool, list[int]]:
    """Whether the rule would be met if every unknown day up to today qualified, and which days those are."""
    need, bridged = run.days_in_a_row, run.bridged_days
    window = []
    for day in range(today, today - days_of_reach(run), -1):
        if known.get(day) is False:
            break
        window.append(day)
    reached, last = len(window), today
    for day, qualifies in known.items():
        if window and qualifies and 0 < day - last <= bridged + 1:
            reached, last = reached + 1, day
        elif day > last:
            break
    return reached >= need, sorted(day for day in window if day not in known)


def days_of_reach(run: Run) -> int:
    """How many days up to today a run that ends today can span, its bridged days among them."""
    return run.days_in_a_row + (run.days_in_a_row - 1) * run.bridged_days


def run_that_might_hold(known: Mapping[int, bool], run: Run, day: int, *, today: int) -> Days:
    """The days of a run that would be long enough with this day, if every unknown one up to today qualified.

    Empty where there is none.
    """
    need = run.days_in_a_row
    before = list(takewhile(lambda on: known.get(on) is not False, range(day, day - need, -1)))
    after = takewhile(lambda on: known.get(on, on <= today), range(day + 1, day + need))
    days = [*reversed(before), *after][:need]
    return days if len(days) == need else []


def _can_grow(days: Days, known: Mapping[int, bool], run: Run, *, today: int) -> bool:
    """Whether a qualifying day added today (or on the run's next day, if later) would extend it."""
    last = days[-1]
    next_day = max(last + 1, today)
    if next_day - last - 1 > run.bridged_days:
        return False
    return not any(day in known for day in range(last + 1, next_day + 1))
