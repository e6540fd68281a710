"""A clinic with many patients, each with a phone, and the nurse and the program that write for them too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Connection

from api import clock
from api.access.actors import Actor
from api.access.tokens import new_token
from api.database import open_database
from api.settings import Settings
from tests.support import clients
from tests.support.factories import a_patient, insert
from tests.support.personas import People, move_in

DAYS_OF_DIARY = 60
Headers = Mapping[str, str]


@dataclass(frozen=True)
class Subject:
    """A patient, and by author the headers with which entries come into her diary."""

    patient: UUID
    headers: Mapping[str, Headers]


def first_day() -> date:
    return clock.latest_day() - timedelta(days=DAYS_OF_DIARY)


def populate(database_url: str, *, origin: str, patients: int) -> list[Subject]:
    """Moves them into a migrated, empty database."""
    settings = Settings(environment="test", base_url=origin, database_url=database_url)
    database = open_database(settings)
    try:
        return database.write_now(_populate, move_in(database), settings=settings, patients=patients)
    finally:
        database.close()


def _populate(connection: Connection, people: People, *, settings: Settings, patients: int) -> list[Subject]:
    staff = {author.kind: _signed_in(connection, author, settings) for author in (people.nora, people.ehr)}
    subjects = []
    for number in range(patients):
        row = a_patient(people.clinic, name=f"Patient {number}", enrolled_on=first_day())
        insert(connection, row)
        actor = Actor(kind="patient", id=row.id, clinic_id=row.clinic_id, name=row.name)
        subjects.append(Subject(row.id, staff | {"patient": _signed_in(connection, actor, settings)}))
    return subjects


def _signed_in(connection: Connection, actor: Actor, settings: Settings) -> Headers:
    token = new_token()
    clients._begin(connection, actor, token=token, settings=settings, scopes=actor.scopes)
    return {"Content-Type": "application/json"} | clients.headers_of(actor, token=token, settings=settings)
