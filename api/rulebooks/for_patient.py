"""Everything by which a patient's phone judges her diary without a signal."""

from datetime import date

from pydantic import BaseModel
from sqlalchemy import Connection

from api.access.actors import Actor
from api.patients import store as patients
from api.patients.models import language_for
from api.rulebooks.in_force import rules_of_patient
from api.rules.vocabulary import RED_FLAGS
from api.texts.sentences import GuidanceInWords, guidance_in_words


class BaselinePublic(BaseModel):
    """What is usual for her; null is unknown. Units: stools a day, kilograms."""

    usual_stools: float | None
    weight_kg: float | None
    has_ostomy: bool | None


class TakingPublic(BaseModel):
    """A catalogue medicine of her list; no start is since ever, `stopped` is its last day."""

    medicine: str
    medicine_class: str
    started: date | None
    stopped: date | None


class PatientGuidance(BaseModel):
    """`packs` hold only the rules in force for her, with the numbers in use, and ask in words that fit her;
    `red_flags` are asked first."""

    packs: list[GuidanceInWords]
    baseline: BaselinePublic
    taking: list[TakingPublic]
    red_flags: list[str]
    rules_version: int


def guidance_of(connection: Connection, actor: Actor, patient: str) -> PatientGuidance:
    """The rules in force for a patient in words and as data. Raises: NotFound."""
    owner = patients.get(connection, actor, patient)
    language = language_for(owner, is_own=actor.is_patient)
    rules = rules_of_patient(connection, owner)
    texts = {pack.guidance.id: pack.guidance for pack in rules.packs}
    has_ostomy = rules.baseline.has_ostomy is True
    return PatientGuidance(
        packs=[
            guidance_in_words(text, language, rules.book, has_ostomy=has_ostomy) for text in texts.values()
        ],
        baseline=BaselinePublic.model_validate(rules.baseline, from_attributes=True),
        taking=[TakingPublic.model_validate(one, from_attributes=True) for one in rules.taking],
        red_flags=list(RED_FLAGS),
        rules_version=rules.version,
    )
