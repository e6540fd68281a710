"""A day put together from its heads: nobody wins silently, and the worst answer is the one shown."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.rules.vocabulary import MEASUREMENTS

Readings = Mapping[str, Any]


@dataclass(frozen=True)
class Together:
    readings: dict[str, Any]
    conflicts: dict[str, list[Any]]


def readings_together(heads: Sequence[Readings]) -> Together:
    """One set of readings from several heads, and every question that they answer differently.

    Known beats unknown, yes beats no, the higher count or grade is shown, all measurements stand.
    """
    if len(heads) == 1:
        return Together(_alone(heads[0]), {})
    shown: dict[str, Any] = {}
    conflicts: dict[str, list[Any]] = {}
    for name in sorted({name for head in heads for name in head}):
        answers = [head[name] for head in heads if name in head]
        if name in MEASUREMENTS:
            shown[name] = _distinct([measured for answer in answers for measured in answer])
            if len(_distinct(answers)) > 1:
                conflicts[name] = answers
        else:
            shown[name], differing = _one_answer(answers)
            conflicts |= {f"{name}.{attribute}": values for attribute, values in differing.items()}
    return Together(shown, conflicts)


def notes_together(heads: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Both notes stand, one below the other."""
    places = ("physical", "thinking", "emotional")
    return {
        place: "\n\n".join(_distinct([head[place] for head in heads if head.get(place)])) for place in places
    }


def _alone(head: Readings) -> dict[str, Any]:
    return {
        name: _distinct(answer) if name in MEASUREMENTS else dict(sorted(answer.items()))
        for name, answer in sorted(head.items())
    }


def _one_answer(answers: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    shown: dict[str, Any] = {}
    differing: dict[str, list[Any]] = {}
    for attribute in sorted({attribute for answer in answers for attribute in answer}):
        values = _distinct([answer[attribute] for answer in answers if attribute in answer])
        shown[attribute] = max(values)
        if len(values) > 1:
            differing[attribute] = sorted(values)
    return shown, differing


def _distinct(values: Sequence[Any]) -> list[Any]:
    if len(values) < 2:
        return list(values)
    seen = {json.dumps(value, sort_keys=True): value for value in values}
    return list(seen.values())
