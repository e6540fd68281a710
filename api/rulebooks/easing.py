"""What the signatures of a pack made milder, one after another: rules left out, milder texts, withdrawals."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import zip_longest
from uuid import UUID

from sqlalchemy import Connection

from api.rulebooks import store
from api.rulebooks.in_force import readable_text
from api.rulebooks.models import GuidanceSignature
from api.rules.guidance import DOCUMENT, Guidance, published
from api.rules.milder import is_milder
from api.rules.pack import Rule


class How(StrEnum):
    LEFT_OUT = "left out"
    MILDER_TEXT = "milder text"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Eased:
    """A rule that is not in force as it was: by which signature or withdrawal, when and why."""

    id: UUID
    rule: str
    how: How
    by: str
    at: datetime
    reason: str


@dataclass
class PackHistory:
    """What stands after the signatures of one pack that were taken in, the oldest first."""

    pack: str
    in_force: frozenset[str] = frozenset()
    signed: frozenset[str] = frozenset()
    # Each rule as it was last in force, and as it was before it became milder.
    last: dict[str, Rule] = field(default_factory=dict)
    strict: dict[str, Rule] = field(default_factory=dict)
    # Rules that were in force in a text that is not readable any more: what follows cannot be told.
    unread: set[str] = field(default_factory=set)
    left: dict[str, Eased] = field(default_factory=dict)
    milder: dict[str, Eased] = field(default_factory=dict)

    def left_out_by(self, text: Guidance | None, rules: Iterable[str]) -> list[str]:
        """What was signed last, standing or not, or would be in force without a word, and is not named."""
        default = {rule.id for rule in text.rules if not rule.needs_own_tick} if text else set()
        return sorted((default | self.signed) - set(rules))

    def milder_in(self, text: Guidance, rules: Iterable[str]) -> list[str]:
        """The rules of these that would be milder than when they were last in force here."""
        wanted = set(rules)
        return sorted(rule.id for rule in text.rules if rule.id in wanted and self._is_milder(rule))

    def take_in(self, one: GuidanceSignature, text: Guidance | None) -> None:
        """A text of None is one that is not readable any more."""

        def eased(rule: str, how: How) -> Eased:
            return Eased(one.id, rule, how, one.signed_by_name, one.signed_at, one.reason)

        self.left = {rule: why for rule, why in self.left.items() if why.how is not How.WITHDRAWN}
        for rule in self.left_out_by(text, one.rules):
            self.left.setdefault(rule, eased(rule, How.LEFT_OUT))
        self._put_in_force(text, one.rules, {rule: eased(rule, How.MILDER_TEXT) for rule in one.rules})
        self.signed = frozenset(one.rules)

    def withdraw(self, one: GuidanceSignature) -> None:
        """What was in force is so no more; the document's pack is, as it ships."""
        at, why = one.ended_at or one.signed_at, one.end_reason or ""

        def eased(rule: str, how: How) -> Eased:
            return Eased(one.id, rule, how, one.ended_by_name or "", at, why)

        ships = published().get(self.pack) if self.pack == DOCUMENT else None
        default = [rule.id for rule in ships.rules if not rule.needs_own_tick] if ships else []
        for rule in self.in_force - set(default):
            self.left[rule] = eased(rule, How.WITHDRAWN)
        if ships:
            self._put_in_force(ships, default, {rule: eased(rule, How.MILDER_TEXT) for rule in default})
        self.in_force = frozenset(default)

    def standing(self) -> Iterator[Eased]:
        yield from self.left.values()
        yield from (why for rule, why in self.milder.items() if rule in self.in_force)

    def _put_in_force(self, text: Guidance | None, rules: Iterable[str], by: Mapping[str, Eased]) -> None:
        self.in_force = frozenset(rules)
        self.left = {rule: why for rule, why in self.left.items() if rule not in self.in_force}
        if text is None:
            self.unread |= self.in_force
        for rule in text.rules if text else ():
            if rule.id in self.in_force:
                self._weigh(rule, by[rule.id])

    def _weigh(self, rule: Rule, by: Eased) -> None:
        if self._is_milder(rule):
            self.milder[rule.id] = by
            self.strict.setdefault(rule.id, rule)
        elif rule != self.last.get(rule.id) and not self._is_milder_still(rule):
            self.milder.pop(rule.id, None)
            self.strict[rule.id] = rule
        self.last[rule.id] = rule
        self.unread.discard(rule.id)

    def _is_milder(self, rule: Rule) -> bool:
        last = self.last.get(rule.id)
        return rule.id in self.unread or (last is not None and is_milder(rule, than=last))

    def _is_milder_still(self, rule: Rule) -> bool:
        return rule.id in self.milder and is_milder(rule, than=self.strict[rule.id])


def history_of(connection: Connection, signatures: Sequence[GuidanceSignature], pack: str) -> PackHistory:
    """`signatures` are all of a clinic, the newest first."""
    history = PackHistory(pack)
    of_pack = [one for one in reversed(signatures) if one.pack == pack]
    for one, following in zip_longest(of_pack, of_pack[1:]):
        history.take_in(one, readable_text(connection, one))
        if one.ended_at is not None and (following is None or following.signed_at != one.ended_at):
            history.withdraw(one)
    return history


def eased_rules(connection: Connection, clinic: UUID) -> Iterator[tuple[str, Eased]]:
    """With its pack, each rule that was made milder by a signature or a withdrawal and is so still."""
    signatures = store.signatures(connection, clinic)
    for pack in dict.fromkeys(one.pack for one in signatures):
        for eased in history_of(connection, signatures, pack).standing():
            yield pack, eased
