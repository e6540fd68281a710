"""The pack whole.toml, in which every word of the language stands once, and what is to be read from it."""

from datetime import date
from pathlib import Path

from api.rules.condition import (
    Against,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Has,
    How,
    Silent,
    Together,
)
from api.rules.guidance import Guidance, Rule, Source, load
from api.rules.vocabulary import Level

FILE = Path(__file__).parent / "whole.toml"
BOOK = Source("book", "A book", "A publisher", date(2025, 5, 1), "")
LABEL = Source("label", "A label", "A manufacturer", None, "")
STOOLS = Compare(
    reading="diarrhea.count",
    how=How.AT_LEAST,
    number=4,
    unit="loose_stools_per_day",
    against=Against.USUAL_STOOLS,
    name="stools",
    lowest=2,
    highest=6,
)
RISE = Compare(
    reading="*.severity",
    how=How.ABOVE,
    number=1.5,
    unit="points",
    against=Against.LAST_DAYS,
    last_days=7,
    known_days=3,
)
RASH = Compare(reading="rash.presence", how=How.AT_LEAST, number=1, unit="yes_or_no")
COLD = Compare(reading="temperature.value", how=How.BELOW, number=36, unit="°C")
LOSS = Compare(
    reading="weight.value", how=How.AT_LEAST, number=5, unit="percent", against=Against.WEIGHT_LOSS
)
CONDITIONS: dict[str, Condition] = {
    "stools": STOOLS,
    "rise": AllOf((RISE, AnyOf((RASH, Has("ostomy"), COLD)))),
    "loss": LOSS,
    "two": Together(Level.CALL, 2),
    "silence": Silent(3),
}


def pack() -> Guidance:
    return load(FILE)


def rule(name: str) -> Rule:
    return next(one for one in pack().rules if one.id == name)


def with_line(right: str, wrong: str) -> Rule:
    text = FILE.read_text("utf-8")
    assert right in text
    return load(text.replace(right, wrong, 1)).rules[0]
