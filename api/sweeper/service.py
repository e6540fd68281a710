"""Finds what entries called for and did not get, and whoever has not written; both each minute."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import Connection

from api import clock
from api.database import Database
from api.diary.judgement import first_judged_day, judge_again, overdue
from api.errors import Unavailable
from api.patients.models import Patient
from api.sweeper import store

log = structlog.get_logger()

SWEEP = "sweep"
BEAT_SECONDS = 60.0
LOOK_BACK = timedelta(days=35)
PATIENTS_AT_ONCE = 50
SLICES = 24 * 60


@dataclass(frozen=True)
class Chunk:
    """Some patients: who is owed an alert, who is not, how many could not be judged, and the last of them."""

    owed: tuple[UUID, ...]
    healthy: dict[UUID, int]
    failed: int
    last: UUID | None


def sweep(database: Database, *, healthy: dict[UUID, int] | None = None) -> int:
    """Recomputes which alerts ought to be open, repairs and counts what is missing; gives how many.

    0 is healthy. Each sweep judges the last 35 days of every patient, with the spans of her unresolved
    alerts; a whole diary comes round once a day. For that the day has 1440 slices, a patient is in the slice
    that the number of her id falls in, and a sweep takes the slices of all minutes since the one before, a
    day's at most. Reading and judging stay out of the writer's way: only those whom something is owed are
    locked, judged again and written. Somebody who cannot be judged does not keep the others from it; the
    sweep then does not count as done.

    `healthy` is what a worker remembers from sweep to sweep: the traces of those to whom nothing was owed.
    While neither a diary nor its alerts have moved, it need not be judged again before its slice comes.
    """
    began = clock.now()
    slices = _slices_until(began, since=database.read_now(store.last_beat, SWEEP))
    known = {} if healthy is None else healthy
    repaired = failed = 0
    for chunk in _chunks(database, slices=slices, known=known):
        made = [_try_to_repair(database, patient, slices=slices) for patient in chunk.owed]
        known.update(chunk.healthy)
        repaired += sum(filter(None, made))
        failed += chunk.failed + made.count(None)
    if repaired:
        log.warning("alerts_repaired", count=repaired)
    if failed:
        log.error("sweep_incomplete", patients=failed)
    else:
        database.write_now(store.beat, SWEEP, at=began)
    return repaired


def note_silences(database: Database) -> int:
    """Notes every silence that has begun, each with one event, however many workers look; gives how many.

    Nobody is silent by the service's fault: silences that began in an outage or since wait until the service
    was there for 24 hours, so that phones can send what they kept.
    """
    noted = 0
    while database.read_now(store.silences_wait):
        some = database.write_now(store.note_silences)
        noted += some
        if some < store.SILENCES_AT_ONCE:
            break
    return noted


def beat(database: Database, name: str) -> None:
    """Says that `name`, `service` or `worker`, was here. A gap in the service's beats becomes an outage."""
    database.write_now(store.beat, name)


async def keep_beating(database: Database) -> None:
    """Beats as the service once a minute until it is cancelled; a minute without the database is left out."""
    while True:
        with suppress(Unavailable):
            await database.write(store.beat, store.SERVICE)
        await asyncio.sleep(BEAT_SECONDS)


def _chunks(database: Database, *, slices: frozenset[int], known: Mapping[UUID, int]) -> Iterator[Chunk]:
    chunk = database.read_now(_look, after=None, slices=slices, known=known)
    while chunk.last is not None:
        yield chunk
        chunk = database.read_now(_look, after=chunk.last, slices=slices, known=known)


def _look(
    connection: Connection, *, after: UUID | None, slices: frozenset[int], known: Mapping[UUID, int]
) -> Chunk:
    traces = store.traces(connection, after=after, limit=PATIENTS_AT_ONCE)
    moved = [one for one, trace in traces.items() if known.get(one) != trace or _is_in(slices, one)]
    owed, healthy, failed = [], {}, 0
    for patient in store.patients_of(connection, moved):
        try:
            if overdue(connection, patient, since=_since(patient, slices=slices)):
                owed.append(patient.id)
            else:
                healthy[patient.id] = traces[patient.id]
        except Exception as error:  # noqa: BLE001  one broken diary must not leave the others unswept
            failed += 1
            log.error("diary_not_judged", error=type(error).__name__)
    return Chunk(tuple(owed), healthy, failed, max(traces, default=None))


def _try_to_repair(database: Database, patient: UUID, *, slices: frozenset[int]) -> int | None:
    """How many of her alerts were repaired; None when it could not be done."""
    try:
        return database.write_now(_repair, patient, slices=slices)
    except Exception as error:  # noqa: BLE001  the next sweep tries again, and the others come first
        log.error("alerts_not_repaired", error=type(error).__name__)
        return None


def _repair(connection: Connection, patient_id: UUID, *, slices: frozenset[int]) -> int:
    # Judged anew under the lock: whoever came first, a save or another sweeper, has left nothing to repair.
    patient = store.lock_patient(connection, patient_id)
    made = judge_again(connection, patient, since=_since(patient, slices=slices))
    if made:
        store.add_repairs(connection, patient, made=[(one.rule, one.kind) for one in made])
    return len(made)


def _since(patient: Patient, *, slices: frozenset[int]) -> date:
    first = first_judged_day(patient)
    if _is_in(slices, patient.id):
        return first
    return max(first, clock.latest_day() - LOOK_BACK)


def _is_in(slices: frozenset[int], patient: UUID) -> bool:
    return patient.int % SLICES in slices


def _slices_until(at: datetime, *, since: datetime | None) -> frozenset[int]:
    last = int(at.timestamp()) // 60
    first = last - SLICES if since is None else int(since.timestamp()) // 60
    return frozenset(minute % SLICES for minute in range(max(first, last - SLICES) + 1, last + 1))
