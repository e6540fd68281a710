"""`diary serve`."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.opened import chosen_settings, opened
from api.commands.serving import LOOPBACK, listening, run, server_of
from api.logs import configure_logging
from api.main import create_app
from api.settings import Settings

HIGHEST_PORT = 65535


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 is every one.")] = LOOPBACK,
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=HIGHEST_PORT)] = 8000,
    base_url: Annotated[str | None, typer.Option(help="The https address that people see.")] = None,
) -> None:
    """Serve the diary for a clinic, behind a proxy that speaks TLS."""
    settings = chosen_settings(base_url=base_url)
    configure_logging(settings.log_level)
    with (
        opened(settings) as database,
        listening(host, port, instead=f"diary serve --port {_another(port)}") as listener,
    ):
        server = server_of(create_app(settings, database=database), settings)
        _say_where(settings, host=host, port=port)
        run(server, listener=listener)
    typer.echo("Stopped.")


def _another(port: int) -> int:
    return port + 1 if 1024 <= port < HIGHEST_PORT else 8000


def _say_where(settings: Settings, *, host: str, port: int) -> None:
    typer.echo(f"Serving {settings.base_url} on {host}, port {port}. Ctrl-C stops.")
    if settings.base_url.startswith("https://") and not settings.trusted_addresses:
        typer.echo(
            "DIARY_TRUSTED_PROXIES names no proxy, so everybody seems to sign in from the proxy's own address"
            " and guesses by one slow all. Name the proxy's address there.",
            err=True,
        )
    if settings.backup_folder and not Path(settings.backup_folder).is_dir():
        typer.echo("DIARY_BACKUP_FOLDER names no folder, so no backup is found there.", err=True)
