"""What took an alert's cause away: an edit of its days, or a change of what it was judged by."""

from base64 import b64decode
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from api.alerts import store
from api.alerts.models import Happening
from api.alerts.reconcile import Row, runs_in

ID_BYTES = 16


def edited_since(connection: Connection, rows: Sequence[Row]) -> frozenset[UUID]:
    """Those of these alerts of which a day was saved again after what they were last shown with."""
    heads = store.heads_within(connection, rows)
    history = store.events_of(connection, alerts=[row["id"] for row in rows])
    return frozenset(row["id"] for row in rows if _was_edited(row, heads, history[row["id"]]))


def revisions_in(judged_by: dict[str, Any]) -> list[UUID]:
    """The revisions that an alert was judged by. Raises: KeyError, TypeError or ValueError for none."""
    together = b64decode(judged_by["revisions"], validate=True)
    return [UUID(bytes=together[at : at + ID_BYTES]) for at in range(0, len(together), ID_BYTES)]


def _was_edited(row: Row, heads: Sequence[Row], history: Sequence[Row]) -> bool:
    try:
        kept = revisions_in(row["judged_by"])
    except (KeyError, TypeError, ValueError):
        # From before revisions were kept: the history knows the edits that changed its evidence.
        return any(event["kind"] == Happening.ANNOTATED for event in history)
    runs = runs_in(row["shown_runs"])
    return any(
        head["patient_id"] == row["patient_id"]
        and head["id"] not in kept
        and any(run.first_day <= head["day"] <= run.last_day for run in runs)
        for head in heads
    )
