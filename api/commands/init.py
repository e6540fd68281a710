"""`diary init`."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from api.access import operator, passwords
from api.access.models import Role
from api.access.operator import StaffCreate
from api.clinics import service as clinics
from api.clinics import store
from api.clinics.models import ClinicCreate
from api.commands.asking import new_password
from api.commands.clinic_answers import ask_for_clinic
from api.commands.opened import account, bring_up_to_date, chosen_settings, opened
from api.commands.staff import ask_for_staff
from api.errors import Conflict
from api.settings import Settings

Text = str | None


def init(
    name: Annotated[Text, typer.Option(help="Name of the clinic.")] = None,
    zone: Annotated[Text, typer.Option(help="Its time zone, such as Europe/Berlin.")] = None,
    region: Annotated[Text, typer.Option(help="Its country in two letters, for phone numbers.")] = None,
    day_number: Annotated[Text, typer.Option(help="Phone number while it is open.")] = None,
    after_hours_number: Annotated[Text, typer.Option(help="Phone number when it is closed.")] = None,
    emergency_number: Annotated[Text, typer.Option(help="Emergency number, such as 911 or 112.")] = None,
    crisis_number: Annotated[Text, typer.Option(help="Number for a crisis of the mind, or none.")] = None,
    hours: Annotated[Text, typer.Option(help="Such as: mon-fri 08:00-17:00, sat 09:00-12:00")] = None,
    admin_name: Annotated[Text, typer.Option(help="Name of the first admin.")] = None,
    admin_email: Annotated[Text, typer.Option(help="E-mail address that the admin signs in with.")] = None,
    password_file: Annotated[
        Path | None, typer.Option(help="A file with the admin's password; - is standard input.")
    ] = None,
) -> None:
    """Set up a clinic and its first admin. Asks for what is not given."""
    settings = chosen_settings()
    given = {
        "name": name,
        "time_zone": zone,
        "region": region,
        "day_number": day_number,
        "after_hours_number": after_hours_number,
        "emergency_number": emergency_number,
        "crisis_number": crisis_number,
        "hours": hours,
    }
    bring_up_to_date(settings)
    with opened(settings) as database:
        clinic = ask_for_clinic(given, taken=database.read_now(_taken))
        admin = ask_for_staff(
            database, name=admin_name, email=admin_email, role=Role.ADMIN, option="--admin-"
        )
        password_hash = passwords.hash_password(new_password(password_file, email=admin.email))
        database.write_now(_set_up, clinic, admin=admin, password_hash=password_hash, by=account())
    typer.echo(_next_steps(settings, clinic=clinic.name, email=admin.email))


def _set_up(
    connection: Connection, clinic: ClinicCreate, *, admin: StaffCreate, password_hash: str, by: str
) -> None:
    if clinic.name.casefold() in _taken(connection):
        raise Conflict("There is a clinic of this name already.")
    clinic_id = clinics.create_clinic(connection, clinic).id
    operator.note_clinic(connection, clinic_id, by=by)
    operator.add_staff(connection, clinic_id, body=admin, password_hash=password_hash, by=by)


def _taken(connection: Connection) -> set[str]:
    return {clinic.name.casefold() for clinic in store.every(connection)}


def _next_steps(settings: Settings, *, clinic: str, email: str) -> str:
    return f"""
{clinic} is set up. Next:

  diary serve          serves it; {email} signs in at {settings.base_url}/nurse
  diary staff add      lets a nurse sign in
  diary client add     gives a hospital's program an id and a secret
  diary backup FOLDER  copies everything; let a timer do it daily
"""
