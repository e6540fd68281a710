"""How fast the rules judge a diary, against reading the same diary from JSON."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from statistics import median

from api.rules.evaluate import Diary, findings_in
from api.rules.guidance import published
from api.rules.rulebook import PackInForce, rulebook
from tests.bench.seeding import typical_readings

DAYS = 14
FIRST = date(2026, 11, 10)


@dataclass(frozen=True)
class Judging:
    """Units: times a second."""

    evaluations: float
    loads: float

    @property
    def ratio(self) -> float:
        return self.evaluations / self.loads


def judging(*, rounds: int, seconds: float) -> Judging:
    """Evaluations of a 14-day diary by every pack in force, and `json.loads` of it, in turns."""
    dice = Random("judging")
    written = {FIRST + timedelta(days=n): typical_readings(dice) for n in range(DAYS)}
    document = json.dumps({str(day): readings for day, readings in written.items()})
    diary = Diary({day: (readings,) for day, readings in written.items()})
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
