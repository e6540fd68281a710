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
from api.patients import store as patients
from api.settings import Settings

ZONE = "America/New_York"
NURSE_EMAIL = "nora.lind@example.org"
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
class Access:
    """What somebody needs to try the demo as each of its users."""

    base_url: str
    patient_id: str
    nurse_password: str
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
            "client": {"id": self.client_id, "secret": self.client_secret},
        }


def prepare(database: Database, settings: Settings, *, keep: Path) -> Access:
    """Fills an empty database, mints a fresh code, and writes what opens the demo to `keep`."""
    nurse = database.read_now(store.active_staff, NURSE_EMAIL)
    known = _known(keep) if nurse else None
    if known is None:
        password = secrets.token_urlsafe(12)
        # One transaction: a start that is killed half-way leaves nothing, and the next start fills.
        known = database.write_now(
            _open_again if nurse else _fill,
            settings,
            password=password,
            password_hash=passwords.hash_password(password),
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
    return Access(
        base_url=document["base_url"],
        patient_id=document["patient"]["id"],
        nurse_password=document["nurse"]["password"],
        client_id=document["client"]["id"],
        client_secret=document["client"]["secret"],
    )


def _fill(connection: Connection, settings: Settings, *, password: str, password_hash: str) -> Access:
    clinic_id = clinics.create_clinic(connection, ClinicCreate.model_validate(CLINIC)).id
    nurse_id = access.create_staff(
        connection,
        clinic_id,
        name="Nora Lind",
        email=NURSE_EMAIL,
        role=Role.NURSE,
        password_hash=password_hash,
    )
    client = access.create_client(connection, clinic_id, name="Riverside EHR")
    anna, *_ = live_through(
        connection, (ANNA, *OTHERS), clinic_id=clinic_id, nurse_id=nurse_id, time_zone=ZONE
    )
    return Access(settings.base_url, str(anna), password, str(client.id), client.secret)


def _open_again(connection: Connection, settings: Settings, *, password: str, password_hash: str) -> Access:
    """New secrets for a demo whose file of secrets was lost; the diaries stay."""
    nurse = store.active_staff(connection, NURSE_EMAIL)
    assert nurse is not None
    store.set_password(connection, nurse.id, password_hash=password_hash)
    client = access.create_client(connection, nurse.clinic_id, name="Riverside EHR")
    actor = Actor(kind="nurse", id=nurse.id, clinic_id=nurse.clinic_id, name=nurse.name)
    anna, *_ = patients.page(connection, actor, record_number=ANNA.record_number, after=None, limit=1)
    return Access(settings.base_url, str(anna.id), password, str(client.id), client.secret)
