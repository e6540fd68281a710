"""How fast the rules judge a diary, against reading the same diary from JSON."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from statistics import median

from api.rules.diary import Baseline, Diary, Taking
from api.rules.evaluate import findings_in
from api.rules.guidance import published
from api.rules.rulebook import PackInForce, rulebook
from tests.bench.seeding import typical_readings

DAYS = 14
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


def busy_diary() -> Diary:
    """The same days of somebody who takes a medicine with much to watch, two bad days at their end."""
    calm = calm_diary()
    bad = {FIRST + timedelta(days=n): BAD for n in (DAYS - 2, DAYS - 1)}
    days = {day: ({**readings, **bad.get(day, {})},) for day, (readings,) in calm.days.items()}
    return Diary(days, (PAZOPANIB,), Baseline(usual_stools=1, weight_kg=80.0, has_ostomy=False))


def judging(diary: Diary, *, rounds: int, seconds: float) -> Judging:
    """Evaluations of a diary by every rule of every pack, and `json.loads` of its days, in turns."""
    document = json.dumps({str(day): heads[0] for day, heads in diary.days.items()})
    book = rulebook(PackInForce(guidance) for guidance in published().values())

    def judge() -> None:
        findings_in(diary, book)

    pairs = [(_rate(judge, seconds), _rate(lambda: json.loads(document), seconds)) for _ in range(rounds)]
    return Judging(median(one for one, _ in pairs), median(other for _, other in pairs))


def _rate(call: Callable[[], object], seconds: float) -> float:
    done, began = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - began) < seconds:
        for _ in range(10):
            call()
        done += 10
    return done / elapsed
