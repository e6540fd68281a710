"""A diary judged by two rulebooks, and what the second says that the first does not. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from api.rules.evaluate import Diary, Finding, findings_in
from api.rules.rulebook import Rulebook
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


class _Run(NamedTuple):
    rule: str
    first: date
    last: date
    is_after: bool
    level: Level
    is_past_limit: bool


def replayed(diary: Diary, *, before: Rulebook, after: Rulebook, since: date) -> dict[str, Counts]:
    """By rule, how the alerts of a diary would have been others; rules without any are left out."""
    return compared(findings_in(diary, before), findings_in(diary, after), since=since)


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
