"""Diaries of a few days and what one condition says of them, written short."""

from typing import Any

from api.rules.condition import Compare, Condition, Has, How, Run
from api.rules.diary import NO_BASELINE, Baseline, Diary, Taking
from api.rules.evaluate import Evaluation, Evidence, Verdict, evaluate
from api.rules.rulebook import Rulebook
from tests.rules.histories import TODAY, days_ago
from tests.rules.made_up_rules import ONCE, STOOLS, at_least, in_force

HOT, COLD = at_least("temperature.value", 38, "°C"), Compare("temperature.value", How.BELOW, 36, "°C")
MANY_STOOLS = at_least("diarrhea.count", 4, STOOLS)
RASH, OSTOMY = at_least("rash.presence", 1, "yes_or_no"), Has("ostomy")
YES, NO = {"rash": {"presence": True}}, {"rash": {"presence": False}}


def written(*days: Any, baseline: Baseline = NO_BASELINE, taking: tuple[Taking, ...] = ()) -> Diary:
    """One head, a tuple of heads that disagree, or None for nothing written; the last day is today."""
    heads = {
        days_ago(len(days) - 1 - n): one if isinstance(one, tuple) else (one,)
        for n, one in enumerate(days)
        if one
    }
    return Diary(heads, taking, baseline)


def judged(condition: Condition, diary: Diary, run: Run = ONCE) -> Evaluation:
    return evaluate(diary, Rulebook((in_force("rule", condition, run=run),)), TODAY)


def found(condition: Condition, diary: Diary, run: Run = ONCE) -> list[Evidence]:
    return [one for finding in judged(condition, diary, run).findings for one in finding.evidence]


def verdict(condition: Condition, diary: Diary, run: Run = ONCE) -> Verdict:
    (said,) = judged(condition, diary, run).verdicts
    return said


def degrees(*values: float, unit: str = "°C") -> dict[str, Any]:
    return {"temperature": [{"value": value, "unit": unit} for value in values]}


def kilograms(value: float) -> dict[str, Any]:
    return {"weight": [{"value": value, "unit": "kg"}]}


def stools(count: object) -> dict[str, Any]:
    return {"diarrhea": {"count": count}}


def nausea(severity: object) -> dict[str, Any]:
    return {"nausea": {"severity": severity}}
