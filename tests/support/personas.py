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
from api.patients.models import Patient
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


def move_in(database: Database) -> People:
    """Puts both clinics and everyone in them into an empty database."""
    return database.write_now(_move_in)


def _move_in(connection: Connection) -> People:
    clinic = a_clinic(id=_id(1), name="Hillside Cancer Clinic")
    elsewhere = a_clinic(id=_id(2), name="Seaside Clinic", time_zone="Europe/Berlin")
    insert(connection, clinic, elsewhere)
    return People(
        clinic=clinic,
        elsewhere=elsewhere,
        anna=_patient(connection, clinic, _id(11), "Anna Berg", record_number="MRN-1001"),
        ben=_patient(connection, clinic, _id(12), "Ben Okafor", record_number="MRN-1002"),
        nora=_staff(connection, clinic, _id(21), "Nora Lind", role="nurse"),
        ada=_staff(connection, clinic, _id(22), "Ada Moreau", role="admin"),
        ehr=_client(connection, clinic, _id(31), "EHR"),
        carl=_staff(connection, elsewhere, _id(41), "Carl Stone", role="nurse"),
        cora=_patient(connection, elsewhere, _id(51), "Cora Silva", record_number="MRN-1001"),
    )


def _patient(connection: Connection, clinic: Clinic, key: UUID, name: str, *, record_number: str) -> Actor:
    row: Patient = a_patient(clinic, id=key, name=name, record_number=record_number, enrolled_on=ENROLLED_ON)
    patients.add(connection, row)
    return Actor(kind="patient", id=key, clinic_id=clinic.id, name=name)


def _staff(connection: Connection, clinic: Clinic, key: UUID, name: str, *, role: str) -> Actor:
    insert(
        connection,
        Staff(
            id=key,
            clinic_id=clinic.id,
            name=name,
            email=email_of(name),
            role=role,
            password_hash=PASSWORD_HASH,
            created_at=MOVED_IN_AT,
        ),
    )
    return Actor(kind="admin" if role == "admin" else "nurse", id=key, clinic_id=clinic.id, name=name)


def _client(connection: Connection, clinic: Clinic, key: UUID, name: str) -> Actor:
    insert(
        connection,
        Client(
            id=key,
            clinic_id=clinic.id,
            name=name,
            secret_hash=sha256(CLIENT_SECRET.encode()).hexdigest(),
            scopes=sorted(SCOPES),
            created_at=MOVED_IN_AT,
        ),
    )
    return Actor(kind="client", id=key, clinic_id=clinic.id, name=name, scopes=frozenset(SCOPES))


def email_of(name: str) -> str:
    """Such as nora@example.org."""
    return f"{name.split(maxsplit=1)[0].lower()}@example.org"
