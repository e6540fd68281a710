"""Any rule and any diary that the language knows, for Hypothesis."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from api.rules.condition import (
    Against,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Has,
    How,
    Run,
    Together,
    WhileTaking,
    condition_to_json,
    rests_on_readings,
)
from api.rules.diary import Baseline, Diary, Taking
from api.rules.pack import Mark, Rule, Source
from api.rules.rulebook import Adjusted, Rulebook, RuleInForce, adjusted_rule, numbers_of
from api.rules.vocabulary import Level
from tests.rules.histories import TODAY

SOURCE = Source("own", "Made up for a test", "Nobody", None, "")
MEDICINES = ("pazopanib", "entrectinib")
CLASSES = {"pazopanib": "tyrosine_kinase_inhibitor", "entrectinib": "ntrk_inhibitor"}

_hows = st.sampled_from(How)
_grades = st.integers(0, 4)
_counts = st.integers(0, 9)
_celsius = st.integers(350, 400).map(lambda tenths: {"value": tenths / 10, "unit": "°C"})
_fahrenheit = st.integers(950, 1040).map(lambda tenths: {"value": tenths / 10, "unit": "°F"})
_kilograms = st.integers(600, 900).map(lambda tenths: {"value": tenths / 10, "unit": "kg"})
_pounds = st.integers(1320, 1990).map(lambda tenths: {"value": tenths / 10, "unit": "lb"})
_pressures = st.tuples(st.integers(100, 200), st.integers(50, 99)).map(
    lambda both: {"systolic": both[0], "diastolic": both[1], "unit": "mmHg"}
)


def _some(rows: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(rows, min_size=1, max_size=3)


heads = st.fixed_dictionaries(
    {},
    optional={
        "diarrhea": st.fixed_dictionaries({"count": _counts}, optional={"recall_hours": st.just(24)}),
        "nausea": st.fixed_dictionaries({}, optional={"severity": _grades, "frequency": _grades}),
        "headache": st.fixed_dictionaries({"severity": _grades}, optional={"interference": _grades}),
        "rash": st.fixed_dictionaries({"presence": st.booleans()}),
        "temperature": _some(_celsius | _fahrenheit),
        "weight": _some(_kilograms | _pounds),
        "blood_pressure": _some(_pressures),
    },
)
_days = st.integers(0, 13).map(lambda back: TODAY - timedelta(days=back))
_days_or_never = st.none() | _days
taking = st.lists(
    st.builds(
        lambda name, started, stopped: Taking(name, CLASSES[name], started, stopped),
        st.sampled_from(MEDICINES),
        _days_or_never,
        _days_or_never,
    ),
    max_size=2,
).map(tuple)
baselines = st.builds(
    Baseline,
    usual_stools=st.none() | _counts,
    weight_kg=st.none() | st.integers(600, 900).map(lambda tenths: tenths / 10),
    has_ostomy=st.none() | st.booleans(),
)
diaries = st.builds(
    Diary,
    days=st.dictionaries(_days, st.lists(heads, min_size=1, max_size=2).map(tuple), max_size=14),
    taking=taking,
    baseline=baselines,
)

_plain = st.one_of(
    st.builds(Compare, st.just("diarrhea.count"), _hows, _counts, st.just("loose_stools_per_day")),
    st.builds(Compare, st.sampled_from(["nausea.severity", "*.severity"]), _hows, _grades, st.just("points")),
    st.builds(
        Compare, st.just("temperature.value"), _hows, st.sampled_from([36.0, 37.5, 38.0]), st.just("°C")
    ),
    st.builds(Compare, st.just("temperature.value"), _hows, st.sampled_from([99.5, 100.4]), st.just("°F")),
    st.builds(Compare, st.just("blood_pressure.systolic"), _hows, st.integers(110, 190), st.just("mmHg")),
    st.just(Compare("rash.presence", How.AT_LEAST, 1, "yes_or_no")),
)
_against = st.one_of(
    st.builds(
        Compare,
        st.just("diarrhea.count"),
        st.just(How.AT_LEAST),
        st.integers(1, 7),
        st.just("loose_stools_per_day"),
        st.just(Against.USUAL_STOOLS),
    ),
    st.builds(
        Compare,
        st.just("weight.value"),
        st.sampled_from([How.AT_LEAST, How.ABOVE]),
        st.sampled_from([5, 10]),
        st.just("percent"),
        st.sampled_from([Against.WEIGHT_GAIN, Against.WEIGHT_LOSS]),
    ),
    st.builds(
        lambda how, last: Compare("temperature.value", how, 0.5, "°C", Against.LAST_DAYS, last, 1),
        _hows,
        st.integers(1, 7),
    ),
    st.builds(
        lambda reading, number, last, known: Compare(
            reading, How.AT_LEAST, number, "points", Against.LAST_DAYS, last, min(known, last)
        ),
        st.sampled_from(["nausea.severity", "*.severity"]),
        st.sampled_from([1, 1.5, 2]),
        st.integers(1, 7),
        st.integers(1, 3),
    ),
)
_nodes: st.SearchStrategy[Condition] = st.recursive(
    _plain | _against | st.just(Has("ostomy")),
    lambda inner: st.lists(inner, min_size=2, max_size=3).flatmap(
        lambda parts: st.sampled_from([AllOf(tuple(parts)), AnyOf(tuple(parts))])
    ),
    max_leaves=5,
).filter(rests_on_readings)
_runs = st.builds(
    lambda days, bridged, more: Run(days, bridged, None if more is None else days + more),
    st.integers(1, 3),
    st.integers(0, 2),
    st.none() | st.integers(0, 2),
)
_whiles = st.none() | st.builds(
    WhileTaking,
    st.sampled_from([(), ("ntrk_inhibitor",)]),
    st.sampled_from([("pazopanib",), MEDICINES]),
    st.integers(0, 3),
)


def a_rule(name: str, condition: Condition, level: Level, run: Run, wanted: WhileTaking | None) -> Rule:
    """A rule with what matters to the evaluator; the rest is made up."""
    return Rule(
        name, level, Mark.READ, False, condition, run, wanted, "none", SOURCE, "", date(2026, 1, 1), ()
    )


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    """Up to four rules, the last of them at times about symptoms together."""
    rules = [
        a_rule(
            f"rule-{n}",
            draw(_nodes),
            draw(st.sampled_from([Level.CALL, Level.CALL, Level.URGENT, Level.CRISIS])),
            draw(_runs),
            draw(_whiles),
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    if draw(st.booleans()):
        together = Together(Level.CALL, draw(st.integers(2, 3)))
        rules.append(a_rule("together", together, Level.URGENT, draw(_runs), None))
    return Rulebook(tuple(draw(_in_force(rule)) for rule in rules))


@st.composite
def _in_force(draw: st.DrawFn, rule: Rule) -> RuleInForce:
    """As the pack has it, or with some of its numbers set otherwise."""
    numbers = iter(range(9))
    settable = replace(rule, condition=_settable(rule.condition, lambda: f"number-{next(numbers)}"))
    own = {one.name: one.number for one in numbers_of(settable)}
    by = draw(st.dictionaries(st.sampled_from(sorted(own)), st.sampled_from([-2, -1, 1, 2]))) if own else {}
    adjusted = tuple(Adjusted(name, own[name] + step, own[name], "clinic") for name, step in by.items())
    used = adjusted_rule(settable, {one.name: one.number for one in adjusted})
    return RuleInForce(used, "pack", "hash", draw(_days_or_never), adjusted)


def _settable(condition: Condition, name: Callable[[], str]) -> Condition:
    """The condition with a name and bounds for each of its numbers; a yes has none."""
    if isinstance(condition, AllOf | AnyOf):
        return type(condition)(tuple(_settable(part, name) for part in condition.of))
    if isinstance(condition, Compare) and condition.unit != "yes_or_no":
        return replace(condition, name=name(), lowest=-9, highest=999)
    return condition


def as_json(book: Rulebook) -> list[dict[str, Any]]:
    """The rules as the page reads them, as far as they decide anything."""
    return [
        {
            "id": one.rule.id,
            "level": one.rule.level.value,
            "condition": condition_to_json(one.rule.condition),
            "run": asdict(one.rule.run),
            "while_taking": asdict(one.rule.while_taking) if one.rule.while_taking else None,
            "since": one.since.isoformat() if one.since else None,
            "adjusted": [asdict(adjusted) for adjusted in one.adjusted],
        }
        for one in book.rules
    ]


def diary_as_json(diary: Diary) -> dict[str, Any]:
    """The diary for the second reading: days stay dates, the rest is what JSON would hold."""
    written = [
        {
            "medicine": one.medicine,
            "medicine_class": one.medicine_class,
            "started": one.started.isoformat() if one.started else None,
            "stopped": one.stopped.isoformat() if one.stopped else None,
        }
        for one in diary.taking
    ]
    return {"days": dict(diary.days), "taking": written, "baseline": asdict(diary.baseline)}
