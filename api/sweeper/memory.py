"""What a worker remembers from sweep to sweep, and whose whole diary is due."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

SLICES = 24 * 60


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose whole diary one sweep judges: those of some slices of the day, and those who could not be judged.

    The day has 1440 slices, and a patient is in the one that the number of her id falls in. `behind` are the
    clinics whose rules changed, with their version: what is due there by the new ones is no repair.
    """

    slices: frozenset[int]
    broken: frozenset[UUID]
    behind: Mapping[UUID, int] = field(default_factory=dict)

    def is_of(self, patient: UUID) -> bool:
        return patient.int % SLICES in self.slices or patient in self.broken


@dataclass(slots=True)
class Memory:
    """Belongs to one worker. A new one is empty, and its first sweep judges more for that.

    `healthy` holds the traces of those to whom nothing was owed, `broken` those who could not be judged or
    repaired. `taken_until` is when the last sweep began that saw everyone; of those only `broken` are left.
    """

    healthy: dict[UUID, int] = field(default_factory=dict)
    broken: set[UUID] = field(default_factory=set)
    taken_until: datetime | None = None

    def turn(self, at: datetime, *, all_well_at: datetime | None) -> Turn:
        """The slices of all minutes since the last sweep, a day's at most; `all_well_at` may be another's."""
        # An instant that is yet to come is of a clock that was set back since.
        taken = [when for when in (self.taken_until, all_well_at) if when is not None and when <= at]
        last = int(at.timestamp()) // 60
        first = max([last - SLICES, *(int(when.timestamp()) // 60 for when in taken)])
        slices = frozenset(minute % SLICES for minute in range(first + 1, last + 1))
        return Turn(slices, frozenset(self.broken))

    def note(self, *, healthy: Mapping[UUID, int], repaired: Set[UUID], broken: Set[UUID]) -> None:
        self.healthy.update(healthy)
        self.broken -= healthy.keys() | repaired
        self.broken |= broken
