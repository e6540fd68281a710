"""`diary demo`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from api import demo
from api.commands.opened import bring_up_to_date
from api.commands.refusals import Refused
from api.commands.serving import LOOPBACK, listening, run, server_of
from api.database import open_database
from api.logs import configure_logging
from api.main import create_app
from api.schema import ROOT
from api.settings import Settings


def run_demo(
    port: Annotated[int, typer.Option(help="The port on this machine.", min=1, max=65535)] = 8000,
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its database.")] = ROOT / ".data",
) -> None:
    """Serve a made-up clinic on this machine only."""
    _refuse_production()
    with listening(LOOPBACK, port, instead=f"make run PORT={port + 1}") as listener:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        settings = Settings(
            environment="demo",
            base_url=f"http://localhost:{port}",
            database_url=f"sqlite:///{folder / 'diary.db'}",
        )
        configure_logging("warning")
        bring_up_to_date(settings)
        database = open_database(settings)
        try:
            typer.echo(demo.welcome(demo.prepare(database, settings, keep=folder / "demo.json")))
            run(server_of(create_app(settings, database=database), settings), listener=listener)
        finally:
            database.close()
    typer.echo("Stopped.")


def _refuse_production() -> None:
    # A demo with its printed passwords must never meet the settings of a real clinic.
    chosen = os.environ.get("DIARY_ENVIRONMENT", "demo")
    if chosen != "demo" or "DIARY_DATABASE_URL" in os.environ or "DIARY_BASE_URL" in os.environ:
        raise Refused(
            "The demo refuses production settings: unset DIARY_ENVIRONMENT, DIARY_DATABASE_URL"
            " and DIARY_BASE_URL."
        )
