"""Made-up patients in any number, with phones, a program, and a history of typical days."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from api import clock
from api.access import sessions
from api.access.actors import Actor
from api.access.models import SessionKind
from api.access.tokens import hash_of, new_token
from api.database import Database
from api.diary import store
from api.diary.hashing import hash_of_entry
from api.diary.models import EntryCreate
from api.diary.revisions import Stamp, new_row
from api.ids import new_id
from api.patients.models import Patient
from tests.support.factories import a_patient
from tests.support.personas import People

ZONE = "America/New_York"
AT_ONCE = 100
PHYSICAL = "Slept badly, a little better after a walk. Ate half of lunch; the tea stayed down."


@dataclass(frozen=True)
class Phone:
    """A patient, and the cookie of her phone."""

    actor: Actor
    token: str


def typical_readings(dice: Random, *, loose_stools: int | None = None) -> dict[str, Any]:
    """Eight readings of a day on which nobody needs to call."""
    systolic = 112 + dice.randrange(24)
    return {
        "diarrhea": {"count": dice.choice((0, 0, 1, 2)) if loose_stools is None else loose_stools},
        "nausea": {"severity": dice.choice((0, 0, 1))},
        "vomiting": {"count": 0},
        "fatigue": {"severity": dice.randrange(3), "interference": dice.randrange(2)},
        "appetite_loss": {"severity": dice.randrange(2)},
        "temperature": [{"value": round(36.2 + dice.random(), 1), "unit": "°C", "at": "08:05"}],
        "blood_pressure": [{"systolic": systolic, "diastolic": systolic - 42, "unit": "mmHg", "at": "08:10"}],
    }


def typical_entry(
    dice: Random, number: int, *, at: datetime | None = None, loose_stools: int | None = None
) -> EntryCreate:
    """The entry of a patient's day `number`; every third has a note."""
    return EntryCreate.model_validate(
        {
            "id": new_id(),
            "recorded_at": at or clock.now(),
            "time_zone": ZONE,
            "readings": typical_readings(dice, loose_stools=loose_stools),
            "notes": {"physical": PHYSICAL} if number % 3 == 0 else {},
        }
    )


def move_patients_in(database: Database, people: People, *, number: int, since: date) -> list[Phone]:
    """That many patients of the clinic, each with a phone."""
    phones: list[Phone] = []
    for first in range(0, number, AT_ONCE):
        phones += database.write_now(_some, people, range(first, min(number, first + AT_ONCE)), since)
    return phones


def _some(connection: Connection, people: People, numbers: range, since: date) -> list[Phone]:
    rows = [a_patient(people.clinic, name=f"Patient {number}", enrolled_on=since) for number in numbers]
    connection.execute(sa.insert(Patient), [row.model_dump() for row in rows])
    return [_phone(connection, row) for row in rows]


def _phone(connection: Connection, row: Patient) -> Phone:
    actor = Actor(kind="patient", id=row.id, clinic_id=row.clinic_id, name=row.name)
    return Phone(actor, session_of(connection, actor, SessionKind.PATIENT))


def session_of(connection: Connection, actor: Actor, kind: SessionKind) -> str:
    """The token of a new session that outlives the measuring."""
    token = new_token()
    sessions.begin(
        connection,
        kind,
        actor_id=actor.id,
        clinic_id=actor.clinic_id,
        token_hash=hash_of(token),
        lifetime=timedelta(days=1),
        scopes=tuple(sorted(actor.scopes)),
    )
    return token


def write_history(
    database: Database, phones: list[Phone], *, days: int, until: date, bad_days: Container[int] = ()
) -> None:
    """Typical days of each patient up to `until`, put into the table as they would be stored.

    On the days with these numbers they have many loose stools.
    """
    dice = Random("history")
    for first in range(0, len(phones), AT_ONCE):
        some = phones[first : first + AT_ONCE]
        rows = [
            row for phone in some for row in _history(phone, dice, days=days, until=until, bad_days=bad_days)
        ]
        database.write_now(_store, rows, [phone.actor for phone in some], days=days, until=until)


def _store(
    connection: Connection, rows: list[dict[str, Any]], actors: list[Actor], *, days: int, until: date
) -> None:
    connection.execute(sa.insert(store.revision), rows)
    moved = sa.update(Patient).where(store.patient_table.c.id.in_([actor.id for actor in actors]))
    connection.execute(moved.values(position=days, last_entry_day=until, last_zone=ZONE))


def _history(
    phone: Phone, dice: Random, *, days: int, until: date, bad_days: Container[int]
) -> Iterator[dict[str, Any]]:
    for number in range(days):
        day = until - timedelta(days=days - 1 - number)
        entry = typical_entry(dice, number, loose_stools=5 if number in bad_days else None)
        stamp = Stamp(
            clinic_id=phone.actor.clinic_id,
            patient_id=phone.actor.id,
            position=number + 1,
            day=day,
            is_head=True,
            body_hash=hash_of_entry(day, entry),
            received_at=clock.now(),
        )
        yield new_row(entry, stamp, author=phone.actor)
