"""A diary judged by two rulebooks, and what the second says that the first does not. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from api.rules.condition import Silent, Together
from api.rules.evaluate import Diary, Finding, findings_in
from api.rules.rulebook import Rulebook, RuleInForce
from api.rules.vocabulary import Level


class Counts(NamedTuple):
    """Episodes: only after, only before, in both and worse after, in both."""

    gained: int = 0
    lost: int = 0
    raised: int = 0
    kept: int = 0

    @property
    def changes(self) -> tuple[int, int, int]:
        return self.gained, self.lost, self.raised

    def plus(self, other: Iterable[int]) -> "Counts":
        return Counts(*(mine + its for mine, its in zip(self, other, strict=True)))


class _Side(NamedTuple):
    rule: str
    is_before: bool
    is_after: bool


@dataclass(frozen=True)
class Pair:
    """Two rulebooks, and a third that judges by both at once: a rule that is the same in both stands once.

    `sides` says by the name that a rule has there what it is called and whose it is. Rules about findings
    together are not in it, since each may read those of its own book only.
    """

    before: Rulebook
    after: Rulebook
    at_once: Rulebook
    sides: Mapping[str, _Side]
    together: frozenset[Together]


class _Run(NamedTuple):
    rule: str
    first: date
    last: date
    is_after: bool
    level: Level
    is_past_limit: bool


def paired(before: Rulebook, after: Rulebook) -> Pair:
    """Two rulebooks made ready for many diaries."""
    mine, others = _alone(before), _alone(after)
    rules = mine + [one for one in others if not any(_is_same(one, known) for known in mine)]
    sides = {
        str(place): _Side(one.rule.id, place < len(mine), any(_is_same(one, other) for other in others))
        for place, one in enumerate(rules)
    }
    at_once = (replace(one, rule=replace(one.rule, id=str(place))) for place, one in enumerate(rules))
    conditions = (one.rule.condition for book in (before, after) for one in book.rules)
    together = frozenset(one for one in conditions if isinstance(one, Together))
    return Pair(before, after, Rulebook(tuple(at_once)), sides, together)


def replayed(diary: Diary, pair: Pair, *, since: date) -> dict[str, Counts]:
    """By rule, how the alerts of a diary would have been others; rules without any are left out."""
    found = findings_in(diary, pair.at_once)
    named = [(pair.sides[one.rule], one) for one in found]
    # What a crisis rests on is graded by no other rule of the same book.
    is_own_crisis = any(
        one.level is Level.CRISIS and side.is_after is not side.is_before for side, one in named
    )
    if is_own_crisis or any(_may_be_together(found, condition) for condition in pair.together):
        return compared(findings_in(diary, pair.before), findings_in(diary, pair.after), since=since)
    return compared(
        [replace(one, rule=side.rule) for side, one in named if side.is_before],
        [replace(one, rule=side.rule) for side, one in named if side.is_after],
        since=since,
    )


def compared(before: Iterable[Finding], after: Iterable[Finding], *, since: date) -> dict[str, Counts]:
    """By rule, the episodes that lasted into `since` or began later.

    Runs of the same rule that overlap in days are one episode. What is only watched opens no alert.
    """
    runs = sorted([*_runs(before, is_after=False), *_runs(after, is_after=True)])
    counted: dict[str, Counts] = {}
    for rule, of_rule in groupby(runs, key=lambda run: run.rule):
        for episode in _episodes(of_rule):
            if max(run.last for run in episode) >= since:
                counted[rule] = counted.get(rule, Counts()).plus(_outcome(episode))
    return counted


def _alone(book: Rulebook) -> list[RuleInForce]:
    """The rules that look at days and at nothing else."""
    return [one for one in book.rules if not isinstance(one.rule.condition, Silent | Together)]


def _is_same(one: RuleInForce, other: RuleInForce) -> bool:
    """Whether both find the same in every diary."""
    mine, its = one.rule, other.rule
    # Where a number is set, the document's limit hangs on the pack's own.
    published, its_published = one.as_published.rule.condition, other.as_published.rule.condition
    return published == its_published and (
        mine.id,
        mine.level,
        mine.while_taking,
        mine.run,
        one.since,
        mine.condition,
    ) == (
        its.id,
        its.level,
        its.while_taking,
        its.run,
        other.since,
        its.condition,
    )


def _may_be_together(found: Iterable[Finding], condition: Together) -> bool:
    """False only where no day has findings about as many symptoms, those of both sides counted."""
    subjects: dict[date, set[str]] = {}
    for one in found:
        if one.level is condition.level:
            for evidence in one.evidence:
                subjects.setdefault(evidence.day, set()).add(evidence.symptom)
    return any(len(symptoms) >= condition.symptoms for symptoms in subjects.values())


def _runs(findings: Iterable[Finding], *, is_after: bool) -> Iterator[_Run]:
    for one in findings:
        if one.level is not Level.WATCH:
            yield _Run(one.rule, one.first_day, one.last_day, is_after, one.level, one.past_document_limit)


def _episodes(runs: Iterable[_Run]) -> Iterator[list[_Run]]:
    """Runs in the order of their first days, put together where they overlap."""
    episode: list[_Run] = []
    end = date.min
    for run in runs:
        if episode and run.first > end:
            yield episode
            episode = []
        end = max(end, run.last) if episode else run.last
        episode.append(run)
    if episode:
        yield episode


def _outcome(episode: Sequence[_Run]) -> Counts:
    before = [run for run in episode if not run.is_after]
    after = [run for run in episode if run.is_after]
    if not before:
        return Counts(gained=1)
    if not after:
        return Counts(lost=1)
    is_worse = _worst(after) > _worst(before) or _is_newly_past(before, after)
    return Counts(raised=1) if is_worse else Counts(kept=1)


def _worst(runs: Sequence[_Run]) -> int:
    return max(run.level.rank for run in runs)


def _is_newly_past(before: Sequence[_Run], after: Sequence[_Run]) -> bool:
    return any(run.is_past_limit for run in after) and not any(run.is_past_limit for run in before)
