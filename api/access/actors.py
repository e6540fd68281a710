"""Who is asking, and the one clause that says which patients they may see."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_

from api.errors import NotFound

ActorKind = Literal["patient", "nurse", "admin", "client"]


@dataclass(frozen=True)
class Actor:
    """`trail` lists what this request has put into the audit so far; see `audit.store.note`."""

    kind: ActorKind
    id: UUID
    clinic_id: UUID
    name: str
    scopes: frozenset[str] = frozenset()
    session_id: UUID | None = None
    trail: list[str] = field(default_factory=list, compare=False, repr=False)

    @property
    def is_patient(self) -> bool:
        return self.kind == "patient"


def visible_to(
    actor: Actor, *, clinic: ColumnElement[UUID], patient: ColumnElement[UUID]
) -> ColumnElement[bool]:
    """The rows that this actor may see. Every query on patient data starts from it.

    A patient sees her own, everyone else their clinic's; a forgotten check finds nothing.
    """
    theirs = clinic == actor.clinic_id
    return and_(theirs, patient == actor.id) if actor.is_patient else theirs


def patient_id_of(actor: Actor, patient: str) -> UUID:
    """The id that a path names, where "me" is the patient who asks.

    Raises: NotFound for "me" of anyone else and for what is no UUID. Whether it is visible, the query says.
    """
    if patient == "me" and actor.is_patient:
        return actor.id
    try:
        return UUID(patient)
    except ValueError:
        raise NotFound from None
