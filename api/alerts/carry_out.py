"""Carries a plan out, in the entry's transaction: alerts, their history, and what has to go out."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from api.alerts import store
from api.alerts.models import Happening
from api.alerts.reconcile import Happened, Planned, Row
from api.outbox.models import EventKind
from api.outbox.store import Event

TOLD = {
    Happening.OPENED: EventKind.ALERT_OPENED,
    Happening.RAISED: EventKind.ALERT_RAISED,
    Happening.ACKNOWLEDGED: EventKind.ALERT_ACKNOWLEDGED,
    Happening.RESOLVED: EventKind.ALERT_RESOLVED,
}


def carry_out(
    connection: Connection, plans: Sequence[Planned], *, at: datetime
) -> tuple[list[Row], list[Event]]:
    """Stores what is planned. Gives the alerts as they then are, worst first, and the events to put out."""
    rows = [_store(connection, plan) for plan in plans]
    told = [(row, one) for row, plan in zip(rows, plans, strict=True) for one in plan.happened]
    store.record(connection, [history_row(row, one, at=at) for row, one in told])
    events = [event for row, one in told for event in events_of(row, one.kind)]
    return sorted(rows, key=lambda row: (row["queue_rank"], row["id"])), events


def events_of(row: Row, kind: Happening) -> list[Event]:
    """What others are told when this happens to an alert: one event, or nothing."""
    if kind not in TOLD:
        return []
    return [Event(TOLD[kind], row["clinic_id"], row["patient_id"], row["id"])]


def history_row(row: Row, happened: Happened, *, at: datetime) -> Row:
    """The line of history for something that happened to the alert in this row."""
    by = happened.by
    return {
        "clinic_id": row["clinic_id"],
        "alert_id": row["id"],
        "at": at,
        "kind": happened.kind.value,
        "by_kind": by.kind if by else "rules",
        "by_name": by.name if by else "",
        "details": happened.details,
    }


def _store(connection: Connection, plan: Planned) -> Row:
    if plan.before is None:
        store.add(connection, plan.changes)
        return plan.changes
    if not plan.changes and not plan.happened:
        return plan.before
    return store.change(connection, plan.before, **plan.changes)
