"""A second reading of the rule language, by brute force over plain JSON; it imports nothing of the house.

Each day becomes a letter: W where the condition holds, B where it does not, U where nobody knows. Spells are
found by pattern. Numbers are exact fractions, rounded once, as people round: halves upwards.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

Json = dict[str, Any]
SCALES = {"severity", "interference", "frequency", "count"}
TO_FIRST = {
    ("°F", "°C"): lambda f: (f - 32) * Fraction(5, 9),
    ("lb", "kg"): lambda lb: lb * Fraction("0.45359237"),
    ("mmol/L", "mg/dL"): lambda mmol: mmol * Fraction("18.016"),
    ("°C", "°F"): lambda c: c * Fraction(9, 5) + 32,
    ("kg", "lb"): lambda kg: kg / Fraction("0.45359237"),
    ("mg/dL", "mmol/L"): lambda mg: mg / Fraction("18.016"),
}


class Spell(NamedTuple):
    rule: str
    worse_days: tuple[date, ...]
    blank_days: tuple[date, ...]
    beyond_the_document: bool
    said: frozenset[tuple[date, str]]


def spells(rules: list[Json], diary: Json) -> list[Spell]:
    """What each rule makes of a diary: {"days": {date: [readings]}, "taking": […], "baseline": {…}}."""
    by_id = {rule["id"]: rule for rule in rules}
    crises = [rule for rule in rules if _is_crisis(rule)]
    ungraded = {one for rule in crises for spell in _spells_of(rule, diary) for one in spell.said}
    others = {**diary, "ungraded": ungraded}
    alone = [spell for rule in rules for spell in _spells_of(rule, diary if _is_crisis(rule) else others)]
    both = [spell for rule in rules for spell in _side_by_side(rule, diary, alone, by_id)]
    return alone + both


def _is_crisis(rule: Json) -> bool:
    return bool(rule["level"] == "crisis")


def _spells_of(rule: Json, diary: Json) -> Iterator[Spell]:
    if rule["condition"]["kind"] in ("silent", "together") or not diary["days"]:
        return
    letters, said = _lettered(rule, rule["condition"], diary)
    published, _ = _lettered(rule, _published(rule["condition"], rule["adjusted"]), diary)
    yield from _found(rule, letters, said, published)


def _lettered(rule: Json, condition: Json, diary: Json) -> tuple[dict[date, str], dict[date, Any]]:
    letters, said = {}, {}
    for day in _calendar(diary):
        holds, said[day] = (None, set()) if day not in diary["days"] else _holds(condition, diary, day)
        if day in diary["days"] and not _takes(rule["while_taking"], diary["taking"], day):
            holds = False
        letters[day] = {True: "W", False: "B", None: "U"}[holds]
    return letters, said


def _published(condition: Json, adjusted: list[Json]) -> Json:
    """The condition before anybody set another number."""
    if condition["kind"] in ("all", "any"):
        return condition | {"of": [_published(part, adjusted) for part in condition["of"]]}
    was = [one["pack_number"] for one in adjusted if one["name"] == condition.get("name")]
    return condition | {"number": was[0]} if was else condition


def _side_by_side(rule: Json, diary: Json, alone: list[Spell], by_id: dict[str, Json]) -> Iterator[Spell]:
    if rule["condition"]["kind"] != "together":
        return
    others = [one for one in alone if by_id[one.rule]["level"] == rule["condition"]["level"]]
    said = {day: {one for other in others for one in other.said if one[0] == day} for day in _calendar(diary)}
    letters = {
        day: "U"
        if day not in diary["days"]
        else "W"
        if _stood_for(others, day, by_id) >= rule["condition"]["symptoms"]
        else "B"
        for day in said
    }
    yield from _found(rule, letters, said, letters)


def _stood_for(others: list[Spell], day: date, by_id: dict[str, Json]) -> int:
    """Tries every way in which each spell can stand for one symptom, or for all where it is about any."""
    ways: set[frozenset[str]] = {frozenset()}
    for other in others:
        about = {reading.split(".")[0] for on, reading in other.said if on == day}
        if all(reading.startswith("*.") for reading in _readings_of(by_id[other.rule]["condition"])):
            ways = {way | about for way in ways}
        else:
            ways |= {way | {one} for way in ways for one in about}
    return max(map(len, ways))


def _readings_of(condition: Json) -> list[str]:
    if condition["kind"] in ("all", "any"):
        return [reading for part in condition["of"] for reading in _readings_of(part)]
    return [condition["reading"]] if condition["kind"] == "compare" else []


def _found(
    rule: Json, letters: dict[date, str], said: dict[date, set[tuple[date, str]]], published: dict[date, str]
) -> Iterator[Spell]:
    days = sorted(letters)
    text = "".join(letters[day] for day in days)
    run = rule["run"]
    spell = rf"W(?:U{{0,{run['bridged_days']}}}W)*"
    for match in re.finditer(spell, text):
        span = days[match.start() : match.end()]
        worse = tuple(day for day in span if letters[day] == "W")
        if len(worse) < run["days_in_a_row"] or (
            rule["since"] and span[-1] < date.fromisoformat(rule["since"])
        ):
            continue
        limit = run["document_days"]
        # A day that is none of the spell cannot be one that the document counts in it.
        counted = "".join(
            "U" if letters[day] != "W" and published[day] == "W" else published[day] for day in span
        )
        longest = max((one.group().count("W") for one in re.finditer(spell, counted)), default=0)
        yield Spell(
            rule["id"],
            worse,
            tuple(day for day in span if letters[day] == "U"),
            limit is not None and longest >= limit,
            frozenset(one for day in worse for one in said[day]),
        )


def _holds(condition: Json, diary: Json, day: date) -> tuple[bool | None, set[tuple[date, str]]]:
    """Whether it holds on that day, and the readings that say so."""
    kind = condition["kind"]
    if kind == "has":
        return diary["baseline"]["has_ostomy"], set()
    if kind == "compare":
        return _compared(condition, diary, day)
    parts = [_holds(part, diary, day) for part in condition["of"]]
    decisive = kind == "any"
    answers = {answer for answer, _ in parts}
    holds = decisive if decisive in answers else None if None in answers else not decisive
    said = {one for answer, ones in parts if answer for one in ones}
    return holds, said if holds else set()


def _compared(condition: Json, diary: Json, day: date) -> tuple[bool | None, set[tuple[date, str]]]:
    subject, part = condition["reading"].split(".")
    names = {name for heads in diary["days"].values() for head in heads for name in head}
    subjects = sorted(name for name in names if part in SCALES) if subject == "*" else [subject]
    answers: dict[str, bool] = {}
    for name in subjects:
        amounts = _amounts(name, part, condition, diary, day)
        if amounts is not None:
            answers[name] = any(_meets(amount, condition) for amount in amounts)
    if not answers:
        return None, set()
    return any(answers.values()), {(day, f"{name}.{part}") for name, yes in answers.items() if yes}


def _meets(amount: Fraction, condition: Json) -> bool:
    number = Fraction(str(condition["number"]))
    return {"at_least": amount >= number, "above": amount > number, "below": amount < number}[
        condition["how"]
    ]


def _amounts(name: str, part: str, condition: Json, diary: Json, day: date) -> list[Fraction] | None:
    """Every amount to hold against the rule's number; None while it is not known."""
    if (day, f"{name}.{part}") in diary.get("ungraded", ()):
        return None
    unit = "kg" if condition["unit"] == "percent" else condition["unit"]
    today = _written(name, part, unit, diary["days"].get(day, []))
    if not today:
        return None
    usual_stools, weight = diary["baseline"]["usual_stools"], diary["baseline"]["weight_kg"]
    match condition["against"]:
        case "nothing":
            return today
        case "usual_stools":
            return None if usual_stools is None else [_two(v - Fraction(str(usual_stools))) for v in today]
        case "weight_gain" | "weight_loss" as which:
            if weight is None:
                return None
            was = Fraction(str(weight))
            sign = 1 if which == "weight_gain" else -1
            return [_two(sign * (v - was) / was * 100) for v in today]
        case _:
            before = [day - timedelta(days=n) for n in range(1, condition["last_days"] + 1)]
            lowest = sorted(
                min(values)
                for one in before
                if (values := _written(name, part, unit, diary["days"].get(one, [])))
            )
            if len(lowest) < condition["known_days"]:
                return None
            middle = len(lowest) // 2
            usual = lowest[middle] if len(lowest) % 2 else (lowest[middle - 1] + lowest[middle]) / 2
            return [_two(v - usual) for v in today]


def _written(name: str, part: str, unit: str, heads: list[Json]) -> list[Fraction]:
    values = []
    for head in heads:
        answer = head.get(name)
        if isinstance(answer, list):
            for row in (row for row in answer if part in row):
                number = Fraction(str(row[part]))
                change = TO_FIRST.get((row["unit"], unit), lambda same: same)
                # Pounds stay exact, so that a share of the usual weight is the same in either unit.
                exact = (row["unit"], unit) == ("lb", "kg")
                values.append(change(number) if exact else _two(change(number)))
        elif isinstance(answer, dict) and answer.get(part) is not None:
            values.append(Fraction(int(answer[part])))
    return values


def _two(number: Fraction) -> Fraction:
    return Fraction((number * 100 + Fraction(1, 2)).__floor__(), 100)


def _takes(wanted: Json | None, taking: list[Json], day: date) -> bool:
    if wanted is None:
        return True
    for one in taking:
        fits = one["medicine"] in wanted["medicines"] or one["medicine_class"] in wanted["classes"]
        began = one["started"] is None or date.fromisoformat(one["started"]) <= day
        # Whoever stops today may well have taken it this morning: that day is the last one of taking.
        since = None if one["stopped"] is None else (day - date.fromisoformat(one["stopped"])).days
        lasts = since is None or since <= wanted["days_after"]
        if fits and began and lasts:
            return True
    return False


def _calendar(diary: Json) -> list[date]:
    if not diary["days"]:
        return []
    first, last = min(diary["days"]), max(diary["days"])
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
