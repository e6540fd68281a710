"""How fast a trial goes over the stored diaries of a clinic, against reading the same days from JSON."""

import json
import time
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from threading import Event
from typing import Any

import sqlalchemy as sa
import time_machine
from sqlalchemy import Connection

from api.access.actors import Actor
from api.database import Database, open_database
from api.rulebooks import service as rulebooks
from api.rulebooks.models import Signing
from api.rules.guidance import DOCUMENT, published
from api.settings import Settings
from api.trials.running import run_waiting
from tests.bench.seeding import move_patients_in, write_history
from tests.support.entries import MONDAY, NOON
from tests.support.personas import move_in
from tests.support.trials import a_number, a_trial, trial_of

BAD_DAYS = (40, 41)


@dataclass(frozen=True)
class Replay:
    """Units: patient-days a second; seconds."""

    rate: float
    seconds: float
    loads: float

    @property
    def ratio(self) -> float:
        return self.seconds / self.loads


def replay(url: str, *, patients: int, days: int, rounds: int) -> Replay:
    """A stronger number of the document tried where both packs are in force, and `json.loads`, in turns.

    Every patient has had two days with many loose stools.
    """
    database = open_database(Settings(environment="test", database_url=url))
    try:
        with time_machine.travel(NOON):
            admin = _clinic(database, patients=patients, days=days)
            texts = database.read_now(_texts)
            assert len(texts) == patients * days
            pairs = [(_trial(database, admin, patients, days), _loads(texts)) for _ in range(rounds)]
    finally:
        database.close()
    seconds, loads = (median(one) for one in zip(*pairs, strict=True))
    return Replay(patients * days / seconds, seconds, loads)


def _clinic(database: Database, *, patients: int, days: int) -> Actor:
    people = move_in(database)
    phones = move_patients_in(database, people, number=patients, since=MONDAY - timedelta(days=days))
    write_history(database, phones, days=days, until=MONDAY, bad_days=BAD_DAYS)
    for pack in published().values():
        rules = [rule.id for rule in pack.rules]
        database.write_now(rulebooks.sign, people.ada, pack.id, Signing(hash=pack.hash, rules=rules))
    return people.ada


def _trial(database: Database, admin: Actor, patients: int, days: int) -> float:
    tried: dict[str, Any] = {"pack": DOCUMENT, "numbers": [a_number(3)], "since_days": days}
    key = database.write_now(a_trial, admin, **tried)
    began = time.perf_counter()
    run_waiting(database, stop=Event())
    seconds = time.perf_counter() - began
    done = trial_of(database, key)
    # The personas, who wrote nothing, are judged too.
    assert (done.state, done.skipped) == ("done", 0) and done.judged > patients
    return seconds


def _loads(texts: list[str]) -> float:
    began = time.perf_counter()
    for text in texts:
        json.loads(text)
    return time.perf_counter() - began


def _texts(connection: Connection) -> list[str]:
    return list(
        connection.execute(sa.text("SELECT CAST(readings AS TEXT) FROM revision WHERE is_head")).scalars()
    )
