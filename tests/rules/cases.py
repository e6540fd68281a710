"""One set of cases for both evaluators: diaries as JSON, and what Python says of them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import product
from typing import Any

from api.rules.condition import (
    ANY_SYMPTOM,
    Against,
    Compare,
    Silent,
    Together,
    comparisons,
)
from api.rules.diary import Baseline, Diary, Readings, Taking
from api.rules.evaluate import Evaluation, evaluate, findings_in
from api.rules.examples import diary_of
from api.rules.guidance import published
from api.rules.rulebook import Rulebook, RuleInForce, whole
from api.rules.units import step_of
from api.rules.vocabulary import MEASUREMENTS, Attribute
from tests.rules.histories import TODAY
from tests.rules.made_up_rules import made_up_rules
from tests.rules.random_diaries import random_diaries
from tests.rules.said import as_said, diary_as_json, rule_as_json

SEED = 20_261_125
RANDOM_SHARDS = 10
DIARIES_A_SHARD = 2_000
VERDICTS_EVERY = 20
# No divisor of the nine diaries around each number.
VERDICTS_AROUND_EVERY = 4
PAIRS_A_DIARY = 5
# Further apart than any rule looks back or bridges, so that no pair of days knows of another.
DAYS_BETWEEN_PAIRS = 20
_GRADES = (Attribute.FREQUENCY, Attribute.SEVERITY, Attribute.INTERFERENCE)


@dataclass(frozen=True)
class Cases:
    """Diaries that end today, and the rules that read them.

    Of every `verdicts_every`th diary how near each rule is, too, which takes longer than what it finds.
    """

    book: Rulebook
    diaries: tuple[Diary, ...]
    today: date = TODAY
    verdicts_every: int = 1

    def as_json(self) -> str:
        rules = [rule_as_json(one) for one in self.book.rules]
        diaries = [diary_as_json(diary) for diary in self.diaries]
        asked = {"today": self.today.isoformat(), "verdicts_every": self.verdicts_every}
        return json.dumps({"rules": rules, "diaries": diaries, **asked})

    @cached_property
    def expected(self) -> list[str]:
        """What Python says of each diary, as the page writes it."""
        return [as_said(self._evaluated(place)) for place in range(len(self.diaries))]

    def _evaluated(self, place: int) -> Evaluation:
        diary = self.diaries[place]
        if place % self.verdicts_every:
            return Evaluation(findings_in(diary, self.book), ())
        return evaluate(diary, self.book, self.today)


def published_rules() -> Rulebook:
    """All rules of all published packs."""
    return Rulebook(tuple(one for guidance in published().values() for one in whole(guidance).rules))


def every_rule() -> Rulebook:
    """All rules of all published packs, and the made-up ones."""
    return Rulebook((*published_rules().rules, *made_up_rules().rules))


def examples() -> list[tuple[Cases, int]]:
    """The examples of each published pack, and how many there are."""
    made = []
    for guidance in published().values():
        diaries = tuple(
            diary_of(example, today=TODAY) for rule in guidance.rules for example in rule.examples
        )
        made.append((Cases(whole(guidance), diaries), len(diaries)))
    return made


@cache
def boundaries() -> Cases:
    """For every comparison a step below, at and above its number, on too few, enough and more days."""
    book = every_rule()
    diaries = [
        _around(one, node, step, one.rule.run.days_in_a_row + more)
        for one in book.rules
        for node in comparisons(one.rule.condition)
        for step, more in product((-1, 0, 1), (-1, 0, 1))
    ]
    return Cases(book, tuple(diaries), verdicts_every=VERDICTS_AROUND_EVERY)


def pairs(symptom: str) -> Cases:
    """Every pair of days of a symptom that is asked about in three ways, read by the rules that read it."""
    grades = [dict(zip(_GRADES, one, strict=True)) for one in product(range(5), repeat=3)]
    heads = [({symptom: {attribute.value: grade for attribute, grade in one.items()}},) for one in grades]
    every = list(product(heads, repeat=2))
    diaries = [_apart(every[start : start + PAIRS_A_DIARY]) for start in range(0, len(every), PAIRS_A_DIARY)]
    book = Rulebook(tuple(one for one in every_rule().rules if _reads(one, symptom)))
    return Cases(book, tuple(diaries), verdicts_every=VERDICTS_EVERY)


def pairs_in(cases: Cases) -> int:
    """How many different pairs of neighbouring days there are."""
    day = timedelta(days=1)
    return len(
        {
            json.dumps([diary.days[first], diary.days[first + day]])
            for diary in cases.diaries
            for first in diary.days
            if first + day in diary.days
        }
    )


def random_shard(number: int) -> Cases:
    """Diaries of a seed of their own, all of them read by every rule of every published pack."""
    diaries = tuple(random_diaries(SEED + number, DIARIES_A_SHARD))
    return Cases(published_rules(), diaries, verdicts_every=VERDICTS_EVERY)


def of_made_up_rules() -> Cases:
    """Random diaries of one more seed, read by the rules that use what no published one does."""
    diaries = tuple(random_diaries(SEED + RANDOM_SHARDS, DIARIES_A_SHARD))
    return Cases(made_up_rules(), diaries, verdicts_every=VERDICTS_EVERY)


@cache
def a_few_of_each() -> Cases:
    """Enough to notice an evaluator that reads a word of the language wrongly."""
    around = boundaries()
    return Cases(around.book, (*around.diaries[::7], *random_diaries(SEED, 60)))


def _reads(one: RuleInForce, symptom: str) -> bool:
    condition = one.rule.condition
    if isinstance(condition, Together | Silent):
        return isinstance(condition, Together)
    return any(node.subject in (symptom, ANY_SYMPTOM) for node in comparisons(condition))


def _apart(some: Sequence[tuple[tuple[Readings, ...], tuple[Readings, ...]]]) -> Diary:
    """A diary of several pairs of days, the last of them yesterday and today."""
    days = {}
    for back, (first, second) in enumerate(some):
        at = TODAY - timedelta(days=back * DAYS_BETWEEN_PAIRS)
        days |= {at - timedelta(days=1): first, at: second}
    return Diary(days)


def _around(one: RuleInForce, node: Compare, step: int, length: int) -> Diary:
    """A diary that meets the rule but for this comparison, which is that many steps away from its number."""
    others = [other for other in comparisons(one.rule.condition) if other.reading != node.reading]
    head: dict[str, Any] = {}
    for other in (*others, node):
        _write(head, other, step if other is node else 1 if other.how.value != "below" else -1)
    first = TODAY - timedelta(days=max(length, 0) - 1)
    days: dict[date, tuple[dict[str, Any], ...]] = {
        first + timedelta(days=number): (head,) for number in range(max(length, 0))
    }
    if node.against is Against.LAST_DAYS:
        calm: dict[str, Any] = {}
        _write(calm, replace(node, number=0, against=Against.NOTHING), 0)
        days |= {first - timedelta(days=back): (calm,) for back in range(1, node.last_days + 1)}
    return Diary(days, tuple(_taken(one)), Baseline(2, 80.0, True))


def _taken(one: RuleInForce) -> Iterator[Taking]:
    wanted = one.rule.while_taking
    names: Iterable[str] = (*wanted.medicines, *wanted.classes)[:1] if wanted else ()
    for name in names:
        yield Taking(name, name, None, None)


def _write(head: dict[str, Any], node: Compare, steps: int) -> None:
    quantity = round(node.number + steps * step_of(node.unit), 2)
    if node.against is Against.USUAL_STOOLS:
        quantity += 2
    subject = "nausea" if node.subject == ANY_SYMPTOM else node.subject
    if node.subject not in MEASUREMENTS:
        value = bool(quantity > 0) if node.attribute == Attribute.PRESENCE.value else quantity
        head.setdefault(subject, {})[node.attribute] = value
        return
    unit = node.unit
    if unit == "percent":
        sign = 1 if node.against is Against.WEIGHT_GAIN else -1
        quantity, unit = round(80 * (1 + sign * quantity / 100), 2), "kg"
    rows = head.setdefault(subject, [{"unit": unit}])
    rows[0][node.attribute] = quantity
