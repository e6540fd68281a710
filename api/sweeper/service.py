"""Finds what entries called for and did not get, and whoever has not written; both each minute."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Event
from uuid import UUID

import structlog
from sqlalchemy import Connection

from api import clock
from api.database import Database
from api.diary.judgement import first_judged_day, judge_again, overdue
from api.patients.models import Patient
from api.sweeper import store
from api.sweeper.memory import Memory, Turn
from api.sweeper.models import Beat

log = structlog.get_logger()

BEAT_SECONDS = 60.0
LOOK_BACK = timedelta(days=35)
PATIENTS_AT_ONCE = 50


@dataclass(frozen=True)
class Chunk:
    """Some patients: who is owed an alert, who is not, who could not be judged, and the last of them."""

    owed: tuple[UUID, ...]
    healthy: dict[UUID, int]
    failed: frozenset[UUID]
    last: UUID | None


def sweep(database: Database, *, memory: Memory | None = None, stop: Event | None = None) -> int:
    """Recomputes which alerts ought to be open, repairs and counts what is missing; gives how many.

    0 is healthy. Each sweep judges the last 35 days of every patient, with the spans of her unresolved
    alerts; a whole diary comes round once a day, and again each minute while it cannot be judged. Reading
    and judging stay out of the writer's way: only those whom something is owed are locked, judged again and
    written. Somebody who cannot be judged does not keep the others from it; the sweep then does not count as
    done. Where a clinic signed a pack or set a number, everything is judged by the new
    rules, and what is due by them is opened without being counted.

    Told to `stop` it ends after the patients at hand, and does not count as done.

    `memory` is the worker's own. While neither a diary nor its alerts have moved, it need not be judged again
    before its turn comes.
    """
    began = clock.now()
    known = Memory() if memory is None else memory
    turn = known.turn(began, all_well_at=database.read_now(store.last_beat, Beat.SWEEP))
    turn = replace(turn, behind=database.read_now(store.clinics_behind))
    repaired, is_cut_off = 0, False
    for chunk in _chunks(database, turn=turn, known=known):
        made = {patient: _try_to_repair(database, patient, turn=turn) for patient in chunk.owed}
        broken = chunk.failed | {patient for patient, number in made.items() if number is None}
        known.note(healthy=chunk.healthy, repaired=made.keys() - broken, broken=broken)
        repaired += sum(filter(None, made.values()))
        if is_cut_off := stop is not None and stop.is_set():
            break
    if repaired:
        log.warning("alerts_repaired", count=repaired)
    if is_cut_off:
        return repaired
    known.taken_until = began
    if known.broken:
        log.error("sweep_incomplete", patients=len(known.broken))
    else:
        for clinic, version in turn.behind.items():
            database.write_now(store.catch_up, clinic, version=version)
        database.write_now(store.beat, Beat.SWEEP, at=began)
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


def beat(database: Database, name: Beat) -> None:
    """Says that `name` was here. A gap in the service's beats becomes an outage."""
    database.write_now(store.beat, name)


async def keep_beating(database: Database) -> None:
    """Beats as the service once a minute until it is cancelled; a beat that fails is left out."""
    while True:
        try:
            await database.write(store.beat, Beat.SERVICE)
        except Exception as error:  # noqa: BLE001  whatever it is, the next minute it may be over
            log.warning("beat_failed", cause=type(error).__name__)
        await asyncio.sleep(BEAT_SECONDS)


def _chunks(database: Database, *, turn: Turn, known: Memory) -> Iterator[Chunk]:
    chunk = database.read_now(_look, after=None, turn=turn, known=known)
    while chunk.last is not None:
        yield chunk
        chunk = database.read_now(_look, after=chunk.last, turn=turn, known=known)


def _look(connection: Connection, *, after: UUID | None, turn: Turn, known: Memory) -> Chunk:
    traces = store.traces(connection, after=after, limit=PATIENTS_AT_ONCE)
    moved = [one for one, trace in traces.items() if known.healthy.get(one) != trace or turn.is_of(one)]
    owed, healthy, failed = [], {}, set()
    for patient in store.patients_of(connection, moved):
        try:
            if overdue(connection, patient, since=_since(patient, turn=turn)):
                owed.append(patient.id)
            else:
                healthy[patient.id] = traces[patient.id]
        except Exception as error:  # noqa: BLE001  one broken diary must not leave the others unswept
            failed.add(patient.id)
            log.error("diary_not_judged", error=type(error).__name__)
    return Chunk(tuple(owed), healthy, frozenset(failed), max(traces, default=None))


def _try_to_repair(database: Database, patient: UUID, *, turn: Turn) -> int | None:
    """How many of her alerts were repaired; None when it could not be done."""
    try:
        return database.write_now(_repair, patient, turn=turn)
    except Exception as error:  # noqa: BLE001  the next sweep tries again, and the others come first
        log.error("alerts_not_repaired", error=type(error).__name__)
        return None


def _repair(connection: Connection, patient_id: UUID, *, turn: Turn) -> int:
    # Judged anew under the lock: whoever came first, a save or another sweeper, has left nothing to repair.
    patient = store.lock_patient(connection, patient_id)
    made = judge_again(connection, patient, since=_since(patient, turn=turn))
    # Asked here and not when the sweep began: a clinic may have signed meanwhile.
    if store.is_behind(connection, patient.clinic_id):
        return 0
    if made:
        store.add_repairs(connection, patient, made=[(one.rule, one.kind) for one in made])
    return len(made)


def _since(patient: Patient, *, turn: Turn) -> date:
    first = first_judged_day(patient)
    if turn.is_of(patient.id) or patient.clinic_id in turn.behind:
        return first
    return max(first, clock.latest_day() - LOOK_BACK)
