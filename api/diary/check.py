"""A diary judged without being stored, for programs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, Field, Strict
from sqlalchemy import Connection

from api.access.actors import Actor
from api.access.door import DoorDep
from api.alerts.models import EvidencePublic, SourcePublic
from api.alerts.presentation import public_evidence, public_source
from api.bodies import Body, Day, Key, YesNo
from api.body_json import StrictRoute
from api.diary.readings import ReadingDocument
from api.diary.watch_models import Progress
from api.errors import BadRequest, FieldError, Invalid, NotAllowed, NotSignedIn, TooLarge, WrongMediaType
from api.problems import responses
from api.rulebooks.in_force import book_of, class_of, rules_of_clinic
from api.rules.evaluate import Baseline, Diary, Finding, Taking, evaluate
from api.rules.guidance import published
from api.rules.rulebook import PackInForce, Rulebook
from api.rules.vocabulary import COUNT_HIGHEST
from api.texts.sentences import advice_lines, explain, level_words

DAYS_AT_ONCE = 400


def _each_day_once(days: list["CheckedDay"]) -> list["CheckedDay"]:
    if len({checked.day for checked in days}) < len(days):
        raise ValueError("Send each day once.")
    return days


class CheckedDay(Body):
    day: Day
    readings: ReadingDocument = Field(default_factory=ReadingDocument)


class CheckedBaseline(Body):
    """What is usual for this person; what is left out is unknown. Units: stools a day, kilograms."""

    usual_stools: Annotated[float, Strict(), Field(ge=0, le=COUNT_HIGHEST, allow_inf_nan=False)] | None = None
    weight_kg: Annotated[float, Strict(), Field(ge=2, le=400, allow_inf_nan=False)] | None = None
    has_ostomy: YesNo | None = None


class CheckBody(Body):
    """`today` is the last day of the diary unless it is given. `medications` are ids of the catalogue, taken
    on every day of it. Without `packs` it is judged by what is in force at the clinic; one that is not in
    force there is judged by all its rules."""

    diary: Annotated[
        list[CheckedDay],
        Field(max_length=DAYS_AT_ONCE, json_schema_extra={"minItems": 1}),
        AfterValidator(_each_day_once),
    ]
    today: Day | None = None
    medications: Annotated[list[Key], Field(max_length=50)] = []
    baseline: CheckedBaseline = Field(default_factory=CheckedBaseline)
    packs: Annotated[list[Key], Field(max_length=20)] | None = None


class FindingPublic(BaseModel):
    rule: str
    pack: str
    level: str
    level_words: str
    title: str
    why: str
    advice: list[str]
    evidence: list[EvidencePublic]
    missing_days: list[date]
    first_day: date
    last_day: date
    past_document_limit: bool
    source: SourcePublic
    guidance_hash: str


class RuleVerdict(BaseModel):
    """`unknown_days` say nothing about a rule that is unknown; `unknown_usual` names what of the baseline, or
    of the last_days, is not known."""

    rule: str
    pack: str
    verdict: str
    progress: Progress
    unknown_days: list[date]
    unknown_usual: list[str]


class CheckResult(BaseModel):
    findings: list[FindingPublic]
    rules: list[RuleVerdict]


router = APIRouter(route_class=StrictRoute, prefix="/api/v1", tags=["Check"])


@router.post(
    "/check",
    summary="Judge a diary; nothing is stored",
    responses=responses(BadRequest, NotSignedIn, NotAllowed, TooLarge, WrongMediaType, Invalid),
)
async def check(body: CheckBody, door: DoorDep) -> CheckResult:
    return await door.read(check_diary, body)


def check_diary(connection: Connection, actor: Actor, body: CheckBody) -> CheckResult:
    """What the rules say of a diary that is not stored. Raises: Invalid for an unknown pack."""
    days = {checked.day: (checked.readings.answered(),) for checked in body.diary}
    if not days:
        raise Invalid(errors=[FieldError("diary", "Send at least one day.")])
    today = body.today or max(days)
    book = _book(connection, actor, body.packs)
    taking = tuple(_taking(body.medications))
    diary = Diary(days, taking, Baseline(**body.baseline.model_dump()))
    evaluation = evaluate(diary, book, today)
    return CheckResult(
        findings=[_public(finding, today=today) for finding in evaluation.findings],
        rules=[
            RuleVerdict(
                rule=verdict.rule,
                pack=one.pack,
                verdict=verdict.verdict.value,
                progress=Progress(have=verdict.progress.have, need=verdict.progress.need),
                unknown_days=list(verdict.unknown_days),
                unknown_usual=list(verdict.unknown_usual),
            )
            for one, verdict in zip(book.rules, evaluation.verdicts, strict=True)
        ],
    )


def _taking(medications: list[str]) -> Iterator[Taking]:
    known = {one.id for guidance in published().values() for one in guidance.medicines}
    if unknown := [name for name in medications if name not in known]:
        # A name that is passed over would silently leave out the rules for that medicine.
        problem = f"{len(unknown)} of these are no ids of the catalogue."
        raise Invalid(errors=[FieldError("medications", problem)])
    yield from (Taking(name, class_of(name)) for name in medications)


def _book(connection: Connection, actor: Actor, wanted: list[str] | None) -> Rulebook:
    """What is in force at the clinic, with its numbers, on whatever day; of other packs every rule."""
    clinic = rules_of_clinic(connection, actor.clinic_id)
    known = {*published(), *(pack.guidance.id for pack in clinic.packs)}
    if unknown := [name for name in wanted or () if name not in known]:
        raise Invalid(errors=[FieldError("packs", f"{len(unknown)} of these packs are not known here.")])
    packs = [replace(pack, since=None) for pack in clinic.packs if not wanted or pack.guidance.id in wanted]
    in_force = {pack.guidance.id for pack in packs}
    others = [PackInForce(published()[name]) for name in wanted or () if name not in in_force]
    return book_of([*packs, *others], clinic.thresholds)


def _public(finding: Finding, *, today: date) -> FindingPublic:
    words = explain(finding, "en", today)
    same: dict[str, Any] = {
        name: getattr(finding, name)
        for name in ("rule", "pack", "first_day", "last_day", "past_document_limit", "guidance_hash")
    }
    return FindingPublic(
        **same,
        level=finding.level.value,
        level_words=level_words(finding.level, "en"),
        title=words.title,
        why=words.why,
        advice=advice_lines(finding.advice, "en"),
        evidence=public_evidence(finding),
        missing_days=list(finding.missing_days),
        source=public_source(finding.source),
    )
