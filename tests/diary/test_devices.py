"""Two devices, one diary: in whatever order their saves arrive, the diary and what stands are the same.

2,000 histories, a quarter of them on PostgreSQL, each in two orders of arrival. PATCH is not among them: it
says what is new over whatever the server has by then.
"""

import json
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
from api.clinics.models import Clinic
from api.database import Database
from api.diary import service, store
from api.diary.models import DayPublic
from api.diary.revisions import public_day
from api.ids import new_id
from api.patients import store as patients
from tests.diary.devices import DAYS, History, Sent, heads_of, histories, orders_of
from tests.diary.devices_oracle import (
    Shown,
    Told,
    as_text,
    conflicts_of,
    readings_of,
    runs_of,
    shown_of,
    told_after,
)
from tests.support.factories import a_patient
from tests.support.personas import ENROLLED_ON, People

SEED = "two devices, one day"
HISTORIES = int(os.environ.get("DIARY_TEST_DEVICES", "2000"))
# What is decided here is decided above the database, and PostgreSQL is the slower one.
SHARES = {"sqlite": 0.75, "postgresql": 0.25}
SHARDS = 5
A_BATCH = 25
# What makes the test worth its time.
WANTED = (
    "conflict about diarrhea",
    "conflict about glucose",
    "conflict about blood_pressure",
    "conflict about rash",
    "conflict about notes",
    "conflict with a low glucose",
    "voided",
    "stands",
    "taken away",
    "only in some orders",
    "clock ahead",
    "another day by its clock",
)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_every_order_of_arrival_gives_the_same_diary_and_the_same_alerts(
    shard: int, database: Database, people: People
) -> None:
    count = round(HISTORIES * SHARES[database.dialect] / SHARDS)
    made = list(histories(f"{SEED} {database.dialect} {shard}", count))
    random = Random(shard)
    seen = Seen()

    for begin in range(0, len(made), A_BATCH):
        database.write_now(live_through, made[begin : begin + A_BATCH], people.clinic, random, seen)

    assert {what for what in WANTED if what not in seen.counts} == set()


class Seen:
    """How often something worth testing came about."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def add(self, what: str, times: int = 1) -> None:
        if times:
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
        assert {row["id"] for row in of_day} == {sent.entry.id for sent in heads_of(history, day)}
        assert texts_of(row["readings"] for row in of_day) == readings_of(history, day)
        seen.add("clock ahead", sum(row["clock_is_off"] for row in of_day))
        the_day_shows_the_worst(public_day(day, of_day), history, seen)


def the_day_shows_the_worst(day: DayPublic, history: History, seen: Seen) -> None:
    notes = [note for note in day.notes.physical.split("\n\n") if note]
    shown = {
        name: {as_text(measured) for measured in answer} if isinstance(answer, list) else answer
        for name, answer in day.readings.items()
    }
    assert Shown(shown, frozenset(notes), day.can_wait) == shown_of(history, day.day)
    assert len(notes) == len(set(notes))
    for name, answer in day.readings.items():
        assert not isinstance(answer, list) or len(answer) == len(shown[name])

    conflicting = conflicts_of(history, day.day)
    assert {conflict.reading.partition(".")[0] for conflict in day.conflicts} == conflicting - {"notes"}
    for conflict in day.conflicts:
        both = readings_of(history, day.day)[conflict.reading.partition(".")[0]]
        assert {as_text(value) for value in conflict.values} == values_in(both)
    for name in conflicting:
        seen.add(f"conflict about {name}")
    if "glucose" in conflicting:
        seen.add("conflict with a low glucose", min(one["value"] for one in day.readings["glucose"]) < 70)


def values_in(answers: set[str]) -> set[str]:
    """A conflict lists whole measurements, and of other answers only what was said."""
    decoded = [json.loads(text) for text in answers]
    return {as_text(one if isinstance(one, list) else next(iter(one.values()))) for one in decoded}


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
    return tuple(
        tuple((date.fromisoformat(one["day"]), tuple(one["values"])) for one in run["evidence"])
        for run in runs
    )


def note(seen: Seen, history: History, told: Sequence[Told | None]) -> None:
    seen.add("voided", sum(sent.entry.void_reason is not None for sent in history))
    seen.add("another day by its clock", sum(sent.is_on_another_today for sent in history))
    seen.add("stands", any(one and one.stands for one in told))
    seen.add("taken away", any(one and not one.stands for one in told))
    seen.add("only in some orders", 0 < sum(one is not None for one in told) < len(told))
