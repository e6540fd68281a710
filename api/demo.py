"""Fills an empty database with a made-up clinic: entries through record_entry, alerts by the rules."""

import json
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from api.access import passwords, store
from api.access import service as access
from api.access.actors import Actor
from api.access.models import Role
from api.clinics import service as clinics
from api.clinics.models import ClinicCreate
from api.database import Database
from api.demo_diaries import live_through
from api.demo_people import ANNA, OTHERS
from api.diary.judgement import reevaluate
from api.patients import store as patients
from api.rulebooks import service as rulebooks
from api.rulebooks.models import Signing
from api.rules.guidance import published
from api.settings import Settings

ZONE = "America/New_York"
NURSE_EMAIL = "nora.lind@example.org"
ADMIN_EMAIL = "ada.weiss@example.org"
ADMIN = "Dr. Ada Weiss"
CLINIC = {
    "name": "Riverside Sarcoma Clinic (demo)",
    "time_zone": ZONE,
    "day_number": "+1 202 555 0142",
    "after_hours_number": "+1 202 555 0143",
    "emergency_number": "911",
    "crisis_number": "988",
    "hours": {
        day: [{"opens": "08:00", "closes": "17:00"}]
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
    },
}


@dataclass(frozen=True)
class Password:
    """A made-up one, hashed outside the transaction that keeps it."""

    words: str
    hash: str

    @classmethod
    def fresh(cls) -> "Password":
        words = secrets.token_urlsafe(12)
        return cls(words, passwords.hash_password(words))


@dataclass(frozen=True)
class Access:
    """What somebody needs to try the demo as each of its users."""

    base_url: str
    patient_id: str
    nurse_password: str
    admin_password: str
    client_id: str
    client_secret: str
    code: str = ""

    def as_document(self) -> dict[str, object]:
        return {
            "base_url": self.base_url,
            "patient": {
                "id": self.patient_id,
                "code": self.code,
                "link": f"{self.base_url}/#enrol={self.code}",
            },
            "nurse": {"email": NURSE_EMAIL, "password": self.nurse_password},
            "admin": {"email": ADMIN_EMAIL, "password": self.admin_password},
            "client": {"id": self.client_id, "secret": self.client_secret},
        }


def prepare(database: Database, settings: Settings, *, keep: Path) -> Access:
    """Fills an empty database, mints a fresh code, and writes what opens the demo to `keep`."""
    nurse = database.read_now(store.active_staff, NURSE_EMAIL)
    known = _known(keep) if nurse else None
    if known is None:
        # One transaction: a start that is killed half-way leaves nothing, and the next start fills.
        known = database.write_now(
            _open_again if nurse else _fill, settings, nurse=Password.fresh(), admin=Password.fresh()
        )
    code = database.write_now(
        access.create_invite, None, patient_id=UUID(known.patient_id), settings=settings
    )
    ready = replace(known, code=code, base_url=settings.base_url)
    _keep(ready, keep)
    return ready


def _keep(ready: Access, file: Path) -> None:
    # Whole or not at all: a start that is killed while it writes must not stop the next one.
    half = file.with_suffix(".half")
    half.touch(mode=0o600)
    half.write_text(json.dumps(ready.as_document(), indent=2) + "\n")
    half.replace(file)


def welcome(ready: Access) -> str:
    """What to click and paste."""
    return f"""
The side-effect diary, with made-up people only.

  Patient   {ready.base_url}/#enrol={ready.code}
            opens one phone once; each start prints a fresh link
  Nurse     {ready.base_url}/nurse
            {NURSE_EMAIL}   {ready.nurse_password}
  Admin     {ADMIN_EMAIL}   {ready.admin_password}
            has signed the guidance; signs in where the nurse does
  Program   id {ready.client_id}
            secret {ready.client_secret}
  API       {ready.base_url}/docs

The same stands in .data/demo.json. Ctrl-C stops; the next start keeps what was entered.
"""


def _known(keep: Path) -> Access | None:
    try:
        document = json.loads(keep.read_text())
    except (FileNotFoundError, ValueError):
        return None
    if "admin" not in document:
        return None  # a demo of an older version
    return Access(
        base_url=document["base_url"],
        patient_id=document["patient"]["id"],
        nurse_password=document["nurse"]["password"],
        admin_password=document["admin"]["password"],
        client_id=document["client"]["id"],
        client_secret=document["client"]["secret"],
    )


def _fill(connection: Connection, settings: Settings, *, nurse: Password, admin: Password) -> Access:
    clinic_id = clinics.create_clinic(connection, ClinicCreate.model_validate(CLINIC)).id
    nurse_id = access.create_staff(
        connection,
        clinic_id,
        name="Nora Lind",
        email=NURSE_EMAIL,
        role=Role.NURSE,
        password_hash=nurse.hash,
    )
    client = access.create_client(connection, clinic_id, name="Riverside EHR")
    people = live_through(connection, (ANNA, *OTHERS), clinic_id=clinic_id, nurse_id=nurse_id, time_zone=ZONE)
    signer = _add_admin(connection, clinic_id, admin)
    for pack in published().values():
        signing = Signing(hash=pack.hash, rules=[rule.id for rule in pack.rules])
        rulebooks.sign(connection, signer, pack.id, signing)
    for patient in people:
        reevaluate(connection, signer, patient)
    return Access(settings.base_url, str(people[0]), nurse.words, admin.words, str(client.id), client.secret)


def _add_admin(connection: Connection, clinic_id: UUID, password: Password) -> Actor:
    admin_id = access.create_staff(
        connection, clinic_id, name=ADMIN, email=ADMIN_EMAIL, role=Role.ADMIN, password_hash=password.hash
    )
    return Actor(kind="admin", id=admin_id, clinic_id=clinic_id, name=ADMIN)


def _open_again(connection: Connection, settings: Settings, *, nurse: Password, admin: Password) -> Access:
    """New secrets for a demo whose file of secrets was lost; the diaries stay."""
    known = store.active_staff(connection, NURSE_EMAIL)
    assert known is not None
    store.set_password(connection, known.id, password_hash=nurse.hash)
    signer = store.active_staff(connection, ADMIN_EMAIL)
    if signer is None:  # a demo of an older version
        _add_admin(connection, known.clinic_id, admin)
    else:
        store.set_password(connection, signer.id, password_hash=admin.hash)
    client = access.create_client(connection, known.clinic_id, name="Riverside EHR")
    actor = Actor(kind="nurse", id=known.id, clinic_id=known.clinic_id, name=known.name)
    anna, *_ = patients.page(connection, actor, record_number=ANNA.record_number, after=None, limit=1)
    return Access(settings.base_url, str(anna.id), nurse.words, admin.words, str(client.id), client.secret)
