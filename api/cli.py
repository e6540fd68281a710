"""The `diary` command."""

import logging
import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from alembic import command
from alembic.config import Config
from fastapi import FastAPI

from api import demo
from api.database import open_database
from api.main import create_app
from api.request_log import log_as_json
from api.settings import Settings

ROOT = Path(__file__).parents[1]
LOOPBACK = "127.0.0.1"
app = typer.Typer(no_args_is_help=True, add_completion=False, help="The side-effect diary.")


@app.callback()
def diary() -> None:
    """The side-effect diary."""


@app.command("demo")
def run_demo(
    port: Annotated[int, typer.Option(help="The port on this machine.", min=1, max=65535)] = 8000,
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its database.")] = ROOT / ".data",
) -> None:
    """Serve a made-up clinic on this machine only."""
    _refuse_production()
    taken = _listener(port)
    if taken is None:
        sys.exit(f"Port {port} is taken. Choose another: make run PORT={port + 1}")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    settings = Settings(
        environment="demo",
        base_url=f"http://localhost:{port}",
        database_url=f"sqlite:///{folder / 'diary.db'}",
    )
    log_as_json(logging.WARNING)
    migrate(settings)
    database = open_database(settings)
    access = demo.prepare(database, settings, keep=folder / "demo.json")
    typer.echo(demo.welcome(access))
    try:
        _serve(create_app(settings, database=database), listener=taken)
    finally:
        database.close()


def migrate(settings: Settings) -> None:
    """Brings the tables up to date."""
    if settings.sqlite_path is not None:
        settings.sqlite_path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("sqlalchemy.url", settings.database_url.replace("%", "%%"))
    command.upgrade(config, "head")


def _refuse_production() -> None:
    # A demo with its printed passwords must never meet the settings of a real clinic.
    chosen = os.environ.get("DIARY_ENVIRONMENT", "demo")
    if chosen != "demo" or "DIARY_DATABASE_URL" in os.environ or "DIARY_BASE_URL" in os.environ:
        sys.exit(
            "The demo refuses production settings: unset DIARY_ENVIRONMENT, DIARY_DATABASE_URL"
            " and DIARY_BASE_URL."
        )


def _listener(port: int) -> socket.socket | None:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        # At once, so that a second start at the same moment finds the port taken.
        listener.listen()
    except OSError:
        listener.close()
        return None
    return listener


def _serve(service: FastAPI, *, listener: socket.socket) -> None:
    config = uvicorn.Config(service, log_level="warning", access_log=False, server_header=False)
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        typer.echo("Stopped.")


if __name__ == "__main__":
    app()
