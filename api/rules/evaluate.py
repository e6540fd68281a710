"""The one way in which rules read a diary: pure, fast, and the same whatever the order of arrival."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from api.rules.finding import Answer, Evaluation, Evidence, Finding, Progress, Verdict
from api.rules.pack import Guidance, Rule
from api.rules.vocabulary import Attribute

__all__ = [
    "Answer",
    "Diary",
    "Evaluation",
    "Evidence",
    "Finding",
    "Progress",
    "Readings",
    "Verdict",
    "evaluate",
]

Readings = Mapping[str, object]
_PRESENCE = Attribute.PRESENCE.value


@dataclass(frozen=True)
class Diary:
    """The readings of every head of each local day; several heads are a conflict, read as a set."""

    days: Mapping[date, tuple[Readings, ...]]


class _KnownDay(NamedTuple):
    ordinal: int
    values: tuple[float, ...]
    qualifies: bool


_Run = list[_KnownDay]


def evaluate(diary: Diary, guidance: Guidance, today: date) -> Evaluation:
    """Every run in the diary that meets a rule, ended ones too, and for each rule how near it is.

    Days later than `today` are read: the patient may live east of whoever asks. A day that does not
    answer a rule's question is unknown for it, never 0.
    Source: each rule's own, in the pack.
    """
    findings: list[Finding] = []
    verdicts: list[Verdict] = []
    days = sorted(diary.days.items())
    for rule in guidance.rules:
        known = _known_days(days, rule)
        runs = list(_runs(known, rule.condition.bridged_days))
        met = [_finding(run, rule, guidance) for run in runs if len(run) >= rule.condition.days_in_a_row]
        findings += met
        verdicts.append(_verdict(known, runs, rule, is_met=bool(met), today=today.toordinal()))
    return Evaluation(tuple(findings), tuple(verdicts))


def _known_days(days: list[tuple[date, tuple[Readings, ...]]], rule: Rule) -> list[_KnownDay]:
    symptom, attribute, at_least = rule.symptom, rule.attribute.value, rule.condition.at_least
    known = []
    for day, heads in days:
        values = [value for head in heads if (value := _answer(head, symptom, attribute)) is not None]
        if values:
            ordered = tuple(sorted(set(values)) if len(values) > 1 else values)
            known.append(_KnownDay(day.toordinal(), ordered, ordered[-1] >= at_least))
    return known


def _answer(readings: Readings, symptom: str, attribute: str) -> float | None:
    """The answer as a number (yes is 1), or None for what is not written or is no answer to this question."""
    answer = readings.get(symptom)
    value = answer.get(attribute) if isinstance(answer, dict) else None
    if isinstance(value, bool):
        return int(value) if attribute == _PRESENCE else None
    if not isinstance(value, (int, float)) or value != value or attribute == _PRESENCE:
        return None
    return value


def _runs(known: list[_KnownDay], bridged_days: int) -> Iterator[_Run]:
    run: _Run = []
    for day in known:
        is_next = bool(run) and day.ordinal - run[-1].ordinal - 1 <= bridged_days
        if day.qualifies and is_next:
            run.append(day)
            continue
        if run:
            yield run
        run = [day] if day.qualifies else []
    if run:
        yield run


def _finding(run: _Run, rule: Rule, guidance: Guidance) -> Finding:
    evidence = tuple(
        Evidence(date.fromordinal(day.ordinal), rule.symptom, rule.attribute.value, day.values) for day in run
    )
    recorded = {day.ordinal for day in run}
    within = range(run[0].ordinal, run[-1].ordinal)
    return Finding(
        rule=rule.id,
        level=rule.level,
        pack=guidance.id,
        guidance_hash=guidance.hash,
        condition=rule.condition,
        evidence=evidence,
        missing_days=tuple(date.fromordinal(day) for day in within if day not in recorded),
        first_day=evidence[0].day,
        last_day=evidence[-1].day,
        past_document_limit=len(run) >= rule.condition.document_days,
        advice=rule.advice,
        source=rule.source,
    )


def _verdict(known: list[_KnownDay], runs: list[_Run], rule: Rule, *, is_met: bool, today: int) -> Verdict:
    condition = rule.condition
    answered = {day.ordinal: day.qualifies for day in known}
    alive = max((len(run) for run in runs if _can_grow(run, answered, rule, today=today)), default=0)
    progress = Progress(alive, condition.days_in_a_row)
    if is_met:
        return Verdict(rule.id, Answer.MET, progress, ())
    reachable, unknown = _trailing(answered, rule, today=today)
    if not reachable:
        return Verdict(rule.id, Answer.NOT_MET, progress, ())
    return Verdict(rule.id, Answer.UNKNOWN, progress, tuple(date.fromordinal(day) for day in unknown))


def _can_grow(run: _Run, answered: Mapping[int, bool], rule: Rule, *, today: int) -> bool:
    """Whether a qualifying day added today (or on the run's next day, if later) would extend the run."""
    last = run[-1].ordinal
    next_day = max(last + 1, today)
    if next_day - last - 1 > rule.condition.bridged_days:
        return False
    return not any(day in answered for day in range(last + 1, next_day + 1))


def _trailing(answered: Mapping[int, bool], rule: Rule, *, today: int) -> tuple[bool, list[int]]:
    """Whether the rule would be met if every unknown day up to today qualified, and which days those are."""
    need, bridged = rule.condition.days_in_a_row, rule.condition.bridged_days
    window = []
    for day in range(today, today - need - (need - 1) * bridged, -1):
        if answered.get(day) is False:
            break
        window.append(day)
    within_reach, last = len(window), today
    for day, qualifies in answered.items():
        if window and qualifies and 0 < day - last <= bridged + 1:
            within_reach, last = within_reach + 1, day
        elif day > last:
            break
    return within_reach >= need, sorted(day for day in window if day not in answered)
