"""What a rule says about a diary, with the days it rests on; and how near a rule is that says nothing yet."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self, TypedDict, cast

from api.rules.compared import Evidence
from api.rules.condition import Condition, Run, condition_from_json, condition_to_json
from api.rules.pack import Source
from api.rules.rulebook import Adjusted
from api.rules.vocabulary import Level

FindingJson = dict[str, object]


class _EvidenceJson(TypedDict):
    day: str
    symptom: str
    attribute: str
    values: list[float]
    unit: str
    usual: float | None
    as_written: list[str]


class _SourceJson(TypedDict):
    key: str
    title: str
    publisher: str
    reviewed: str | None
    section: str


class _FindingJson(TypedDict):
    rule: str
    level: str
    pack: str
    guidance_hash: str
    condition: dict[str, Any]
    run: dict[str, Any]
    evidence: list[_EvidenceJson]
    missing_days: list[str]
    first_day: str
    last_day: str
    past_document_limit: bool
    advice: str
    source: _SourceJson
    adjusted: list[dict[str, Any]]


@dataclass(frozen=True)
class Finding:
    """A rule's condition met by one run of days; self-contained, so that a later pack never rewrites it."""

    rule: str
    level: Level
    pack: str
    guidance_hash: str
    condition: Condition
    run: Run
    evidence: tuple[Evidence, ...]
    missing_days: tuple[date, ...]
    first_day: date
    last_day: date
    past_document_limit: bool
    advice: str
    source: Source
    adjusted: tuple[Adjusted, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """The qualifying days, in order."""
        return tuple(dict.fromkeys(evidence.day for evidence in self.evidence))

    def to_json(self) -> FindingJson:
        """The finding as JSON types; `from_json` gives back an equal one."""
        return {
            "rule": self.rule,
            "level": self.level.value,
            "pack": self.pack,
            "guidance_hash": self.guidance_hash,
            "condition": condition_to_json(self.condition),
            "run": asdict(self.run),
            "evidence": [_evidence_json(evidence) for evidence in self.evidence],
            "missing_days": [day.isoformat() for day in self.missing_days],
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "past_document_limit": self.past_document_limit,
            "advice": self.advice,
            "source": asdict(self.source) | {"reviewed": _iso(self.source.reviewed)},
            "adjusted": [asdict(one) for one in self.adjusted],
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
            condition=condition_from_json(stored["condition"]),
            run=Run(**stored["run"]),
            evidence=tuple(_evidence(one) for one in stored["evidence"]),
            missing_days=tuple(date.fromisoformat(day) for day in stored["missing_days"]),
            first_day=date.fromisoformat(stored["first_day"]),
            last_day=date.fromisoformat(stored["last_day"]),
            past_document_limit=stored["past_document_limit"],
            advice=stored["advice"],
            source=_source(stored["source"]),
            adjusted=tuple(Adjusted(**one) for one in stored["adjusted"]),
        )


class Answer(StrEnum):
    """Whether a rule is met; unknown when unanswered days could still make it so."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Progress:
    """How near a rule is.

    Units: recorded qualifying days of the run still alive, and days needed; for a rule about silence days
    without an entry, for one about symptoms together the symptoms that findings stand for on the newest day.
    """

    have: int
    need: int


@dataclass(frozen=True)
class Verdict:
    """What a rule says today, and on what an unknown verdict hangs.

    `unknown_days` do not answer its question; `unknown_usual` names what of hers is not known though they
    do: usual_stools, weight, ostomy, or last_days where too few days before are written.
    """

    rule: str
    verdict: Answer
    progress: Progress
    unknown_days: tuple[date, ...] = ()
    unknown_usual: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evaluation:
    findings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _evidence_json(one: Evidence) -> dict[str, object]:
    return {
        "day": one.day.isoformat(),
        "symptom": one.symptom,
        "attribute": one.attribute,
        "values": list(one.values),
        "unit": one.unit,
        "usual": one.usual,
        "as_written": list(one.as_written),
    }


def _evidence(stored: _EvidenceJson) -> Evidence:
    return Evidence(
        day=date.fromisoformat(stored["day"]),
        symptom=stored["symptom"],
        attribute=stored["attribute"],
        values=tuple(stored["values"]),
        unit=stored["unit"],
        usual=stored["usual"],
        as_written=tuple(stored["as_written"]),
    )


def _source(stored: _SourceJson) -> Source:
    reviewed = date.fromisoformat(stored["reviewed"]) if stored["reviewed"] else None
    return Source(stored["key"], stored["title"], stored["publisher"], reviewed, stored["section"])
