"""JSON merge patch (RFC 7396) on a day: what is absent carries over, null removes, measurements add up."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.diary.models import EntryChange, EntryCreate, Notes
from api.diary.readings import ReadingDocument, without_unknowns
from api.errors import Conflict

Row = Mapping[str, Any]


def apply_change(heads: Sequence[Row], change: EntryChange) -> EntryCreate:
    """The save that a change amounts to.

    Over one head it replaces that head. While heads disagree it stands beside them with only what it adds, so
    that a device never settles what people wrote differently.

    Raises: Conflict when it would remove something from a day whose heads disagree.
    """
    base: Row = heads[0] if len(heads) == 1 else {"readings": {}, "notes": {}, "can_wait": None}
    if len(heads) > 1 and _removes(change):
        raise Conflict("Two versions of this day stand side by side. Read both and send the whole day (PUT).")
    readings = _merged(base["readings"], change.readings.changes())
    notes = _merged(base["notes"], change.notes.model_dump(exclude_unset=True))
    return EntryCreate(
        id=change.id,
        builds_on=[row["id"] for row in heads] if len(heads) == 1 else [],
        recorded_at=change.recorded_at,
        time_zone=change.time_zone,
        readings=ReadingDocument.model_validate(without_unknowns(readings)),
        notes=Notes(**notes),
        can_wait=change.can_wait if "can_wait" in change.model_fields_set else base["can_wait"],
    )


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
