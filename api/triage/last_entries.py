"""How the last entry of somebody silent was: what orders the silent on the nurse's list."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from api.access.actors import Actor
from api.alerts import store as alerts
from api.alerts.effects import days_of
from api.alerts.reconcile import runs_in
from api.diary import store as diary
from api.patients.models import LastEntry, Patient
from api.rules.vocabulary import SYMPTOMS, Attribute, Level

SCOPES = frozenset({"diary:read", "alerts:read"})
NO_LEVEL = -1
# An unknown severity is not taken for a mild one.
_SEVERITIES: dict[int | None, int] = {4: 0, 3: 1, 2: 2, None: 3, 1: 4, 0: 5}


def last_entries(
    connection: Connection, actor: Actor, patients: Sequence[Patient]
) -> Mapping[UUID, LastEntry]:
    """For these patients of the actor's clinic, how the last day was that each wrote of.

    Two statements and no judging: what stood on a day is what its alerts keep. A program that may not read
    diaries and alerts is told nothing.
    """
    if not patients or (actor.kind == "client" and not actor.scopes >= SCOPES):
        return {}
    ids = [patient.id for patient in patients]
    levels = _levels(alerts.on_last_days(connection, ids), {one.id: one.last_entry_day for one in patients})
    readings = diary.readings_of_last_days(connection, ids)
    return {key: _last_entry(levels.get(key, ()), readings.get(key, ())) for key in ids}


def _levels(rows: Iterable[alerts.Row], days: Mapping[UUID, date | None]) -> dict[UUID, list[Level]]:
    found: dict[UUID, list[Level]] = {}
    for row in rows:
        day = days[row["patient_id"]]
        stood = [run.level for run in runs_in(row["runs"]) if day in days_of(run)]
        found.setdefault(row["patient_id"], []).extend(stood)
    return found


def _last_entry(levels: Sequence[Level], readings: Sequence[Mapping[str, Any]]) -> LastEntry:
    level = max(levels, key=lambda one: one.rank, default=None)
    worst = max(_severities(readings), key=lambda one: one[1], default=None)
    symptom, severity = worst or (None, None)
    rank = Level.EMERGENCY.rank - (NO_LEVEL if level is None else level.rank)
    return LastEntry(level=level, symptom=symptom, severity=severity, rank=10 * rank + _SEVERITIES[severity])


def _severities(readings: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Every severity that was answered; of equal ones the symptom that is asked about first leads."""
    answers = [(name, head[name]) for name in SYMPTOMS for head in readings if name in head]
    severity = Attribute.SEVERITY.value
    return [(name, said[severity]) for name, said in answers if said and said.get(severity) is not None]
