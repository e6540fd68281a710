"""Two versions of a pack compared: which rules came and went, and what changed in those that stayed."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from api.rules.comparing_packs import PackChange, changes_around_the_rules
from api.rules.condition import Condition, Silent, Together, comparisons, condition_to_json
from api.rules.pack import Guidance, Rule

_NUMBERS = frozenset({"number", "unit", "lowest", "highest", "days", "symptoms"})


@dataclass(frozen=True)
class Change:
    """One thing of a rule, before and after; None where it was not there."""

    name: str
    before: object
    after: object


@dataclass(frozen=True)
class Comparison:
    """`changed` by rule; a rule whose examples alone are others is not in it.

    `pack` is what changed outside of the rules.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, tuple[Change, ...]]
    pack: tuple[PackChange, ...]

    @property
    def has_the_same_rules(self) -> bool:
        return not (self.added or self.removed or self.changed)

    @property
    def is_empty(self) -> bool:
        return self.has_the_same_rules and not self.pack


def compared(before: Guidance, after: Guidance) -> Comparison:
    """What `after` does in another way than `before`."""
    old, new = ({rule.id: rule for rule in pack.rules} for pack in (before, after))
    both = {name: tuple(_changes(rule, new[name])) for name, rule in old.items() if name in new}
    return Comparison(
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        changed={name: changes for name, changes in both.items() if changes},
        pack=tuple(changes_around_the_rules(before, after)),
    )


def _changes(before: Rule, after: Rule) -> Iterator[Change]:
    old, new = _told(before), _told(after)
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            yield Change(name, old.get(name), new.get(name))


def _told(rule: Rule) -> dict[str, object]:
    """Everything that decides what a rule does, by name."""
    told: dict[str, object] = {
        "level": rule.level.value,
        "mark": rule.mark.value,
        "optional": rule.optional,
        **asdict(rule.run),
        "while_taking": asdict(rule.while_taking) if rule.while_taking else None,
        "advice": rule.advice,
        "source": f"{rule.source.title}, {rule.source.section}",
        "basis": rule.basis,
        "in_force_since": rule.in_force_since.isoformat(),
    }
    about = _without_numbers(condition_to_json(rule.condition))
    return told | _numbers(rule.condition) | {"condition": about}


def _numbers(condition: Condition) -> dict[str, object]:
    if isinstance(condition, Silent):
        return {"silent_days": condition.days}
    if isinstance(condition, Together):
        return {"symptoms": condition.symptoms}
    told: dict[str, object] = {}
    readings: list[str] = []
    for node in comparisons(condition):
        readings.append(f"{node.reading} {node.how.value}")
        name = readings[-1]
        if (count := readings.count(name)) > 1:
            name = f"{name} ({count})"
        told[name] = f"{node.number:g} {node.unit}"
        told[f"{name}, adjustable"] = None if node.lowest is None else f"{node.lowest:g} to {node.highest:g}"
    return told


def _without_numbers(written: Mapping[str, object]) -> dict[str, object]:
    """What a condition is about; its numbers are told by name."""
    return {
        name: list(map(_without_numbers, value)) if isinstance(value, list) else value
        for name, value in written.items()
        if name not in _NUMBERS
    }
