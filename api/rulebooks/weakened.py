"""What somebody made milder: numbers of the clinic and its patients, and rules by signing and withdrawing."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection

from api.access.actors import Actor
from api.audit import store as audit
from api.rulebooks import store
from api.rulebooks.easing import How, eased_rules
from api.rulebooks.in_force import rules_of_clinic
from api.rulebooks.models import Weakened, WeakenedPage, WeakenedPatient
from api.rulebooks.thresholds import public_number
from api.rulebooks.weighing import is_milder_than_the_clinics, named, pack_numbers


def weakened(connection: Connection, actor: Actor) -> WeakenedPage:
    """What was made milder for the clinic or for one patient and is so still, the newest first.

    A patient's number is milder too than the one that the clinic has set since. A rule stays on the list from
    the signature that left it out, or made it milder than it was in an older text, until it is back.
    """
    items = [*_numbers(connection, actor), *_by_signatures(connection, actor.clinic_id)]
    whose = {one.patient.id for one in items if one.patient is not None}
    audit.note_list(connection, actor, action="thresholds.weakened", patients=whose)
    # A withdrawal has the id of its signature, which is older.
    items.sort(key=lambda one: (one.set_at, one.id), reverse=True)
    return WeakenedPage(items=items, next=None)


def _numbers(connection: Connection, actor: Actor) -> Iterator[Weakened]:
    clinic = rules_of_clinic(connection, actor.clinic_id)
    own = pack_numbers(clinic)
    for one, name in store.weakened(connection, actor.clinic_id):
        if one.weakens or one.end_weakens or is_milder_than_the_clinics(clinic, one):
            yield Weakened(
                **public_number(one, own.get(named(one))).model_dump(),
                left_out=False,
                milder_text=False,
                withdrawn=False,
                patient=WeakenedPatient(id=one.patient_id, name=name or "") if one.patient_id else None,
            )


def _by_signatures(connection: Connection, clinic: UUID) -> Iterator[Weakened]:
    for pack, one in eased_rules(connection, clinic):
        yield Weakened(
            id=one.id,
            pack=pack,
            rule=one.rule,
            name=None,
            value=None,
            pack_number=None,
            weakens=True,
            reason=one.reason,
            set_by=one.by,
            set_at=one.at,
            ended_at=None,
            ended_by=None,
            end_weakens=False,
            end_reason=None,
            left_out=one.how is How.LEFT_OUT,
            milder_text=one.how is How.MILDER_TEXT,
            withdrawn=one.how is How.WITHDRAWN,
            patient=None,
        )
