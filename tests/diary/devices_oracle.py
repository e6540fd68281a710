"""What two devices ought to have made of a diary: written anew, in the plainest way, from what they sent.

One rule: 4 or more loose stools on 2 days in a row; one day without an answer between two does not end a run;
3 such days are past the document's limit.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.diary.devices import DAYS, History, Sent, heads_of

Run = tuple[tuple[date, tuple[float, ...]], ...]


@dataclass(frozen=True)
class Told:
    """The alert that an order of arrival leaves: what stands, what was last shown, and over which days."""

    stands: tuple[Run, ...]
    shown: tuple[Run, ...]
    first_day: date
    last_day: date
    is_past_limit: bool


@dataclass(frozen=True)
class Shown:
    """What a day shows; measurements and notes as sets, since their order is that of arrival."""

    readings: dict[str, Any]
    notes: frozenset[str]
    can_wait: bool | None


def runs_of(saves: History | list[Sent]) -> tuple[Run, ...]:
    """Every run that the rule is met by, the earliest first, with all values of each of its days."""
    runs: list[list[tuple[date, tuple[float, ...]]]] = [[]]
    unknown = 0
    for day in sorted(DAYS):
        said = [readings for _, readings in _read(saves, day)]
        values = sorted({one["diarrhea"]["count"] for one in said if "diarrhea" in one})
        unknown = 0 if values else unknown + 1
        if unknown > 1 or (values and values[-1] < 4):
            runs.append([])
        elif values:
            runs[-1].append((day, tuple(values)))
    return tuple(tuple(run) for run in runs if len(run) >= 2)


def told_after(order: list[Sent]) -> Told | None:
    """The one alert after these arrivals: it opens when a run first stands, and only a person closes it."""
    arrived: dict[Any, Sent] = {}
    told: Told | None = None
    for sent in order:
        arrived[sent.entry.id] = sent
        stands = runs_of(list(arrived.values()))
        if stands or told:
            told = _after(told, stands)
    return told


def _after(before: Told | None, stands: tuple[Run, ...]) -> Told:
    if not stands:
        assert before is not None
        return Told((), before.shown, before.first_day, before.last_day, before.is_past_limit)
    days = [day for run in stands for day, _ in run]
    if before is not None:
        days += [before.first_day, before.last_day]
    return Told(stands, stands, min(days), max(days), any(len(run) >= 3 for run in stands))


def readings_of(saves: History, day: date) -> dict[str, set[str]]:
    """Every value of every question, as a set of JSON texts."""
    found: dict[str, set[str]] = {}
    for _, readings in _read(saves, day):
        for name, answer in readings.items():
            found.setdefault(name, set()).add(as_text(answer))
    return found


def shown_of(saves: History, day: date) -> Shown:
    """What the day shows: the worst answer to each question, all measurements, all notes, the sooner wish."""
    readings: dict[str, Any] = {}
    for _, said in _read(saves, day):
        for name, answer in said.items():
            if isinstance(answer, list):
                readings.setdefault(name, set()).update(map(as_text, answer))
            else:
                ((attribute, value),) = answer.items()
                before = readings.get(name, {attribute: value})
                readings[name] = {attribute: max(before[attribute], value)}
    wishes = {said.get("can_wait") for said, _ in _read(saves, day)} - {None}
    return Shown(
        readings=readings,
        notes=frozenset(_notes(saves, day)),
        can_wait=None if not wishes else False not in wishes,
    )


def conflicts_of(saves: History, day: date) -> set[str]:
    """The questions that are answered in more than one way, and `notes` where these differ."""
    questions = {name for name, said in readings_of(saves, day).items() if len(said) > 1}
    return questions | ({"notes"} if len(_notes(saves, day)) > 1 else set())


def _notes(saves: History, day: date) -> set[str]:
    return {said["notes"]["physical"] for said, _ in _read(saves, day) if "notes" in said} - {""}


def _read(saves: History | list[Sent], day: date) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What each head says, and its readings, as they were typed."""
    return [(sent.said, sent.said.get("readings", {})) for sent in heads_of(saves, day)]


def as_text(answer: Any) -> str:
    return json.dumps(answer, sort_keys=True)
