"""What the rules read: days as they were written, what was taken, and what is usual for this person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from api.rules.condition import WhileTaking

Readings = Mapping[str, object]


@dataclass(frozen=True)
class Taking:
    """One medicine of the list. `started` None is since ever; `stopped` is the last day of taking it."""

    medicine: str
    medicine_class: str
    started: date | None = None
    stopped: date | None = None

    def is_one_of(self, wanted: WhileTaking) -> bool:
        return self.medicine in wanted.medicines or self.medicine_class in wanted.classes

    def counts_for(self, wanted: WhileTaking, day: date) -> bool:
        """Whether it is one of these and was taken on that day, or recently enough before it."""
        if not self.is_one_of(wanted):
            return False
        if self.started is not None and day < self.started:
            return False
        last = self.last_day_for(wanted)
        return last is None or day <= last

    def last_day_for(self, wanted: WhileTaking) -> date | None:
        """The last day on which it counts; None while it is taken."""
        return self.stopped + timedelta(days=wanted.days_after) if self.stopped else None


@dataclass(frozen=True)
class Baseline:
    """What is usual for this person; None is unknown. Units: stools a day, kilograms."""

    usual_stools: float | None = None
    weight_kg: float | None = None
    has_ostomy: bool | None = None


NO_BASELINE = Baseline()


@dataclass(frozen=True)
class Diary:
    """The readings of every head of each local day; several heads are a conflict, read as a set."""

    days: Mapping[date, tuple[Readings, ...]]
    taking: tuple[Taking, ...] = ()
    baseline: Baseline = NO_BASELINE
