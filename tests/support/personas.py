"""The made-up people whom every test knows.

Anna is a patient, Ben another one of her clinic, Nora her nurse, Ada their clinic's admin and EHR the
hospital's program. Carl is a nurse of another clinic and Cora a patient there; they must see nothing of
the first clinic.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Connection

from api.access.actors import Actor
from api.access.models import Client, Staff
from api.access.table import SCOPES
from api.clinics.models import Clinic
from api.database import Database
from api.patients import store as patients
from tests.support.factories import a_clinic, a_patient, insert

ENROLLED_ON = date(2026, 10, 1)
MOVED_IN_AT = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)

PASSWORD = "correct horse battery staple"
# Made once, at the least cost that argon2 knows: checking it takes no tenth of a second.
PASSWORD_HASH = (
    "$argon2id$v=19$m=8,t=1,p=1$NmoJzXMK2MSpvHGiakxJQg$vk6LkNc5E2W0QIAK35ZifrO+9idXK3zCU9/YAEfBfd4"
)
CLIENT_SECRET = "a-secret-of-the-hospital-in-the-tests"


def _id(number: int) -> UUID:
    return UUID(f"00000000-0000-7000-8000-{number:012d}")


@dataclass(frozen=True)
class People:
    """Everyone as an actor, and the two clinics."""

    clinic: Clinic
    elsewhere: Clinic
    anna: Actor
    ben: Actor
    nora: Actor
    ada: Actor
    ehr: Actor
    carl: Actor
    cora: Actor


def everyone() -> People:
    """As `move_in` puts them into a database."""
    clinic = a_clinic(id=_id(1), name="Hillside Cancer Clinic")
    elsewhere = a_clinic(id=_id(2), name="Seaside Clinic", time_zone="Europe/Berlin")
    return People(
        clinic=clinic,
        elsewhere=elsewhere,
        anna=Actor(kind="patient", id=_id(11), clinic_id=clinic.id, name="Anna Berg"),
        ben=Actor(kind="patient", id=_id(12), clinic_id=clinic.id, name="Ben Okafor"),
        nora=Actor(kind="nurse", id=_id(21), clinic_id=clinic.id, name="Nora Lind"),
        ada=Actor(kind="admin", id=_id(22), clinic_id=clinic.id, name="Ada Moreau"),
        ehr=Actor(kind="client", id=_id(31), clinic_id=clinic.id, name="EHR", scopes=frozenset(SCOPES)),
        carl=Actor(kind="nurse", id=_id(41), clinic_id=elsewhere.id, name="Carl Stone"),
        cora=Actor(kind="patient", id=_id(51), clinic_id=elsewhere.id, name="Cora Silva"),
    )


def move_in(database: Database) -> People:
    """Puts both clinics and everyone in them into an empty database."""
    people = everyone()
    database.write_now(_move_in, people)
    return people


def _move_in(connection: Connection, people: People) -> None:
    insert(connection, people.clinic, people.elsewhere)
    _add_patient(connection, people.clinic, people.anna, record_number="MRN-1001")
    _add_patient(connection, people.clinic, people.ben, record_number="MRN-1002")
    _add_patient(connection, people.elsewhere, people.cora, record_number="MRN-1001")
    for person in (people.nora, people.ada, people.carl):
        _add_staff(connection, person)
    _add_client(connection, people.ehr)


def _add_patient(connection: Connection, clinic: Clinic, actor: Actor, *, record_number: str) -> None:
    row = a_patient(
        clinic, id=actor.id, name=actor.name, record_number=record_number, enrolled_on=ENROLLED_ON
    )
    patients.add(connection, row)


def _add_staff(connection: Connection, actor: Actor) -> None:
    insert(
        connection,
        Staff(
            id=actor.id,
            clinic_id=actor.clinic_id,
            name=actor.name,
            email=email_of(actor.name),
            role=actor.kind,
            password_hash=PASSWORD_HASH,
            created_at=MOVED_IN_AT,
        ),
    )


def _add_client(connection: Connection, actor: Actor) -> None:
    insert(
        connection,
        Client(
            id=actor.id,
            clinic_id=actor.clinic_id,
            name=actor.name,
            secret_hash=sha256(CLIENT_SECRET.encode()).hexdigest(),
            scopes=sorted(SCOPES),
            created_at=MOVED_IN_AT,
        ),
    )


def email_of(name: str) -> str:
    """Such as nora@example.org."""
    return f"{name.split(maxsplit=1)[0].lower()}@example.org"
