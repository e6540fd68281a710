"""Made-up rules that use every word of the language, so that both evaluators have to know them all."""

from dataclasses import replace
from datetime import date

from api.rules.condition import (
    Against,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Has,
    How,
    Run,
    Silent,
    Together,
    WhileTaking,
)
from api.rules.rulebook import Adjusted, Rulebook, RuleInForce
from api.rules.vocabulary import SYMPTOMS, Attribute, Level
from tests.rules.language import a_rule

THREE_ATTRIBUTES = frozenset({Attribute.FREQUENCY, Attribute.SEVERITY, Attribute.INTERFERENCE})
ONCE = Run()
STOOLS = "loose_stools_per_day"


def three_attribute_symptoms() -> list[str]:
    return sorted(name for name, symptom in SYMPTOMS.items() if symptom.attributes == THREE_ATTRIBUTES)


def at_least(reading: str, number: float, unit: str = "points") -> Compare:
    return Compare(reading, How.AT_LEAST, number, unit)


def in_force(
    name: str,
    condition: Condition,
    level: Level = Level.CALL,
    run: Run = ONCE,
    *,
    taking: WhileTaking | None = None,
    since: date | None = None,
    adjusted: tuple[Adjusted, ...] = (),
) -> RuleInForce:
    return RuleInForce(a_rule(name, condition, level, run, taking), "made-up", "hash", since, adjusted)


def made_up_rules() -> Rulebook:
    about_symptoms = [
        in_force(f"three-{name}", _three(name), run=Run(2)) for name in three_attribute_symptoms()
    ]
    return Rulebook(
        (
            *_measured(),
            *_compared_with_usual(),
            *_set_otherwise(),
            *_joined(),
            *about_symptoms,
            *_about_everything(),
        )
    )


def _three(name: str) -> Condition:
    often = AllOf((at_least(f"{name}.frequency", 3), at_least(f"{name}.severity", 2)))
    return AnyOf((often, Compare(f"{name}.interference", How.ABOVE, 3, "points")))


def _measured() -> list[RuleInForce]:
    adjusted = (Adjusted("number", 37.5, 38.0, "clinic"),)
    cold = Compare("temperature.value", How.BELOW, 36, "°C")
    hot = Compare("temperature.value", How.ABOVE, 100.4, "°F")
    low_sugar = Compare("glucose.value", How.BELOW, 70, "mg/dL")
    return [
        in_force("warm", at_least("temperature.value", 37.5, "°C"), adjusted=adjusted),
        in_force("hot", hot, Level.URGENT, Run(2, 1)),
        in_force("cold", cold, since=date(2026, 11, 18)),
        in_force("low-sugar", low_sugar),
        in_force("high-sugar", at_least("glucose.value", 13.9, "mmol/L"), Level.URGENT),
        in_force("heavy", at_least("weight.value", 176, "lb"), Level.WATCH),
        in_force("fast", Compare("heart_rate.value", How.ABOVE, 120, "/min")),
    ]


def _compared_with_usual() -> list[RuleInForce]:
    over = Compare("diarrhea.count", How.AT_LEAST, 4, STOOLS, Against.USUAL_STOOLS)
    gain = Compare("weight.value", How.AT_LEAST, 5, "percent", Against.WEIGHT_GAIN)
    loss = Compare("weight.value", How.ABOVE, 5, "percent", Against.WEIGHT_LOSS)
    rise = Compare("*.severity", How.AT_LEAST, 2, "points", Against.LAST_DAYS, 7, 3)
    more = Compare("diarrhea.count", How.ABOVE, 1.5, STOOLS, Against.LAST_DAYS, 4, 2)
    drop = Compare("heart_rate.value", How.BELOW, -10, "/min", Against.LAST_DAYS, 3, 1)
    return [
        in_force("over-usual", over, Level.CALL, Run(2, 1, 3)),
        in_force("weight", AnyOf((gain, loss))),
        in_force("rise", rise),
        in_force("more", more, Level.WATCH, Run(2, 2)),
        in_force("drop", drop, Level.WATCH),
    ]


def _set_otherwise() -> list[RuleInForce]:
    """Rules with numbers that are not the pack's own, by which the document counts its days."""
    fewer = at_least("diarrhea.count", 2, STOOLS)
    sick = at_least("nausea.severity", 3)
    either = AnyOf((_settable(fewer, "stools"), AllOf((_settable(sick, "nausea"), Has("ostomy")))))
    stricter, weaker = Adjusted("stools", 2, 5, "clinic"), Adjusted("nausea", 3, 1, "patient")
    lower = (Adjusted("number", 2, 4, "clinic"), Adjusted("days_in_a_row", 2, 1, "clinic"))
    return [
        in_force("fewer-stools", _settable(fewer, "number"), run=Run(2, 1, 3), adjusted=lower),
        in_force("either-set", either, run=Run(1, 1, 2), adjusted=(stricter, weaker)),
    ]


def _settable(node: Compare, name: str) -> Compare:
    return replace(node, name=name, lowest=1, highest=9)


def _joined() -> list[RuleInForce]:
    stools = at_least("diarrhea.count", 4, STOOLS)
    danger = AnyOf(
        (
            at_least("temperature.value", 38, "°C"),
            at_least("vomiting.count", 3, "times_per_day"),
            at_least("dizziness.severity", 2),
            at_least("rash.presence", 1, "yes_or_no"),
        )
    )
    pressure = AnyOf(
        (
            Compare("blood_pressure.systolic", How.ABOVE, 180, "mmHg"),
            Compare("blood_pressure.diastolic", How.ABOVE, 120, "mmHg"),
        )
    )
    signs = AnyOf((at_least("headache.severity", 2), at_least("confusion.severity", 1), stools))
    ostomy = AllOf((Has("ostomy"), at_least("diarrhea.count", 6, STOOLS)))
    either = AllOf((AnyOf((Has("ostomy"), at_least("rash.presence", 1, "yes_or_no"))), stools))
    unheard = AllOf((AnyOf((Has("something"), at_least("nausea.severity", 3))), stools))
    return [
        in_force("danger", AllOf((stools, danger)), Level.URGENT),
        in_force("pressure", AllOf((pressure, signs)), Level.EMERGENCY, Run(1, 0, 2)),
        in_force("ostomy", ostomy, run=Run(2)),
        in_force("either", either, run=Run(3, 1)),
        in_force("unheard", unheard),
    ]


def _about_everything() -> list[RuleInForce]:
    rash = at_least("rash.presence", 1, "yes_or_no")
    by_class = WhileTaking(("ntrk_inhibitor",), (), 3)
    by_name = WhileTaking((), ("pazopanib", "imatinib"), 0)
    late = date(2026, 11, 20)
    low = AnyOf((at_least("sad.severity", 4), at_least("discouraged.severity", 4)))
    racing = at_least("heart_rate.value", 115, "/min")
    return [
        in_force("severe", at_least("*.severity", 3)),
        in_force("calm", Compare("*.severity", How.BELOW, 1, "points"), Level.WATCH, Run(3, 2, 4)),
        in_force("low", low, Level.CRISIS),
        in_force("racing", racing, Level.CRISIS, Run(2, 1)),
        in_force("rash-while", rash, Level.URGENT, taking=by_class),
        in_force("nausea-while", at_least("nausea.severity", 2), run=Run(2, 1), taking=by_name),
        in_force("two", Together(Level.CALL, 2), Level.URGENT),
        in_force("silent", Silent(3), Level.WATCH),
        in_force("three-on-two", Together(Level.CALL, 3), Level.EMERGENCY, Run(2, 1), since=late),
    ]
