"""What the worker does in this house."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from threading import Event, Thread

import structlog

from api.access.tidying import forget_expired
from api.clock import now
from api.database import Database
from api.outbox import store
from api.outbox.clocks import ClockCheck
from api.outbox.worker import DutyCall, SentEvent, Sink, Worker
from api.settings import Settings
from api.sweeper import service as sweeper
from api.sweeper.memory import Memory
from api.sweeper.models import Beat
from api.trials import running
from api.trials import store as trials
from api.trials.service import DUTY

log = structlog.get_logger()
EVERY_MINUTE = timedelta(minutes=1)
EVERY_HOUR = timedelta(hours=1)
TIDIED_AT_ONCE = 500
LONG_DUTIES = (DutyCall(DUTY, EVERY_MINUTE, running.run_waiting, heeds_stop=True),)
TRIALS_KEPT = timedelta(days=30)
STOP_SECONDS = 3.0


def make_worker(database: Database, settings: Settings) -> Worker:
    """A worker with every sink and duty that there is; `run` it in a thread of its own.

    On PostgreSQL others may work on other machines: it rests while its clock is more than 10 s off the
    database's, and then its beat goes silent. Tests turn the clock, so theirs is not compared.
    """
    sinks, duties = SINKS, duties_of(settings)
    if settings.environment == "test" or database.dialect != "postgresql":
        return Worker(database, sinks=sinks, duties=duties, long_duties=LONG_DUTIES)
    may_work = ClockCheck(database).is_right
    return Worker(database, sinks=sinks, duties=duties, long_duties=LONG_DUTIES, may_work=may_work)


@contextmanager
def working(database: Database, settings: Settings) -> Iterator[None]:
    """A worker in a thread of this process for as long as the block; none where the settings want none."""
    if not settings.runs_worker:
        yield
        return
    stop = Event()
    thread = Thread(target=make_worker(database, settings).run, args=(stop,), name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        # What it has not finished by then comes back when its lease is over.
        thread.join(STOP_SECONDS)


def duties_of(settings: Settings) -> tuple[DutyCall, ...]:
    kept = timedelta(days=settings.event_days)
    return (
        DutyCall("beat", EVERY_MINUTE, lambda database: sweeper.beat(database, Beat.WORKER)),
        DutyCall("sweep", EVERY_MINUTE, partial(sweeper.sweep, memory=Memory()), heeds_stop=True),
        DutyCall("silence", EVERY_MINUTE, sweeper.note_silences),
        DutyCall("tidy", EVERY_HOUR, lambda database: tidy(database, kept=kept)),
    )


def write_to_log(event: SentEvent) -> None:
    """One line that names no patient."""
    log.info("event_sent", event_id=str(event.id), kind=event.kind.value, attempt=event.attempt)


SINKS: tuple[Sink, ...] = (write_to_log,)


def tidy(database: Database, *, kept: timedelta) -> None:
    """Deletes old events that are done, a few at a time so that no entry waits long, and what has expired."""
    before = now() - kept
    while database.write_now(store.tidy, before=before, most=TIDIED_AT_ONCE):
        pass
    database.write_now(forget_expired)
    database.write_now(trials.forget, before=now() - TRIALS_KEPT)
