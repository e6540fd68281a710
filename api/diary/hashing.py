"""Whether two bodies say the same: a hash of what they mean, however they are written.

Left-out fields and their defaults are one, so that a field of a later version does not change the hash of
what waits in a phone.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date
from hashlib import sha256
from typing import Any

from api.diary.models import RECALL_HOURS, EntryChange, EntryCreate


def hash_of_entry(day: date, entry: EntryCreate) -> str:
    """The hash of a whole day (PUT)."""
    meant = _common(entry) | {
        "builds_on": sorted(map(str, entry.builds_on or ())),
        "readings": entry.readings.answered(),
        "notes": entry.notes.model_dump(exclude_defaults=True),
        "void_reason": entry.void_reason,
        "can_wait": entry.can_wait,
        "is_import": entry.is_import or None,
        "recall_hours": None if entry.recall_hours == RECALL_HOURS else entry.recall_hours,
    }
    return _hash("PUT", day, {name: value for name, value in meant.items() if value not in (None, [], {})})


def hash_of_change(day: date, change: EntryChange) -> str:
    """The hash of a merge patch (PATCH), in which null means to remove."""
    meant = _common(change) | {
        "readings": {name: _plain(answer) for name, answer in change.readings.changes().items()},
        "notes": change.notes.model_dump(exclude_unset=True),
        "can_wait": [change.can_wait] if "can_wait" in change.model_fields_set else [],
    }
    return _hash("PATCH", day, {name: value for name, value in meant.items() if value not in ([], {})})


def _common(body: EntryCreate | EntryChange) -> dict[str, Any]:
    return {
        "id": str(body.id),
        "recorded_at": body.recorded_at.astimezone(UTC).isoformat(),
        "time_zone": body.time_zone,
    }


def _plain(answer: Any) -> Any:
    # Null removes an answer; in a measurement it is only another way of leaving something out.
    if isinstance(answer, list):
        return [{name: value for name, value in one.items() if value is not None} for one in answer]
    return answer


def _hash(method: str, day: date, meant: Mapping[str, Any]) -> str:
    return sha256(f"{method} {day} {json.dumps(meant, sort_keys=True)}".encode()).hexdigest()
