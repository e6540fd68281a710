"""Holds what a killed server left behind against what it acknowledged and against what was due."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection

from api.alerts.models import Alert, AlertEvent
from api.audit.models import AuditRow
from api.diary.models import RevisionRow
from api.outbox.models import OutboxEvent
from api.patients.models import Patient
from tests.kill.diarist import Save
from tests.kill.oracle import due_days, was_ever_due, worst_counts

RULE = "loose-stools"
FEW = 300
Row = Mapping[str, Any]


@dataclass
class Accounts:
    """All saves that were acknowledged, and all that were ever sent."""

    acknowledged: dict[UUID, Save] = field(default_factory=dict)
    sent: set[UUID] = field(default_factory=set)

    def problems(self, stored: "Stored") -> list[str]:
        """What is missing, doubled or not as it was acknowledged; a sentence each."""
        lost = [f"revision {key} was acknowledged and is not stored as sent" for key in self._lost(stored)]
        strange = [f"revision {key} was never sent" for key in stored.revision_ids - self.sent]
        return lost + strange + [each for patient in stored.patients for each in stored.problems(patient)]

    def _lost(self, stored: "Stored") -> Iterable[UUID]:
        kept = {row["id"]: row for rows in stored.revisions.values() for row in rows}
        for key, save in self.acknowledged.items():
            if save.subject.patient in stored.patients and not _is_as_sent(kept.get(key), save):
                yield key


class Stored:
    """The rows of some patients, as they lie in the database."""

    def __init__(self, connection: Connection, patients: Collection[UUID]) -> None:
        few = patients if len(patients) <= FEW else None
        found = _rows(connection, Patient, "id", few)
        self.patients = {row["id"]: row for row in found if row["id"] in patients}
        self.revisions = _by_patient(_rows(connection, RevisionRow, "patient_id", few))
        self.alerts = _by_patient(_rows(connection, Alert, "patient_id", few))
        self.audit = _by_patient(_rows(connection, AuditRow, "patient_id", few))
        self.events = _by_patient(_rows(connection, OutboxEvent, "patient_id", few))
        keys = [row["id"] for rows in self.alerts.values() for row in rows]
        happened = _rows(connection, AlertEvent, "alert_id", keys if few is not None else None)
        self.happened = Counter((row["alert_id"], row["kind"]) for row in happened)
        for rows in self.revisions.values():
            rows.sort(key=lambda row: row["position"])

    @property
    def revision_ids(self) -> set[UUID]:
        return {row["id"] for rows in self.revisions.values() for row in rows}

    def problems(self, patient: UUID) -> list[str]:
        revisions = self.revisions[patient]
        saved = [row["id"] for row in revisions]
        opened = [row["id"] for row in self.alerts[patient]]
        checks = {
            "positions": self._positions(patient, revisions),
            "alerts": self._alerts(patient, revisions),
            "alerts' history": self._history(patient),
            "audit rows": self._audit(patient, revisions),
            "events of entries": self._events(patient, "entry.recorded", saved),
            "events of alerts": self._events(patient, "alert.opened", opened),
            "events of raised alerts": self._events(patient, "alert.raised", self._raised(patient)),
        }
        return [
            f"patient {patient}: {what} are {found}, and {due} are due"
            for what, (found, due) in checks.items()
            if found != due
        ]

    def _positions(self, patient: UUID, revisions: Sequence[Row]) -> tuple[object, object]:
        found = [row["position"] for row in revisions]
        return (found, self.patients[patient]["position"]), (list(range(1, len(found) + 1)), len(found))

    def _alerts(self, patient: UUID, revisions: Sequence[Row]) -> tuple[object, object]:
        found = [(row["rule"], _evidence(row)) for row in self.alerts[patient]]
        due = sorted(map(str, due_days(worst_counts(revisions))))
        return found, [(RULE, due)] if was_ever_due(revisions) else []

    def _history(self, patient: UUID) -> tuple[object, object]:
        rows = self.alerts[patient]
        found = [(self.happened[row["id"], "opened"], self.happened[row["id"], "raised"]) for row in rows]
        return found, [(1, row["raises"]) for row in rows]

    def _audit(self, patient: UUID, revisions: Sequence[Row]) -> tuple[object, object]:
        by_staff = Counter(row["id"] for row in revisions if row["author_kind"] != "patient")
        rows = (row for row in self.audit[patient] if row["action"] == "entry.recorded")
        return Counter(row["subject_id"] for row in rows), by_staff

    def _events(self, patient: UUID, kind: str, subjects: Sequence[UUID]) -> tuple[object, object]:
        found = Counter(row["subject_id"] for row in self.events[patient] if row["kind"] == kind)
        return found, Counter(subjects)

    def _raised(self, patient: UUID) -> list[UUID]:
        return [row["id"] for row in self.alerts[patient] for _ in range(row["raises"])]


def _is_as_sent(row: Row | None, save: Save) -> bool:
    return row is not None and (
        row["patient_id"] == save.subject.patient
        and row["day"] == save.day
        and row["author_kind"] == save.author
        and row["readings"] == save.readings
        and row["notes"] == save.notes
        and row["builds_on"] == [str(earlier) for earlier in save.builds_on]
    )


def _evidence(alert: Row) -> list[str]:
    return sorted({evidence["day"] for run in alert["runs"] for evidence in run["evidence"]})


def _rows(connection: Connection, model: Any, column: str, keys: Collection[UUID] | None) -> list[Row]:
    table = model.__table__
    query = sa.select(table)
    if keys is not None:
        query = query.where(table.c[column].in_(keys))
    return [dict(row) for row in connection.execute(query).mappings()]


def _by_patient(rows: Iterable[Row]) -> defaultdict[UUID, list[Row]]:
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["patient_id"]].append(row)
    return found
