"""What an alert was judged by, so that anyone can judge it again: texts, numbers, medicines, revisions."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.alerts.reconcile import Planned
from api.alerts.taken_away import revisions_in
from api.diary import store
from api.patients.models import Patient
from api.rulebooks.in_force import PatientRules
from api.rulebooks.kept import keep_packs, packs_by
from api.rules.diary import Baseline, Diary, Taking
from api.rules.rulebook import Adjustment, PackInForce, Rulebook, rulebook

# As far as any rule reads before the first day of a run, and as a finding of another rule goes on after it.
DAYS_AROUND = timedelta(days=21)


@dataclass(frozen=True)
class JudgedBy:
    """What was kept: `lost` are the hashes of texts that are there no more, or not as they were."""

    book: Rulebook
    taking: tuple[Taking, ...]
    baseline: Baseline
    revisions: tuple[UUID, ...]
    lost: tuple[str, ...]


def with_judged_by(
    connection: Connection, patient: Patient, plans: Sequence[Planned], *, rules: PatientRules, diary: Diary
) -> list[Planned]:
    """The plans, each that opens, raises or changes an alert with what it was judged by, which is kept."""
    if not any(plan.changes.get("runs") for plan in plans):
        return list(plans)
    judged_by = _document(rules) | {"packs": keep_packs(connection, rules.packs)}
    return [_with(connection, patient, plan, judged_by=judged_by, diary=diary) for plan in plans]


def judged_by_in(connection: Connection, document: dict[str, Any]) -> JudgedBy:
    """What `with_judged_by` kept. Raises: KeyError, TypeError or ValueError for anything else."""
    found = packs_by(connection, document["packs"])
    return JudgedBy(
        book=_book(found.packs, document["adjustments"]),
        taking=tuple(_taken(one) for one in document["taking"]),
        baseline=Baseline(**document["baseline"]),
        revisions=tuple(revisions_in(document)),
        lost=found.lost,
    )


def _with(
    connection: Connection, patient: Patient, plan: Planned, *, judged_by: dict[str, Any], diary: Diary
) -> Planned:
    if not plan.changes.get("runs"):
        return plan
    # No day that was not read: it would make another run of what stands.
    first = max(plan.after["first_day"] - DAYS_AROUND, min(diary.days))
    last = min(plan.after["last_day"] + DAYS_AROUND, max(diary.days))
    revisions = store.head_ids(connection, patient.id, first=first, last=last)
    whole = judged_by | {"revisions": b64encode(b"".join(one.bytes for one in revisions)).decode()}
    return replace(plan, changes=plan.changes | {"judged_by": whole})


def _document(rules: PatientRules) -> dict[str, Any]:
    return {
        "today": str(clock.now().date()),
        "adjustments": [
            {"pack": one.pack, "rule": one.rule.id} | asdict(adjusted)
            for one in rules.book.rules
            for adjusted in one.adjusted
        ],
        "baseline": asdict(rules.baseline),
        "taking": [_taking(one) for one in rules.taking],
    }


def _book(packs: Iterable[PackInForce], adjustments: Sequence[dict[str, Any]]) -> Rulebook:
    return Rulebook(tuple(rule for pack in packs for rule in rulebook([pack], _of(pack, adjustments)).rules))


def _of(pack: PackInForce, adjustments: Sequence[dict[str, Any]]) -> list[Adjustment]:
    return [
        Adjustment(one["rule"], one["name"], one["number"], one["by"])
        for one in adjustments
        if one["pack"] == pack.guidance.id
    ]


def _taking(one: Taking) -> dict[str, Any]:
    return asdict(one) | {"started": _iso(one.started), "stopped": _iso(one.stopped)}


def _taken(document: dict[str, Any]) -> Taking:
    days = {name: _day(document[name]) for name in ("started", "stopped")}
    return Taking(document["medicine"], document["medicine_class"], **days)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
