"""What somebody made milder: numbers of the clinic and its patients, and rules that a signature left out."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection

from api.access.actors import Actor
from api.audit import store as audit
from api.rulebooks import store
from api.rulebooks.in_force import rules_of_clinic
from api.rulebooks.models import Weakened, WeakenedPage, WeakenedPatient
from api.rulebooks.thresholds import public_number
from api.rulebooks.weighing import is_milder_than_the_clinics, named, pack_numbers


def weakened(connection: Connection, actor: Actor) -> WeakenedPage:
    """What was made milder for the clinic or for one patient and is so still, the newest first.

    A patient's number is milder too than the one that the clinic has set since. A rule that was left out is
    one that the document has in force by default, or that was in force before it was signed anew.
    """
    items = [*_numbers(connection, actor), *_left_out(connection, actor.clinic_id)]
    whose = {one.patient.id for one in items if one.patient is not None}
    audit.note_list(connection, actor, action="thresholds.weakened", patients=whose)
    # Ids sort by the time at which they were given.
    return WeakenedPage(items=sorted(items, key=lambda one: one.id, reverse=True), next=None)


def _numbers(connection: Connection, actor: Actor) -> Iterator[Weakened]:
    clinic = rules_of_clinic(connection, actor.clinic_id)
    own = pack_numbers(clinic)
    for one, name in store.weakened(connection, actor.clinic_id):
        if one.weakens or one.end_weakens or is_milder_than_the_clinics(clinic, one):
            yield Weakened(
                **public_number(one, own.get(named(one))).model_dump(),
                left_out=False,
                patient=WeakenedPatient(id=one.patient_id, name=name or "") if one.patient_id else None,
            )


def _left_out(connection: Connection, clinic: UUID) -> Iterator[Weakened]:
    for signature in store.signatures(connection, clinic):
        for rule in signature.left_out if signature.ended_at is None else ():
            yield Weakened(
                id=signature.id,
                pack=signature.pack,
                rule=rule,
                name=None,
                value=None,
                pack_number=None,
                weakens=True,
                reason=signature.reason,
                set_by=signature.signed_by_name,
                set_at=signature.signed_at,
                ended_at=None,
                ended_by=None,
                end_weakens=False,
                end_reason=None,
                left_out=True,
                patient=None,
            )
