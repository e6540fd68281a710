"""Two devices, one diary: in whatever order their saves arrive, the diary and what stands are the same.

2,000 histories, half of them on each database, each in three orders of arrival. PATCH is not among them: it
says what is new over whatever the server has by then.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection

from api.access.actors import Actor
from api.alerts import store as alerts
from api.alerts.reconcile import runs_in
from api.clinics.models import Clinic
from api.database import Database
from api.diary import service, store
from api.diary.revisions import public_day
from api.ids import new_id
from api.patients import store as patients
from tests.diary.devices import DAYS, History, Sent, heads_of, histories, orders_of
from tests.diary.devices_oracle import Told, as_text, notes_of, readings_of, runs_of, told_after
from tests.support.factories import a_patient
from tests.support.personas import ENROLLED_ON, People

SEED = "two devices, one day"
HISTORIES = int(os.environ.get("DIARY_TEST_DEVICES", "2000"))
SHARDS = 5
A_BATCH = 25


@pytest.mark.parametrize("shard", range(SHARDS))
def test_every_order_of_arrival_gives_the_same_diary_and_the_same_alerts(
    shard: int, database: Database, people: People
) -> None:
    made = list(histories(f"{SEED} {database.dialect} {shard}", HISTORIES // 2 // SHARDS))
    random = Random(shard)
    seen = Seen()

    for begin in range(0, len(made), A_BATCH):
        database.write_now(live_through, made[begin : begin + A_BATCH], people.clinic, random, seen)

    # What makes the test worth its time did happen.
    for what in ("conflict", "voided", "stands", "taken away", "only in some orders", "clock ahead"):
        assert seen.counts[what] > 0, what


class Seen:
    """How often something worth testing came about."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def add(self, what: str, times: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + times


def live_through(
    connection: Connection, batch: Sequence[History], clinic: Clinic, random: Random, seen: Seen
) -> None:
    for history in batch:
        told = []
        for order in orders_of(history, random):
            owner = a_new_patient(connection, clinic)
            arrive(connection, owner, order)
            the_diary_is_as_sent(connection, owner, history, seen)
            told.append(the_alert_is_as_told(connection, owner, order))
        assert {one.stands if one else () for one in told} == {runs_of(history)}
        note(seen, history, told)


def a_new_patient(connection: Connection, clinic: Clinic) -> Actor:
    row = a_patient(clinic, id=new_id(), enrolled_on=ENROLLED_ON)
    patients.add(connection, row)
    return Actor(kind="patient", id=row.id, clinic_id=clinic.id, name=row.name)


def arrive(connection: Connection, owner: Actor, order: Sequence[Sent]) -> None:
    came: set[UUID] = set()
    for sent in order:
        _, is_new = service.record_entry(connection, owner, "me", sent.day, sent.entry)
        assert is_new is (sent.entry.id not in came)
        came.add(sent.entry.id)


def the_diary_is_as_sent(connection: Connection, owner: Actor, history: History, seen: Seen) -> None:
    rows = store.heads_of_days(connection, owner.id, days=DAYS)
    for day in DAYS:
        of_day = [row for row in rows if row["day"] == day]
        shown = public_day(day, of_day)
        assert {row["id"] for row in of_day} == {sent.entry.id for sent in heads_of(history, day)}
        assert texts_of(row["readings"] for row in of_day) == readings_of(history, day)
        assert set(shown.notes.physical.split("\n\n")) - {""} == notes_of(history, day)
        conflicting = {conflict.reading.partition(".")[0] for conflict in shown.conflicts}
        assert conflicting == {name for name, said in readings_of(history, day).items() if len(said) > 1}
        for name in conflicting:
            seen.add(f"conflict about {name}")
        seen.add("conflict", len(conflicting))
        seen.add("clock ahead", sum(row["clock_is_off"] for row in of_day))


def texts_of(heads: Iterator[Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for head in heads:
        for name, answer in head.items():
            found.setdefault(name, set()).add(as_text(answer))
    return found


def the_alert_is_as_told(connection: Connection, owner: Actor, order: list[Sent]) -> Told | None:
    rows = alerts.unresolved_of(connection, owner.id)
    expected = told_after(order)
    if expected is None:
        assert rows == []
        return None
    (row,) = rows
    assert row["rule"] == "loose-stools"
    assert row["level"] == "call"
    assert row["status"] == "open"
    assert told_by(row) == expected
    return expected


def told_by(row: dict[str, Any]) -> Told:
    return Told(
        stands=evidence_of(row["runs"]),
        shown=evidence_of(row["shown_runs"]),
        first_day=row["first_day"],
        last_day=row["last_day"],
        is_past_limit=row["past_document_limit"],
    )


def evidence_of(runs: Sequence[dict[str, Any]]) -> tuple[tuple[tuple[date, tuple[float, ...]], ...], ...]:
    return tuple(tuple((one.day, one.values) for one in run.evidence) for run in runs_in(runs))


def note(seen: Seen, history: History, told: Sequence[Told | None]) -> None:
    seen.add("voided", sum(sent.entry.void_reason is not None for sent in history))
    seen.add("stands", any(one and one.stands for one in told))
    seen.add("taken away", any(one and not one.stands for one in told))
    seen.add("only in some orders", 0 < sum(one is not None for one in told) < len(told))
