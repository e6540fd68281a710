"""Leaves audit rows, in the transaction of what they are about."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection, insert, select

from api.audit.models import AuditRow
from api.clock import now
from api.ids import new_id

_LEAVE = insert(AuditRow)
_ROW = AuditRow.__table__.c  # type: ignore[attr-defined]
SAME_LOOK_MINUTES = 10


class Actor(Protocol):
    """What the audit needs to know of whoever acts; `access.actors.Actor` is one."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> UUID: ...
    @property
    def clinic_id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def trail(self) -> list[str]: ...


def note(
    connection: Connection,
    actor: Actor,
    *,
    action: str,
    patient_id: UUID | None = None,
    subject_id: UUID | None = None,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    why: str | None = None,
) -> None:
    """Leave one row, and mark it in the actor's trail; a patient's own doings leave none.

    `old` and `new` are JSON documents of what changed only.
    """
    if actor.kind == "patient":
        return
    row = {
        "id": new_id(),
        "at": now(),
        "clinic_id": actor.clinic_id,
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "action": action,
        "patient_id": patient_id,
        "subject_id": subject_id,
        "old": dict(old) if old is not None else None,
        "new": dict(new) if new is not None else None,
        "why": why,
    }
    connection.execute(_LEAVE, row)
    actor.trail.append(action)


def note_list(connection: Connection, actor: Actor, *, action: str, patients: Collection[UUID]) -> None:
    """Leave a row that names who was on a list.

    A page that refreshes itself leaves none while a person sees the same people again: each of them stands in
    a row of that person's that is no older than SAME_LOOK_MINUTES. A program's reads leave one each.
    """
    new = {"patients": sorted(map(str, patients))}
    if actor.kind != "client" and new in _recent(connection, actor, action=action):
        actor.trail.append(action)
        return
    note(connection, actor, action=action, new=new)


def _recent(connection: Connection, actor: Actor, *, action: str) -> list[Mapping[str, Any] | None]:
    at = now()
    lately = _ROW.at.between(at - timedelta(minutes=SAME_LOOK_MINUTES), at)
    theirs = (_ROW.clinic_id == actor.clinic_id) & (_ROW.actor_id == actor.id) & (_ROW.action == action)
    return list(connection.execute(select(_ROW.new).where(lately, theirs)).scalars())


def see_nobody(actor: Actor, *, action: str) -> None:
    """An answer about nobody leaves no row; the actor's trail says that this was meant."""
    actor.trail.append(action)
