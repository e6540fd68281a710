"""A guidance document as data: its medicines, what it asks about, its rules, and where each comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.rules.condition import Condition, Run, WhileTaking
from api.rules.diary import NO_BASELINE, Baseline, Readings
from api.rules.vocabulary import Level


@dataclass(frozen=True)
class Source:
    """Where a statement stands. `reviewed` is None when the publisher gives no date of review."""

    key: str
    title: str
    publisher: str
    reviewed: date | None
    section: str


@dataclass(frozen=True)
class MedicineClass:
    """A class of medicines; its name and how it works are worded under `name_key` and `how_it_works_key`."""

    id: str
    name_key: str
    how_it_works_key: str


@dataclass(frozen=True)
class Medicine:
    """What the catalogue knows about one medicine; the keys name its wording. Never a dose to take."""

    id: str
    name: str
    brands: tuple[str, ...]
    medicine_class: MedicineClass
    targets: tuple[str, ...]
    forms: tuple[str, ...]
    atc: str
    rxcui: str | None
    market_status: str
    sources: tuple[Source, ...]
    how_it_works_key: str
    used_for_key: str
    how_taken_key: str
    watch_for_key: str
    withdrawn_key: str | None


@dataclass(frozen=True)
class SideEffect:
    """One side effect as the document names it, and the diary's questions that ask about it."""

    id: str
    asked_by: tuple[str, ...]


@dataclass(frozen=True)
class AskedSymptom:
    """A symptom that the diary offers: `documented` by the pack, `core` when it is asked first."""

    id: str
    documented: bool
    core: bool


class Mark(StrEnum):
    """How well a rule is sourced: read in the source, told by another one, or not verified."""

    READ = "F"
    SECOND_HAND = "S"
    UNVERIFIED = "U"


@dataclass(frozen=True)
class Example:
    """Days in, finding out: what a nurse reads to see whether a rule does what she means.

    Each day holds the readings of its heads, the last one is today; a day without heads is one with nothing
    written. A name in `taking` stands for a medicine and for a class.
    Units: `stopped_days_ago` in days; None while it is still taken.
    """

    days: tuple[tuple[Readings, ...], ...]
    finding: Level | None
    missing_days: int = 0
    past_document_limit: bool = False
    progress: int | None = None
    because: str = ""
    taking: tuple[str, ...] = ()
    stopped_days_ago: int | None = None
    baseline: Baseline = NO_BASELINE


@dataclass(frozen=True)
class Rule:
    """A condition with its source. An `optional` or unverified one is in force only where it was ticked."""

    id: str
    level: Level
    mark: Mark
    optional: bool
    condition: Condition
    run: Run
    while_taking: WhileTaking | None
    advice: str
    source: Source
    basis: str
    in_force_since: date
    examples: tuple[Example, ...]

    @property
    def needs_own_tick(self) -> bool:
        return self.optional or self.mark is Mark.UNVERIFIED


@dataclass(frozen=True)
class Guidance:
    """One pack. `hash` is the SHA-256 of its file, so that a finding says exactly what it was judged by."""

    id: str
    version: str
    hash: str
    source: Source
    sources: Mapping[str, Source]
    medicines: tuple[Medicine, ...]
    side_effects: tuple[SideEffect, ...]
    symptoms: tuple[AskedSymptom, ...]
    measurements: tuple[str, ...]
    rules: tuple[Rule, ...]
    advice: tuple[str, ...]
    general: tuple[str, ...]
    questions: tuple[str, ...]
