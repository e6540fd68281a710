"""What an alert was judged by, so that anyone can judge it again: texts, numbers, medicines, revisions."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from api import clock
from api.alerts.reconcile import Planned
from api.diary import store
from api.patients.models import Patient
from api.rulebooks.in_force import PatientRules
from api.rules.diary import Taking
from api.rules.rulebook import PackInForce

# As far back as any rule reads before the first day of a run.
DAYS_BEFORE = timedelta(days=21)


def with_judged_by(
    connection: Connection, patient: Patient, plans: Sequence[Planned], *, rules: PatientRules
) -> list[Planned]:
    """The plans, each that opens, raises or changes an alert with what it was judged by."""
    if not any(plan.changes.get("runs") for plan in plans):
        return list(plans)
    judged_by = _judged_by(rules)
    return [_with(connection, patient, plan, judged_by) for plan in plans]


def _with(connection: Connection, patient: Patient, plan: Planned, judged_by: dict[str, Any]) -> Planned:
    if not plan.changes.get("runs"):
        return plan
    first, last = plan.after["first_day"] - DAYS_BEFORE, plan.after["last_day"]
    revisions = store.head_ids(connection, patient.id, first=first, last=last)
    whole = judged_by | {"revisions": [str(revision) for revision in revisions]}
    return replace(plan, changes=plan.changes | {"judged_by": whole})


def _judged_by(rules: PatientRules) -> dict[str, Any]:
    return {
        "today": str(clock.now().date()),
        "packs": [_pack(pack) for pack in rules.packs],
        "adjustments": [
            {"pack": one.pack, "rule": one.rule.id} | asdict(adjusted)
            for one in rules.book.rules
            for adjusted in one.adjusted
        ],
        "baseline": asdict(rules.baseline),
        "taking": [_taking(one) for one in rules.taking],
    }


def _pack(pack: PackInForce) -> dict[str, Any]:
    return {
        "pack": pack.guidance.id,
        "version": pack.guidance.version,
        "hash": pack.guidance.hash,
        "rules": sorted(pack.rules) if pack.rules is not None else None,
        "since": _iso(pack.since),
    }


def _taking(one: Taking) -> dict[str, Any]:
    return asdict(one) | {"started": _iso(one.started), "stopped": _iso(one.stopped)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
