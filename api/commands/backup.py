"""`diary backup`, `diary verify` and `diary restore`."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from api.backup import service
from api.commands.opened import chosen_settings
from api.commands.refusals import USAGE, Refused
from api.settings import Settings

ENDED_BY_SIGNAL = 128
Backup = Annotated[Path, typer.Argument(help="The backup.", exists=True, dir_okay=False)]


def back_up(
    folder: Annotated[str, typer.Argument(help="The folder that it is put into.")],
    verify: Annotated[
        bool, typer.Option("--verify", help="Restore it to a scratch place too, and compare everything.")
    ] = False,
) -> None:
    """Copy everything into a new file, while the service runs."""
    if not folder.strip():
        raise Refused("Name the folder that the backup is put into.", exit_code=USAGE)
    settings = chosen_settings()
    with _tidied_when_ended():
        backup = service.back_up(settings, Path(folder))
        typer.echo(str(backup))
        if verify:
            _require_good(settings, backup)


def verify(backup: Backup) -> None:
    """Restore a backup to a scratch place, and compare everything with what it should hold."""
    settings = chosen_settings()
    with _tidied_when_ended():
        _require_good(settings, backup)


def restore(
    backup: Backup,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of the diary that is there.")
    ] = False,
) -> None:
    """Bring a backup back, while the service is stopped."""
    settings = chosen_settings()
    with _tidied_when_ended():
        restored = service.restore(settings, backup, replaces=replace)
    typer.echo(f"The diary is as it was on {restored.made_at:%Y-%m-%d at %H:%M:%S} UTC.")
    if restored.kept is not None:
        typer.echo(f"What it replaced is kept as {restored.kept}.")
    typer.echo("Once the service runs, the phones offer again what they sent after that.")


def _require_good(settings: Settings, backup: Path) -> None:
    verdict = service.verify(settings, backup)
    if not verdict.is_good:
        raise Refused("\n".join(["This backup is no good:", *verdict.problems]))
    typer.echo("Restored to a scratch place, and it holds the same.", err=True)


@contextmanager
def _tidied_when_ended() -> Iterator[None]:
    """Told to end, the block leaves no half copies behind: by itself Python would stop where it is."""
    signals = (signal.SIGTERM, signal.SIGHUP)
    former = {
        number: signal.signal(number, lambda got, _: sys.exit(ENDED_BY_SIGNAL + got)) for number in signals
    }
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
