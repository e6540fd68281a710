"""Leaves audit rows, in the transaction of what they are about."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection, insert

from api.audit.models import AuditRow
from api.clock import now
from api.ids import new_id

_LEAVE = insert(AuditRow)


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
