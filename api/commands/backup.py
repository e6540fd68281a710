"""`diary backup` and `diary restore`."""

from pathlib import Path
from typing import Annotated

import typer

from api.backup import service
from api.commands.opened import chosen_settings
from api.commands.refusals import Refused


def back_up(
    folder: Annotated[Path, typer.Argument(help="The folder that it is put into.")],
    verify: Annotated[
        bool, typer.Option("--verify", help="Restore it to a scratch place too, and compare everything.")
    ] = False,
) -> None:
    """Copy everything into a new file, while the service runs."""
    settings = chosen_settings()
    backup = service.back_up(settings, folder)
    typer.echo(str(backup))
    if verify:
        verdict = service.verify(settings, backup)
        if not verdict.is_good:
            raise Refused("\n".join(["This backup is no good:", *verdict.problems]))
        typer.echo("Restored to a scratch place, and it holds the same.", err=True)


def restore(
    backup: Annotated[Path, typer.Argument(help="The backup.", exists=True, dir_okay=False)],
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of the diary that is there.")
    ] = False,
) -> None:
    """Bring a backup back, while the service is stopped."""
    restored = service.restore(chosen_settings(), backup, replaces=replace)
    typer.echo(f"The diary is as it was on {restored.made_at:%Y-%m-%d at %H:%M:%S} UTC.")
    if restored.kept is not None:
        typer.echo(f"What it replaced is kept as {restored.kept}.")
    typer.echo("Once the service runs, the phones offer again what they sent after that.")
