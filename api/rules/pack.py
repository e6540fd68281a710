"""A guidance document as data: its medicines, what it asks about, its rules, and where each comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.rules.vocabulary import Attribute, Level


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


@dataclass(frozen=True)
class Condition:
    """The numbers of a rule on one day's answers.

    Units: `at_least` in `unit`; `days_in_a_row`, `bridged_days` (unknown days that may stand between
    two qualifying ones) and `document_days` (the document's own limit) in days.
    """

    at_least: float
    unit: str
    days_in_a_row: int
    bridged_days: int
    document_days: int


@dataclass(frozen=True)
class Example:
    """Days in, finding out: what a nurse reads to see whether a rule does what she means.

    Each day holds the values written for it; an empty day is one with nothing written.
    """

    days: tuple[tuple[float, ...], ...]
    finding: Level | None
    missing_days: int
    past_document_limit: bool
    progress: int | None
    because: str


@dataclass(frozen=True)
class Rule:
    id: str
    symptom: str
    attribute: Attribute
    condition: Condition
    level: Level
    advice: str
    source: Source
    in_force_since: date
    examples: tuple[Example, ...]

    @property
    def at_least(self) -> float:
        return self.condition.at_least

    @property
    def unit(self) -> str:
        return self.condition.unit

    @property
    def days_in_a_row(self) -> int:
        return self.condition.days_in_a_row

    @property
    def bridged_days(self) -> int:
        return self.condition.bridged_days

    @property
    def document_days(self) -> int:
        return self.condition.document_days


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
