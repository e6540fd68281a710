"""The rules that are in force for one patient, with the numbers that her clinic set for her."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Self

from api.rules.condition import DAYS_IN_A_ROW, AllOf, AnyOf, Compare, Condition, How, comparisons
from api.rules.pack import Guidance, Rule
from api.rules.quick_look import QuickLook
from api.rules.units import DAYS, is_counted


@dataclass(frozen=True)
class Adjustment:
    """A number of a rule that a clinic set for itself or for one patient: `by` says which."""

    rule: str
    name: str
    number: float
    by: str


@dataclass(frozen=True)
class Adjusted:
    """A number in use that is not the pack's own."""

    name: str
    number: float
    pack_number: float
    by: str


@dataclass(frozen=True)
class AdjustableNumber:
    """A number of a rule that a pack lets a clinic set. Units: `unit`; both bounds may be set."""

    name: str
    number: float
    unit: str
    lowest: float
    highest: float
    weaker_upwards: bool

    def misses_a_whole(self, value: float) -> bool:
        """Whether the value lies between two whole numbers of what can only be counted."""
        return is_counted(self.unit) and value != int(value)


@dataclass(frozen=True)
class RuleInForce:
    """`since`: a finding stands only if its last day is on or after it. None is always."""

    rule: Rule
    pack: str
    guidance_hash: str
    since: date | None = None
    adjusted: tuple[Adjusted, ...] = ()

    @cached_property
    def as_published(self) -> Self:
        """The rule with the pack's own condition, by which the document's limit is counted.

        Itself where no number of the condition is set otherwise.
        """
        condition = published_condition(self.rule.condition, self.adjusted)
        if condition == self.rule.condition:
            return self
        return replace(self, rule=replace(self.rule, condition=condition))


@dataclass(frozen=True)
class Rulebook:
    rules: tuple[RuleInForce, ...]

    @cached_property
    def quick_look(self) -> QuickLook:
        """By which a diary passes most of the rules over."""
        return QuickLook([one.rule.condition for one in self.rules])


@dataclass(frozen=True)
class PackInForce:
    """A pack as a clinic has it in force: these of its rules (None: all), from that day on (None: always)."""

    guidance: Guidance
    rules: frozenset[str] | None = None
    since: date | None = None


def whole(guidance: Guidance) -> Rulebook:
    """Every rule of a pack, those that need a tick among them, with the pack's own numbers."""
    return rulebook([PackInForce(guidance)])


def rulebook(packs: Iterable[PackInForce], adjustments: Iterable[Adjustment] = ()) -> Rulebook:
    """The rules in force. Of two adjustments of the same number the later one counts.

    Raises: KeyError for a number that a rule does not let anybody set; ValueError outside its bounds.
    """
    wanted: dict[str, dict[str, Adjustment]] = {}
    for one in adjustments:
        wanted.setdefault(one.rule, {})[one.name] = one
    return Rulebook(
        tuple(
            _in_force(pack, rule, wanted.get(rule.id))
            for pack in packs
            for rule in pack.guidance.rules
            if pack.rules is None or rule.id in pack.rules
        )
    )


def numbers_of(rule: Rule) -> tuple[AdjustableNumber, ...]:
    """The numbers of a rule that a clinic may set."""
    return tuple(_numbers(rule))


def is_weaker(rule: Rule, name: str, number: float) -> bool:
    """Whether the rule would be met less often with this number than with its own. Raises: KeyError."""
    own = {one.name: one for one in numbers_of(rule)}[name]
    return number > own.number if own.weaker_upwards else number < own.number


def adjusted_rule(rule: Rule, numbers: Mapping[str, float]) -> Rule:
    """The rule with other numbers, by name. Raises: KeyError, ValueError as `rulebook`."""
    known = {one.name: one for one in numbers_of(rule)}
    for name, number in numbers.items():
        if not known[name].lowest <= number <= known[name].highest:
            raise ValueError(f"{rule.id} {name} {number:g}")
    run = rule.run
    if DAYS_IN_A_ROW in numbers:
        run = replace(run, days_in_a_row=int(numbers[DAYS_IN_A_ROW]))
    return replace(rule, condition=_with_numbers(rule.condition, numbers), run=run)


def published_condition(condition: Condition, adjusted: Iterable[Adjusted]) -> Condition:
    """What the pack itself asks of a day, whatever numbers were set instead."""
    return _with_numbers(condition, {one.name: one.pack_number for one in adjusted})


def _in_force(pack: PackInForce, rule: Rule, wanted: Mapping[str, Adjustment] | None) -> RuleInForce:
    if wanted is None:
        return RuleInForce(rule, pack.guidance.id, pack.guidance.hash, pack.since)
    own = {one.name: one.number for one in numbers_of(rule)}
    adjusted = tuple(
        Adjusted(one.name, one.number, own[one.name], one.by)
        for one in wanted.values()
        if one.number != own[one.name]
    )
    used = adjusted_rule(rule, {one.name: one.number for one in adjusted})
    return RuleInForce(used, pack.guidance.id, pack.guidance.hash, pack.since, adjusted)


def _numbers(rule: Rule) -> Iterator[AdjustableNumber]:
    for node in comparisons(rule.condition):
        if node.lowest is not None and node.highest is not None:
            upwards = node.how is not How.BELOW
            yield AdjustableNumber(node.name, node.number, node.unit, node.lowest, node.highest, upwards)
    run = rule.run
    if run.lowest_days is not None and run.highest_days is not None:
        yield AdjustableNumber(
            DAYS_IN_A_ROW, run.days_in_a_row, DAYS, run.lowest_days, run.highest_days, weaker_upwards=True
        )


def _with_numbers(condition: Condition, numbers: Mapping[str, float]) -> Condition:
    if isinstance(condition, AllOf | AnyOf):
        return type(condition)(tuple(_with_numbers(part, numbers) for part in condition.of))
    if isinstance(condition, Compare) and condition.lowest is not None and condition.name in numbers:
        return replace(condition, number=numbers[condition.name])
    return condition
