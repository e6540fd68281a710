"""Fourteen days of a made-up person: gaps, disagreeing entries, several units, medicines, baselines."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import Any

from api.rules.diary import Baseline, Diary, Taking
from api.rules.units import converted
from api.rules.vocabulary import SYMPTOMS, Attribute
from tests.rules.histories import TODAY

DAYS = 14
CLASSES = {
    "pazopanib": "tyrosine_kinase_inhibitor",
    "imatinib": "tyrosine_kinase_inhibitor",
    "tazemetostat": "hmt_inhibitor",
    "entrectinib": "ntrk_inhibitor",
}


def random_diaries(seed: int, count: int) -> Iterator[Diary]:
    random = Random(seed)
    for _ in range(count):
        yield _diary(random)


def _diary(random: Random) -> Diary:
    asked = [*random.sample(sorted(SYMPTOMS), 5), "diarrhea", "nausea"]
    gaps = random.choice([0.1, 0.3, 0.6])
    days = {}
    for back in range(DAYS - 1, -1, -1):
        if random.random() >= gaps:
            heads = 2 if random.random() < 0.1 else 1
            days[TODAY - timedelta(days=back)] = tuple(_head(random, asked) for _ in range(heads))
    baseline = Baseline(
        usual_stools=random.choice([None, 0, 1, 2, 3, 1.5]),
        weight_kg=random.choice([None, 70.0, 81.3, converted(139, "lb", "kg")]),
        has_ostomy=random.choice([None, True, False]),
    )
    return Diary(days, tuple(_taking(random) for _ in range(random.choice([0, 1, 1, 2]))), baseline)


def _taking(random: Random) -> Taking:
    name = random.choice(sorted(CLASSES))
    started = random.choice([None, TODAY - timedelta(days=random.randrange(DAYS + 3))])
    stopped = random.choice([None, TODAY - timedelta(days=random.randrange(-2, DAYS))])
    return Taking(name, CLASSES[name], started, stopped)


def _head(random: Random, asked: list[str]) -> dict[str, Any]:
    head: dict[str, Any] = {name: _answer(random, name) for name in asked if random.random() < 0.8}
    for kind, measured in _MEASURED.items():
        if random.random() < 0.3:
            head[kind] = [measured(random) for _ in range(random.choice([1, 1, 2]))]
    return head


def _answer(random: Random, name: str) -> dict[str, Any] | None:
    if random.random() < 0.05:
        return None
    answer: dict[str, Any] = {"recall_hours": 24}
    for attribute in sorted(SYMPTOMS[name].attributes):
        if random.random() < 0.75:
            highest = 9 if attribute is Attribute.COUNT else attribute.highest
            number = random.randint(0, highest)
            answer[attribute.value] = bool(number) if attribute is Attribute.PRESENCE else number
    return answer


def _in_units(*units: tuple[str, float, float, int]) -> Callable[[Random], dict[str, Any]]:
    def measured(random: Random) -> dict[str, Any]:
        unit, lowest, highest, decimals = random.choice(units)
        return {"value": round(random.uniform(lowest, highest), decimals), "unit": unit}

    return measured


def _pressure(random: Random) -> dict[str, Any]:
    systolic, diastolic = random.randint(110, 200), random.randint(60, 130)
    return {"systolic": systolic, "diastolic": diastolic, "unit": "mmHg", "at": "08:10"}


_MEASURED: dict[str, Callable[[Random], dict[str, Any]]] = {
    "temperature": _in_units(("°C", 35.5, 39, 1), ("°F", 96, 102.5, 1), ("°C", 37.4, 38.1, 2)),
    "weight": _in_units(("kg", 62, 86, 1), ("lb", 138, 190, 1), ("lb", 175, 177, 2)),
    "glucose": _in_units(("mg/dL", 60, 260, 0), ("mmol/L", 3.5, 15, 1)),
    "heart_rate": _in_units(("/min", 60, 130, 0)),
    "blood_pressure": _pressure,
}
