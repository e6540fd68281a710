"""The language of rules: what has to be so on a day, and on how many days. Small, monotone, three-valued."""

import math
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from api.rules.units import PERCENT
from api.rules.vocabulary import Level

ANY_SYMPTOM = "*"
NUMBER = "number"
DAYS_IN_A_ROW = "days_in_a_row"
_KG = "kg"


class How(StrEnum):
    AT_LEAST = "at_least"
    ABOVE = "above"
    BELOW = "below"


HOLDS: Mapping[How, Callable[[float, float], bool]] = MappingProxyType(
    {How.AT_LEAST: operator.ge, How.ABOVE: operator.gt, How.BELOW: operator.lt}
)


class Against(StrEnum):
    """What a value is compared with before its number counts: nothing, or what is usual for this person."""

    NOTHING = "nothing"
    USUAL_STOOLS = "usual_stools"
    WEIGHT_GAIN = "weight_gain"
    WEIGHT_LOSS = "weight_loss"
    LAST_DAYS = "last_days"


class Bar(NamedTuple):
    """What a reading has to reach: any value under `below`, or any of `at_least`."""

    below: float
    at_least: float

    def is_reached_by(self, lowest: float, highest: float) -> bool:
        return lowest < self.below or highest >= self.at_least


_ANY_VALUE = Bar(math.inf, math.inf)


@dataclass(frozen=True)
class Compare:
    """A reading of one day against a number.

    `reading` is "symptom.attribute" or "measurement.field"; "*.severity" is the severity of any symptom.
    `lowest` and `highest` bound what a clinic may set instead of `number`; None where it may not.
    Units: `number` in `unit`; `last_days` and `known_days` in days.
    """

    reading: str
    how: How
    number: float
    unit: str
    against: Against = Against.NOTHING
    last_days: int = 0
    known_days: int = 0
    name: str = NUMBER
    lowest: float | None = None
    highest: float | None = None

    @cached_property
    def subject(self) -> str:
        """The symptom or measurement; "*" for any symptom."""
        return self.reading.partition(".")[0]

    @cached_property
    def attribute(self) -> str:
        return self.reading.partition(".")[2]

    @cached_property
    def read_in(self) -> str:
        """The unit in which values are read; a percentage is of kilograms."""
        return _KG if self.unit == PERCENT else self.unit

    @cached_property
    def bar(self) -> Bar:
        """What a reading has to reach before this can be met, whatever is usual for this person."""
        if self.against in (Against.WEIGHT_GAIN, Against.WEIGHT_LOSS):
            return _ANY_VALUE
        if self.how is How.BELOW:
            return Bar(self.number, math.inf) if self.against is Against.NOTHING else _ANY_VALUE
        # What is usual is never below 0.
        return Bar(-math.inf, self.number)

    def is_met_by(self, quantity: float) -> bool:
        return HOLDS[self.how](quantity, self.number)


@dataclass(frozen=True)
class AllOf:
    of: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    of: tuple["Condition", ...]


@dataclass(frozen=True)
class Has:
    """Something of the patient's baseline: an ostomy."""

    what: str


@dataclass(frozen=True)
class Silent:
    """Whole days without an entry. It stands alone in a rule and gives no finding, only a verdict."""

    days: int


@dataclass(frozen=True)
class Together:
    """Several symptoms on one day, each stood for by a finding of its own. It stands alone in a rule.

    A finding only about any symptom stands for each that it names, any other for one.
    """

    level: Level
    symptoms: int


Condition: TypeAlias = Compare | AllOf | AnyOf | Has | Silent | Together


@dataclass(frozen=True)
class Run:
    """How many qualifying days a rule needs.

    Units: all in days. `bridged_days` are unknown days that may stand between two qualifying ones,
    `document_days` is the document's own limit, from which a finding ranks higher.
    """

    days_in_a_row: int = 1
    bridged_days: int = 0
    document_days: int | None = None
    lowest_days: int | None = None
    highest_days: int | None = None


@dataclass(frozen=True)
class WhileTaking:
    """Only days count on which one of these was taken, or up to `days_after` days after that.

    The day of stopping is the last on which it was taken.
    """

    classes: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()
    days_after: int = 0


_KINDS: Mapping[str, type[Any]] = {
    "compare": Compare,
    "all": AllOf,
    "any": AnyOf,
    "has": Has,
    "silent": Silent,
    "together": Together,
}
_KIND_OF = {node: kind for kind, node in _KINDS.items()}


def comparisons(condition: Condition) -> Iterator[Compare]:
    """Every comparison in a condition, in the order in which it is written."""
    if isinstance(condition, Compare):
        yield condition
    elif isinstance(condition, AllOf | AnyOf):
        for part in condition.of:
            yield from comparisons(part)


def rests_on_readings(condition: Condition) -> bool:
    """Whether whatever makes it so is something written; a baseline alone is no finding."""
    if isinstance(condition, AllOf):
        return any(map(rests_on_readings, condition.of))
    if isinstance(condition, AnyOf):
        return all(map(rests_on_readings, condition.of))
    return isinstance(condition, Compare)


def condition_to_json(condition: Condition) -> dict[str, object]:
    """A condition as JSON types; `condition_from_json` gives back an equal one."""
    kind = _KIND_OF[type(condition)]
    if isinstance(condition, AllOf | AnyOf):
        return {"kind": kind, "of": [condition_to_json(part) for part in condition.of]}
    written = {one.name: getattr(condition, one.name) for one in fields(condition)}
    plain = {name: value.value if isinstance(value, StrEnum) else value for name, value in written.items()}
    return {"kind": kind, **plain}


def condition_from_json(document: Mapping[str, Any]) -> Condition:
    """The condition that `condition_to_json` wrote. Raises: KeyError, TypeError or ValueError for another."""
    written = {name: value for name, value in document.items() if name != "kind"}
    match document["kind"]:
        case "all" | "any" as kind:
            found: Condition = _KINDS[kind](tuple(map(condition_from_json, written["of"])))
        case "compare":
            how, against = How(written.pop("how")), Against(written.pop("against"))
            found = Compare(how=how, against=against, **written)
        case "together":
            found = Together(Level(written["level"]), written["symptoms"])
        case kind:
            found = _KINDS[kind](**written)
    return found
