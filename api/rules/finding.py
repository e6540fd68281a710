"""What a rule says about a diary, with the days it rests on; and how near a rule is that says nothing yet."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Self, TypedDict, cast

from api.rules.pack import Condition, Source
from api.rules.vocabulary import Level

FindingJson = dict[str, object]


class _EvidenceJson(TypedDict):
    day: str
    symptom: str
    attribute: str
    values: list[float]


class _SourceJson(TypedDict):
    key: str
    title: str
    publisher: str
    reviewed: str | None
    section: str


class _ConditionJson(TypedDict):
    at_least: float
    unit: str
    days_in_a_row: int
    bridged_days: int
    document_days: int


class _FindingJson(TypedDict):
    rule: str
    level: str
    pack: str
    guidance_hash: str
    condition: _ConditionJson
    evidence: list[_EvidenceJson]
    missing_days: list[str]
    first_day: str
    last_day: str
    past_document_limit: bool
    advice: str
    source: _SourceJson


@dataclass(frozen=True)
class Evidence:
    """One qualifying day: every value known for it, in ascending order (several when heads disagree)."""

    day: date
    symptom: str
    attribute: str
    values: tuple[float, ...]

    def to_json(self) -> FindingJson:
        return {
            "day": self.day.isoformat(),
            "symptom": self.symptom,
            "attribute": self.attribute,
            "values": list(self.values),
        }


@dataclass(frozen=True)
class Finding:
    """A rule's condition met by one run of days; self-contained, so that a later pack never rewrites it."""

    rule: str
    level: Level
    pack: str
    guidance_hash: str
    condition: Condition
    evidence: tuple[Evidence, ...]
    missing_days: tuple[date, ...]
    first_day: date
    last_day: date
    past_document_limit: bool
    advice: str
    source: Source

    def to_json(self) -> FindingJson:
        """The finding as JSON types; `from_json` gives back an equal one."""
        return {
            "rule": self.rule,
            "level": self.level.value,
            "pack": self.pack,
            "guidance_hash": self.guidance_hash,
            "condition": asdict(self.condition),
            "evidence": [evidence.to_json() for evidence in self.evidence],
            "missing_days": [day.isoformat() for day in self.missing_days],
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "past_document_limit": self.past_document_limit,
            "advice": self.advice,
            "source": asdict(self.source) | {"reviewed": _iso(self.source.reviewed)},
        }

    @classmethod
    def from_json(cls, document: Mapping[str, object]) -> Self:
        """The finding that `to_json` wrote.

        Raises: KeyError or ValueError for a document that `to_json` did not write.
        """
        stored = cast(_FindingJson, document)
        return cls(
            rule=stored["rule"],
            level=Level(stored["level"]),
            pack=stored["pack"],
            guidance_hash=stored["guidance_hash"],
            condition=Condition(**stored["condition"]),
            evidence=tuple(_evidence(one) for one in stored["evidence"]),
            missing_days=tuple(date.fromisoformat(day) for day in stored["missing_days"]),
            first_day=date.fromisoformat(stored["first_day"]),
            last_day=date.fromisoformat(stored["last_day"]),
            past_document_limit=stored["past_document_limit"],
            advice=stored["advice"],
            source=_source(stored["source"]),
        )


class Answer(StrEnum):
    """Whether a rule is met; unknown when unanswered days could still make it so."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Progress:
    """How near a rule is. Units: recorded qualifying days of the run still alive, and days needed."""

    have: int
    need: int


@dataclass(frozen=True)
class Verdict:
    """What a rule says today; `unknown_days` are the unanswered days on which an unknown verdict hangs."""

    rule: str
    verdict: Answer
    progress: Progress
    unknown_days: tuple[date, ...]


@dataclass(frozen=True)
class Evaluation:
    findings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _evidence(stored: _EvidenceJson) -> Evidence:
    day = date.fromisoformat(stored["day"])
    return Evidence(day, stored["symptom"], stored["attribute"], tuple(stored["values"]))


def _source(stored: _SourceJson) -> Source:
    reviewed = date.fromisoformat(stored["reviewed"]) if stored["reviewed"] else None
    return Source(stored["key"], stored["title"], stored["publisher"], reviewed, stored["section"])
