"""Which signs of a finding are worse than what was seen of it: pure, one line for each reading.

A reading that was not seen is worse whatever it says. A value is worse when it passes the worst value seen
by a step that matters, in the direction of the rule; so a run that goes on as it was stays quiet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Self

from api.rules.condition import ANY_SYMPTOM, Against, Compare, How, comparisons
from api.rules.evaluate import Evidence, Finding
from api.rules.units import PERCENT, converted, rounded
from api.rules.vocabulary import MEASUREMENTS, Attribute

# Source: CTCAE, the distance between two grades: fever 38, 39, 40 °C; vomiting 3 and 6 times; loose stools 4
# and 7 over the usual; blood pressure 140/90 and 160/100; weight 5, 10, 20 percent. The others are our own.
STEPS: Mapping[tuple[str, str], float] = MappingProxyType(
    {
        ("temperature", "value"): 1,
        ("blood_pressure", "systolic"): 20,
        ("blood_pressure", "diastolic"): 10,
        ("heart_rate", "value"): 20,
        ("glucose", "value"): 100,
    }
)
LOWER_STEPS: Mapping[tuple[str, str], float] = MappingProxyType({("glucose", "value"): 15})
WEIGHT_PERCENT = 5
COUNT_STEP = 3
POINT = 1


@dataclass(frozen=True)
class Sign:
    """A reading and its worst value; `before` is the worst that was seen of it, None where none was.

    Units: `before` and `after` in `unit`.
    """

    symptom: str
    attribute: str
    unit: str
    before: float | None
    after: float

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        return cls(**document)


def worse_signs(finding: Finding, *, seen: Iterable[Finding]) -> tuple[Sign, ...]:
    """What is new or a step worse in a finding for someone who knows of the runs `seen` of the same rule."""
    earlier = _by_reading(evidence for run in seen for evidence in run.evidence)
    signs = []
    for reading, now in _by_reading(finding.evidence).items():
        directions = {_is_lower_worse(node) for node in _comparing(finding, reading)}
        if reading not in earlier:
            signs.append(_sign(now, None, is_lower=directions == {True}))
            continue
        signs += [
            _sign(now, earlier[reading], is_lower=is_lower)
            for is_lower in sorted(directions)
            if _is_a_step(finding, now, earlier[reading], is_lower=is_lower)
        ]
    return tuple(signs)


def _by_reading(evidence: Iterable[Evidence]) -> dict[tuple[str, str], list[Evidence]]:
    found: dict[tuple[str, str], list[Evidence]] = {}
    for one in evidence:
        found.setdefault((one.symptom, one.attribute), []).append(one)
    return found


def _comparing(finding: Finding, reading: tuple[str, str]) -> list[Compare]:
    subject, attribute = reading
    return [
        node
        for node in comparisons(finding.condition)
        if node.attribute == attribute and node.subject in (subject, ANY_SYMPTOM)
    ]


def _is_lower_worse(node: Compare) -> bool:
    # A rule about what was lost counts the loss upwards.
    return (node.how is How.BELOW) is not (node.against is Against.WEIGHT_LOSS)


def _worst(evidence: Sequence[Evidence], *, is_lower: bool, unit: str) -> float:
    values = [converted(value, one.unit, unit) for one in evidence for value in one.values]
    return min(values) if is_lower else max(values)


def _sign(now: Sequence[Evidence], before: Sequence[Evidence] | None, *, is_lower: bool) -> Sign:
    latest = now[-1]
    return Sign(
        symptom=latest.symptom,
        attribute=latest.attribute,
        unit=latest.unit,
        before=_worst(before, is_lower=is_lower, unit=latest.unit) if before else None,
        after=_worst(now, is_lower=is_lower, unit=latest.unit),
    )


def _is_a_step(
    finding: Finding, now: Sequence[Evidence], before: Sequence[Evidence], *, is_lower: bool
) -> bool:
    latest = now[-1]
    reading = (latest.symptom, latest.attribute)
    measured = MEASUREMENTS.get(latest.symptom)
    unit = next(iter(measured.units)) if measured else latest.unit
    after, was = (_worst(one, is_lower=is_lower, unit=unit) for one in (now, before))
    beyond = rounded(was - after if is_lower else after - was)
    if any(node.unit == PERCENT for node in _comparing(finding, reading)) and latest.usual:
        return beyond / latest.usual * 100 >= WEIGHT_PERCENT
    return beyond >= _step(reading, is_lower=is_lower)


def _step(reading: tuple[str, str], *, is_lower: bool) -> float:
    if is_lower and reading in LOWER_STEPS:
        return LOWER_STEPS[reading]
    return STEPS.get(reading, COUNT_STEP if reading[1] == Attribute.COUNT else POINT)
