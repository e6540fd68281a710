"""JSON merge patch (RFC 7396) on a day: what is absent carries over, null removes, measurements add up."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.access.actors import Actor
from api.diary.models import EntryChange, EntryCreate, Notes
from api.diary.readings import MEASUREMENTS_A_DAY as MOST
from api.diary.readings import ReadingDocument, without_unknowns
from api.errors import Conflict, FieldError, Invalid

Row = Mapping[str, Any]
NOTHING: Row = {"readings": {}, "notes": {}, "can_wait": None, "recall_hours": 24, "is_import": False}


def apply_change(heads: Sequence[Row], change: EntryChange, *, author: Actor) -> EntryCreate:
    """The save that a change amounts to.

    Over one head it replaces that head. While heads disagree it stands beside them with only what it adds, so
    that a device never settles what people wrote differently; a program goes on from its own head there.

    Raises: Conflict when it would remove something from a day whose heads disagree, Invalid for a day that is
    full of measurements.
    """
    base = _base_of(heads, author)
    if len(heads) > 1 and _removes(change):
        raise Conflict("Two versions of this day stand side by side. Read both and send the whole day (PUT).")
    readings = without_unknowns(_merged(base["readings"], change.readings.changes()))
    _refuse_a_full_day(readings)
    return EntryCreate(
        id=change.id,
        builds_on=[base["id"]] if "id" in base else [],
        recorded_at=change.recorded_at,
        time_zone=change.time_zone,
        readings=ReadingDocument.model_validate(readings),
        notes=Notes(**_merged(base["notes"], change.notes.model_dump(exclude_unset=True))),
        can_wait=change.can_wait if "can_wait" in change.model_fields_set else base["can_wait"],
        recall_hours=base["recall_hours"],
        is_import=base["is_import"],
    )


def _base_of(heads: Sequence[Row], author: Actor) -> Row:
    if len(heads) == 1:
        return heads[0]
    own = [head for head in heads if author.kind == "client" and head["author_id"] == author.id]
    return own[0] if own else NOTHING


def _refuse_a_full_day(readings: Mapping[str, Any]) -> None:
    full = [name for name, answer in readings.items() if isinstance(answer, list) and len(answer) > MOST]
    if full:
        problem = f"A day holds {MOST} values at most; send the whole day (PUT) with those that matter."
        raise Invalid(errors=[FieldError(f"readings.{name}", problem) for name in full])


def _merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, change in changes.items():
        if change is None:
            merged.pop(name, None)
        elif isinstance(change, dict):
            merged[name] = _merged(merged.get(name, {}), change)
        elif isinstance(change, list):
            # A second measurement does not undo the first, whoever took it.
            merged[name] = merged.get(name, []) + [new for new in change if new not in merged.get(name, [])]
        else:
            merged[name] = change
    return merged


def _removes(change: EntryChange) -> bool:
    def holds_null(value: Any) -> bool:
        return value is None or (isinstance(value, dict) and any(map(holds_null, value.values())))

    return holds_null(change.readings.changes()) or holds_null(change.notes.model_dump(exclude_unset=True))
