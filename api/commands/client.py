"""`diary client`: the hospital's programs."""

from typing import Annotated
from uuid import UUID

import typer

from api.access import operator, roster
from api.access.operator import ClientCreate
from api.access.service import NewClient
from api.access.table import SCOPES
from api.commands.asking import answer, problem_in
from api.commands.opened import account, chosen_settings, clinic_named, opened
from api.commands.refusals import USAGE, Refused

app = typer.Typer(no_args_is_help=True, help="The hospital's programs.")
Id = Annotated[UUID, typer.Argument(help="The program's id; see: diary client list")]


@app.command()
def add(
    name: Annotated[str | None, typer.Option(help="What the program is called.")] = None,
    scope: Annotated[list[str] | None, typer.Option(help="What it may do; give it once for each.")] = None,
    clinic: Annotated[
        str | None, typer.Option(help="The clinic's name; needed when there are several.")
    ] = None,
) -> None:
    """Give a program an id and a secret. The secret is shown this once."""
    if not scope:
        raise Refused(f"Say with --scope what it may do: {', '.join(SCOPES)}", exit_code=USAGE)
    called = answer(
        "Name of the program",
        option="--name",
        given=name,
        wrong=lambda typed: problem_in(ClientCreate, "name", {"name": typed}),
    )
    body = ClientCreate(name=called, scopes=frozenset(scope))
    with opened(chosen_settings()) as database:
        clinic_id = database.read_now(clinic_named, clinic)
        _show(database.write_now(operator.add_client, clinic_id, body=body, by=account()))


@app.command("list")
def list_clients() -> None:
    """Show the programs, what they may do, and which were disabled."""
    with opened(chosen_settings()) as database:
        for one in database.read_now(roster.programs):
            state = "active" if one.is_active else "disabled"
            typer.echo("\t".join((str(one.id), state, " ".join(one.scopes), one.name, one.clinic)))


@app.command()
def rotate(client_id: Id) -> None:
    """Give a program another secret, shown this once; the old one and its tokens end at once."""
    with opened(chosen_settings()) as database:
        _show(database.write_now(operator.rotate_client, client_id, by=account()))


@app.command()
def disable(client_id: Id) -> None:
    """End a program's tokens, and give it no more."""
    with opened(chosen_settings()) as database:
        database.write_now(operator.disable_client, client_id, by=account())
    typer.echo("The program gets in no more.")


def _show(client: NewClient) -> None:
    typer.echo(f"id      {client.id}\nsecret  {client.secret}")
    typer.echo("The secret is kept nowhere; put it into the program now.", err=True)
