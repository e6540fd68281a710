"""`diary staff`: who may sign in."""

from pathlib import Path
from typing import Annotated

import typer

from api.access import operator, passwords, roster
from api.access.models import Role
from api.access.operator import StaffCreate
from api.commands.asking import answer, new_password, problem_in
from api.commands.opened import account, chosen_settings, clinic_named, opened
from api.database import Database

app = typer.Typer(no_args_is_help=True, help="Who may sign in.")
Email = Annotated[str, typer.Argument(help="The e-mail address that they sign in with.")]
Clinic = Annotated[str | None, typer.Option(help="The clinic's name; needed when there are several.")]
PasswordFile = Annotated[Path | None, typer.Option(help="A file with the password; - is standard input.")]


@app.command()
def add(
    name: Annotated[str | None, typer.Option(help="Their name.")] = None,
    email: Annotated[str | None, typer.Option(help="The e-mail address that they sign in with.")] = None,
    role: Annotated[Role, typer.Option(help="What they are.")] = Role.NURSE,
    clinic: Clinic = None,
    password_file: PasswordFile = None,
) -> None:
    """Let somebody sign in."""
    with opened(chosen_settings()) as database:
        clinic_id = database.read_now(clinic_named, clinic)
        body = ask_for_staff(database, name=name, email=email, role=role)
        password_hash = passwords.hash_password(new_password(password_file, email=body.email))
        database.write_now(
            operator.add_staff, clinic_id, body=body, password_hash=password_hash, by=account()
        )
    typer.echo(f"{body.email} can sign in as {role.value}.")


@app.command("list")
def list_staff() -> None:
    """Show who may sign in, and who was disabled."""
    with opened(chosen_settings()) as database:
        for one in database.read_now(roster.everyone):
            state = "active" if one.is_active else "disabled"
            typer.echo("\t".join((one.email, one.role, state, one.name, one.clinic)))


@app.command()
def password(email: Email, password_file: PasswordFile = None) -> None:
    """Give somebody another password, and sign them out everywhere."""
    with opened(chosen_settings()) as database:
        known = database.read_now(operator.staff_of, email)
        password_hash = passwords.hash_password(new_password(password_file, email=known.email))
        database.write_now(operator.set_password, email, password_hash=password_hash, by=account())
    typer.echo(f"{known.email} has another password and is signed out everywhere.")


@app.command()
def role(email: Email, role: Annotated[Role, typer.Argument(help="What they become.")]) -> None:
    """Give somebody another role, and sign them out everywhere."""
    with opened(chosen_settings()) as database:
        database.write_now(operator.change_role, email, role=role, by=account())
    typer.echo(f"{email} is {role.value} now, and signed out everywhere.")


@app.command()
def disable(email: Email) -> None:
    """Sign somebody out everywhere, and let them in no more."""
    with opened(chosen_settings()) as database:
        database.write_now(operator.disable_staff, email, by=account())
    typer.echo(f"{email} is signed out everywhere and cannot sign in.")


@app.command()
def enable(email: Email) -> None:
    """Let somebody who was disabled sign in again, with the password that they had."""
    with opened(chosen_settings()) as database:
        database.write_now(operator.enable_staff, email, by=account())
    typer.echo(f"{email} can sign in again.")


def ask_for_staff(
    database: Database, *, name: str | None, email: str | None, role: Role, option: str = "--"
) -> StaffCreate:
    """Somebody who can be added. `option` is what the options begin with. Raises: Refused."""

    def wrong_email(typed: str) -> str | None:
        if database.read_now(roster.everyone, email=typed):
            return "This e-mail address is taken. See: diary staff list"
        return (
            problem_in(StaffCreate, "email", {"email": typed})
            and "Write an address such as nora@example.org."
        )

    full_name = answer(
        "Their name",
        option=f"{option}name",
        given=name,
        wrong=lambda typed: problem_in(StaffCreate, "name", {"name": typed}),
    )
    address = answer("Their e-mail address", option=f"{option}email", given=email, wrong=wrong_email)
    return StaffCreate(name=full_name, email=address, role=role)
