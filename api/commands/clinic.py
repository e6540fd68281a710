"""`diary clinic`: what `diary init` was told, shown and changed."""

from typing import Annotated, Any
from uuid import UUID

import typer
from sqlalchemy import Connection

from api.access import operator
from api.clinics import service, store
from api.clinics.models import Clinic
from api.clinics.numbers import for_reading
from api.commands.clinic_answers import problem_with, read
from api.commands.hours import hours_in_words
from api.commands.opened import account, chosen_settings, clinic_named, opened
from api.commands.refusals import USAGE, Refused
from api.errors import Conflict

app = typer.Typer(no_args_is_help=True, help="The clinic's name, zone, numbers, hours and holidays.")
Text = str | None
Which = Annotated[Text, typer.Option(help="The clinic's name; needed when there are several.")]
OPTIONS = {field: field.replace("_", "-") for field in service.CHANGEABLE} | {"time_zone": "zone"}


@app.command()
def show(clinic: Which = None) -> None:
    """Show what the clinic is called, when it is open and which numbers people call."""
    with opened(chosen_settings()) as database:
        kept = database.read_now(_clinic_named, clinic)
    for field, option in OPTIONS.items():
        typer.echo(f"{option}\t{_in_words(kept, field)}")


@app.command()
def change(
    clinic: Which = None,
    name: Annotated[Text, typer.Option(help="Another name.")] = None,
    zone: Annotated[Text, typer.Option(help="Its time zone, such as Europe/Berlin.")] = None,
    day_number: Annotated[Text, typer.Option(help="Phone number while it is open.")] = None,
    after_hours_number: Annotated[Text, typer.Option(help="Phone number when it is closed.")] = None,
    emergency_number: Annotated[Text, typer.Option(help="Emergency number, such as 911 or 112.")] = None,
    crisis_number: Annotated[Text, typer.Option(help="Number for a crisis of the mind, or none.")] = None,
    hours: Annotated[Text, typer.Option(help="Such as: mon-fri 08:00-17:00, sat 09:00-12:00")] = None,
    holidays: Annotated[Text, typer.Option(help="All of them: 2026-12-25, 2026-12-26 (or: none)")] = None,
) -> None:
    """Change what is given and leave the rest. It holds from the next request on."""
    given = {
        "name": name,
        "time_zone": zone,
        "day_number": day_number,
        "after_hours_number": after_hours_number,
        "emergency_number": emergency_number,
        "crisis_number": crisis_number,
        "hours": hours,
        "holidays": holidays,
    }
    texts = {field: text for field, text in given.items() if text is not None}
    if not texts:
        raise Refused("Say what to change, such as --hours; see: diary clinic show", exit_code=USAGE)
    with opened(chosen_settings()) as database:
        kept = database.read_now(_clinic_named, clinic)
        changed = database.write_now(_change, kept.id, _checked(kept, texts), by=account())
    typer.echo(
        "Changed: " + ", ".join(OPTIONS[field] for field in changed) if changed else "Nothing to change."
    )


def _clinic_named(connection: Connection, name: str | None) -> Clinic:
    return store.get(connection, clinic_named(connection, name))


def _checked(kept: Clinic, texts: dict[str, str]) -> dict[str, Any]:
    """Raises: Refused with the option that is not right."""
    others = service.as_created(kept)
    for field, text in texts.items():
        if problem := problem_with(field, text, others):
            raise Refused(f"--{OPTIONS[field]}: {problem}", exit_code=USAGE)
    return {field: read(field, text) for field, text in texts.items()}


def _change(connection: Connection, clinic_id: UUID, changes: dict[str, Any], *, by: str) -> list[str]:
    changed = service.change_clinic(connection, clinic_id, changes)
    if not changed.new:
        return []
    _refuse_taken(connection, clinic_id, name=changed.new.get("name"))
    operator.note_clinic_change(connection, clinic_id, old=changed.old, new=changed.new, by=by)
    return list(changed.new)


def _refuse_taken(connection: Connection, clinic_id: UUID, *, name: str | None) -> None:
    others = {one.name.casefold() for one in store.every(connection) if one.id != clinic_id}
    if name is not None and name.casefold() in others:
        raise Conflict("There is a clinic of this name already.")


def _in_words(clinic: Clinic, field: str) -> str:
    value = getattr(clinic, field)
    if field == "hours":
        return hours_in_words(value)
    if field == "holidays":
        return ", ".join(value) or "none"
    return for_reading(value, region=clinic.region) or "none" if field.endswith("_number") else value
