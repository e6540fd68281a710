"""Judges a trial's patients some at a time: read, judge outside the writer's way, one short write.

Cut off anywhere, whoever takes the trial next goes on behind the last patient that was written.
"""

from functools import lru_cache
from threading import Event
from typing import Any

import structlog

from api import clock
from api.database import Database
from api.patients.models import Patient
from api.rules.guidance import load
from api.trials import store
from api.trials.books import Compared, compared_by, counted_rules
from api.trials.models import Trial, TrialState
from api.trials.reading import Chunk, read_chunk
from api.trials.replay import replayed
from api.trials.tally import Judged, added, empty

log = structlog.get_logger()
_load_once = lru_cache(maxsize=4)(load)


def run_waiting(database: Database, *, stop: Event) -> None:
    """Carries each trial that waits to its end, the oldest first, until told to stop. Raises: Unavailable."""
    while not stop.is_set() and database.read_now(store.some_wait):
        held = database.write_now(store.take)
        while held is not None and held.finished_at is None:
            if stop.is_set():
                database.write_now(store.give_back, held)
                return
            held = step(database, held)


def step(database: Database, held: Trial) -> Trial | None:
    """Some patients further. None when somebody else has taken the trial over. Raises: Unavailable."""
    chunk = read_chunk(database, held)
    try:
        changes = _moved(held, chunk)
    except Exception as error:  # noqa: BLE001  whatever it is, it would be the same at the next attempt
        log.error("trial_failed", trial_id=str(held.id), cause=type(error).__name__)
        changes = _ended(TrialState.FAILED)
    return database.write_now(store.move, held, changes)


def _moved(held: Trial, chunk: Chunk) -> dict[str, Any]:
    compared = compared_by(held, _load_once(held.pack_text or ""), chunk.some.rules)
    if chunk.some.version != held.rules_version:
        return _begun_again(compared, chunk.some.version)
    patients = chunk.some.patients
    judged = _judged(held, chunk, compared)
    changes = {
        "position": patients[-1].id if patients else held.position,
        "judged": held.judged + len(patients),
        "skipped": held.skipped + len(patients) - len(judged),
        "results": added(held.results, judged),
    }
    return changes | (_ended(TrialState.DONE) if chunk.some.is_last else {})


def _begun_again(compared: Compared, version: int) -> dict[str, Any]:
    # The clinic signed or set something meanwhile: half of each would be no comparison with anything.
    nothing = {"position": None, "judged": 0, "skipped": 0}
    return nothing | {"results": empty(counted_rules(compared)), "rules_version": version}


def _ended(state: TrialState) -> dict[str, Any]:
    return {"state": state.value, "finished_at": clock.now(), "pack_text": None}


def _judged(held: Trial, chunk: Chunk, compared: Compared) -> list[Judged]:
    """Each patient but those who cannot be judged."""
    of_clinic = compared.books()
    judged = []
    for patient in chunk.some.patients:
        own = chunk.some.own_numbers.get(patient.id)
        try:
            books = compared.books(own) if own else of_clinic
            counts = replayed(chunk.diary_of(patient), books, since=held.since)
        except Exception as error:  # noqa: BLE001  a broken diary must not keep the others from being counted
            log.error("diary_not_judged", error=type(error).__name__)
        else:
            judged.append(Judged(patient.id, _days_of(patient, held), counts))
    return judged


def _days_of(patient: Patient, held: Trial) -> int:
    return max(0, (held.until - max(held.since, patient.enrolled_on)).days + 1)
