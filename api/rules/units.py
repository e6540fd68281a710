"""Units: which fit which reading, and one number in another unit."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from api.rules.vocabulary import MEASUREMENTS, SYMPTOMS, UNITS, Attribute

PERCENT = "percent"
KG_A_POUND = 0.45359237
# Source: molar mass of glucose 180.16 g/mol.
MG_DL_A_MMOL_L = 18.016

# Into the first unit of each: what it is multiplied by after `less` was taken off.
_INTO_FIRST: Mapping[str, tuple[str, float, float]] = MappingProxyType(
    {
        "°F": ("°C", 32.0, 5 / 9),
        "lb": ("kg", 0.0, KG_A_POUND),
        "mmol/L": ("mg/dL", 0.0, MG_DL_A_MMOL_L),
    }
)
DAYS = "days"
_COUNTED = frozenset({"loose_stools_per_day", "times_per_day", "points", "yes_or_no", DAYS})
_FINE_STEPS = frozenset({"°C", "°F", "kg", "lb", "mmol/L"})


def converted(value: float, unit: str, wanted: str) -> float:
    """A value in another unit, to two decimals, pounds as kilograms exactly.

    A weight's share of the usual one has to come out the same in either unit: 210 of 200 lb are 5 %.
    Raises: KeyError for one of another measurement.
    """
    if unit == wanted:
        return rounded(value)
    if unit in _INTO_FIRST and _INTO_FIRST[unit][0] == wanted:
        _, less, factor = _INTO_FIRST[unit]
        exact = (value - less) * factor
        return exact if wanted == "kg" else rounded(exact)
    first, less, factor = _INTO_FIRST[wanted]
    if first != unit:
        raise KeyError(f"{unit} is no {wanted}")
    return rounded(value / factor + less)


def rounded(value: float) -> float:
    """To two decimals, halves upwards: the phone rounds in the same way, which `round` does not."""
    return math.floor(value * 100 + 0.5) / 100


def units_of(subject: str, attribute: str) -> frozenset[str]:
    """The units in which a rule may compare this reading; empty for a reading that there is not."""
    if subject in MEASUREMENTS:
        return (
            frozenset(MEASUREMENTS[subject].units)
            if attribute in MEASUREMENTS[subject].fields
            else frozenset()
        )
    known = {name.value: name for name in (SYMPTOMS[subject].attributes if subject in SYMPTOMS else ())}
    return UNITS[known[attribute]] if attribute in known else frozenset()


def highest_of(subject: str, attribute: str, unit: str) -> float:
    """The largest number that this reading can hold in this unit."""
    if subject in MEASUREMENTS:
        return MEASUREMENTS[subject].units[unit][1]
    return Attribute(attribute).highest


def is_counted(unit: str) -> bool:
    """Whether there is nothing between two whole numbers of this unit: nobody has half a loose stool."""
    return unit in _COUNTED


def step_of(unit: str) -> float:
    """The smallest difference that people write down in this unit."""
    return 0.1 if unit in _FINE_STEPS else 1
