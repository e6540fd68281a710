"""What becomes of a save that arrives: one pure decision with named outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Outcome(StrEnum):
    """NEW stands alone, CONFLICT beside others; LATE was replaced before it came; SAME came before;
    CLASH reuses an id for something else; LOOP would build on what builds on it."""

    NEW = "new"
    SAME = "same"
    CONFLICT = "conflict"
    LATE = "late"
    CLASH = "clash"
    LOOP = "loop"


@dataclass(frozen=True)
class Save:
    """One save of a day, as far as merging needs to know it."""

    id: UUID
    builds_on: frozenset[UUID]
    body_hash: str


@dataclass(frozen=True)
class Decision:
    outcome: Outcome
    heads: frozenset[UUID]


def decide(known: Sequence[Save], incoming: Save) -> Decision:
    """What an incoming save is to a day whose saves are `known`, and which saves then are heads.

    Heads are the saves that no other builds on; a save may build on ones that have not arrived yet.
    The heads do not depend on the order of arrival.
    """
    before = heads_of(known)
    twin = next((save for save in known if save.id == incoming.id), None)
    if twin is not None:
        return Decision(Outcome.SAME if twin.body_hash == incoming.body_hash else Outcome.CLASH, before)
    after = [*known, incoming]
    if _reaches_itself(incoming, after):
        return Decision(Outcome.LOOP, before)
    heads = heads_of(after)
    if incoming.id not in heads:
        return Decision(Outcome.LATE, heads)
    return Decision(Outcome.NEW if len(heads) == 1 else Outcome.CONFLICT, heads)


def heads_of(saves: Sequence[Save]) -> frozenset[UUID]:
    replaced = {built_on for save in saves for built_on in save.builds_on}
    return frozenset(save.id for save in saves if save.id not in replaced)


def _reaches_itself(start: Save, saves: Sequence[Save]) -> bool:
    by_id = {save.id: save for save in saves}
    waiting, seen = list(start.builds_on), set[UUID]()
    while waiting:
        current = waiting.pop()
        if current == start.id:
            return True
        if current not in seen and current in by_id:
            seen.add(current)
            waiting.extend(by_id[current].builds_on)
    return False
