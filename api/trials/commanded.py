"""A trial that somebody asks for at the keyboard and waits for; cut off, the same command goes on with it."""

from collections.abc import Callable
from datetime import timedelta
from time import sleep

from sqlalchemy import Connection

from api import clock
from api.audit import store as audit
from api.audit.store import Actor
from api.database import Database
from api.trials import store
from api.trials.asking import Tried, keep, planned_trial
from api.trials.models import Trial, TrialCreate
from api.trials.presentation import named_in
from api.trials.running import step

AWAITED_FOR = timedelta(days=1)
SECONDS_BETWEEN_LOOKS = 1.0


def begun(
    connection: Connection, actor: Actor, body: TrialCreate, tried: Tried, *, is_from_date: bool
) -> Trial:
    """The trial that the same command began and has not printed, or a new one; ours to go on with.

    `is_from_date` where the command named a date, which stays the same on another day. Raises: Invalid.
    """
    planned = planned_trial(connection, actor, body, tried)
    for known in store.awaited(connection, actor.clinic_id, since=clock.now() - AWAITED_FOR):
        if _is_same(known, planned, is_from_date=is_from_date):
            return store.take_over(connection, known.id) or known
    planned.is_awaited = True
    keep(connection, actor, planned)
    return store.take_over(connection, planned.id) or planned


def carried_through(database: Database, trial: Trial, *, tell: Callable[[Trial], None]) -> Trial:
    """The finished trial. `tell` hears of each step, also of those that a worker does meanwhile."""
    held: Trial | None = trial
    try:
        while trial.finished_at is None:
            held = step(database, held) if held else database.write_now(store.take, trial.id)
            if held is None:
                sleep(SECONDS_BETWEEN_LOOKS)
            trial = held or database.read_now(store.get, trial.clinic_id, trial.id)
            tell(trial)
    except KeyboardInterrupt:
        if held is not None:
            database.write_now(store.give_back, held)
        raise
    return trial


def printed(connection: Connection, actor: Actor, trial: Trial) -> None:
    """Notes that somebody saw what came out, and whom of."""
    store.no_longer_awaited(connection, trial.id)
    audit.note_list(connection, actor, action="trial.read", patients=named_in(trial))


def _is_same(known: Trial, planned: Trial, *, is_from_date: bool) -> bool:
    asked = ("pack_hash", "is_draft", "rules", "numbers")
    if any(getattr(known, name) != getattr(planned, name) for name in asked):
        return False
    if is_from_date:
        return known.since == planned.since
    return known.until - known.since == planned.until - planned.since
