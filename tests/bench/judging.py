"""How fast the rules judge a diary, against reading the same diary from JSON."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle
from random import Random
from statistics import median

from api.rules.diary import Baseline, Diary, Taking
from api.rules.evaluate import findings_in
from api.rules.guidance import published
from api.rules.rulebook import PackInForce, rulebook
from tests.bench.seeding import typical_readings

DAYS = 14
A_TURN = 50
FIRST = date(2026, 11, 10)
BAD = {"diarrhea": {"count": 5}, "nausea": {"severity": 3}}
PAZOPANIB = Taking("pazopanib", "tyrosine_kinase_inhibitor", started=None, stopped=None)


@dataclass(frozen=True)
class Judging:
    """Units: times a second."""

    evaluations: float
    loads: float

    @property
    def ratio(self) -> float:
        return self.evaluations / self.loads


def calm_diary() -> Diary:
    """Of somebody with nothing to call about, as most diaries are."""
    dice = Random("judging")
    return Diary({FIRST + timedelta(days=n): (typical_readings(dice),) for n in range(DAYS)})


def with_bad_days(diary: Diary) -> Diary:
    """The same days, the last two of them bad."""
    bad = {FIRST + timedelta(days=n): BAD for n in (DAYS - 2, DAYS - 1)}
    return replace(
        diary, days={day: ({**readings, **bad.get(day, {})},) for day, (readings,) in diary.days.items()}
    )


def with_medicine(diary: Diary) -> Diary:
    """The same days of somebody who takes a medicine with much to watch, and whose usual is known."""
    usual = Baseline(usual_stools=1, weight_kg=80.0, has_ostomy=False)
    return replace(diary, taking=(PAZOPANIB,), baseline=usual)


def a_clinics() -> list[Diary]:
    """Fifty diaries as a clinic has them: half with the medicine, and 8 % with bad days.

    8 % of the fortnights of a year touch two bad days that come twice in it, as in `tests.bench.year`.
    """
    calm = calm_diary()
    bad = with_bad_days(calm)
    return [*[calm, with_medicine(calm)] * 23, *[bad, with_medicine(bad)] * 2]


def judging(diaries: Sequence[Diary], *, rounds: int, seconds: float) -> Judging:
    """Evaluations of diaries by every rule of every pack, and `json.loads` of their days, in turns."""
    documents = cycle(json.dumps({str(day): heads[0] for day, heads in one.days.items()}) for one in diaries)
    book = rulebook(PackInForce(guidance) for guidance in published().values())
    asked = cycle(diaries)
    pairs = [
        (
            _rate(lambda: findings_in(next(asked), book), seconds),
            _rate(lambda: json.loads(next(documents)), seconds),
        )
        for _ in range(rounds)
    ]
    return Judging(median(one for one, _ in pairs), median(other for _, other in pairs))


def _rate(call: Callable[[], object], seconds: float) -> float:
    done, began = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - began) < seconds:
        for _ in range(A_TURN):
            call()
        done += A_TURN
    return done / elapsed
