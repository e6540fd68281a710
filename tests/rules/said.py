"""Rules and diaries as the page gets them, and what an evaluator says, as both write it."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from api.rules.condition import condition_to_json
from api.rules.diary import Diary
from api.rules.evaluate import Evaluation
from api.rules.rulebook import RuleInForce


def rule_as_json(one: RuleInForce) -> dict[str, Any]:
    """A rule as the page gets it, without its words."""
    rule = one.rule
    return {
        "id": rule.id,
        "pack": one.pack,
        "guidance_hash": one.guidance_hash,
        "level": rule.level.value,
        "condition": condition_to_json(rule.condition),
        "run": asdict(rule.run),
        "while_taking": asdict(rule.while_taking) if rule.while_taking else None,
        "since": _iso(one.since),
        "advice": rule.advice,
        "source": asdict(rule.source) | {"reviewed": _iso(rule.source.reviewed)},
        "adjusted": [asdict(adjusted) for adjusted in one.adjusted],
    }


def diary_as_json(diary: Diary) -> dict[str, Any]:
    taking = [
        asdict(one) | {"started": _iso(one.started), "stopped": _iso(one.stopped)} for one in diary.taking
    ]
    days = {day.isoformat(): list(heads) for day, heads in diary.days.items()}
    return {"days": days, "taking": taking, "baseline": asdict(diary.baseline)}


def as_said(evaluation: Evaluation) -> str:
    """An evaluation as short JSON; what a finding only repeats of its rule is held to its JSON elsewhere."""
    findings = [
        [
            *(one.rule, one.level.value, one.first_day.isoformat(), one.last_day.isoformat()),
            one.past_document_limit,
            [day.isoformat() for day in one.missing_days],
            [
                [
                    *(e.day.isoformat(), e.symptom, e.attribute, [_plain(value) for value in e.values]),
                    *(e.unit, _plain(e.usual), list(e.as_written)),
                ]
                for e in one.evidence
            ],
        ]
        for one in evaluation.findings
    ]
    verdicts = [
        [
            *(one.rule, one.verdict.value, one.progress.have, one.progress.need),
            [day.isoformat() for day in one.unknown_days],
            list(one.unknown_usual),
        ]
        for one in evaluation.verdicts
    ]
    return json.dumps([findings, verdicts], ensure_ascii=False, separators=(",", ":"))


def _plain(number: float | None) -> float | None:
    """JavaScript writes 38.0 as 38."""
    return int(number) if number is not None and number == int(number) else number


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
