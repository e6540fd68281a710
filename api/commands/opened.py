"""The settings and the database that a command works with, or the sentence that says why it cannot."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import typer
from pydantic import ValidationError
from sqlalchemy import Connection

from api.clinics import store
from api.commands.refusals import USAGE, Refused
from api.database import Database, open_database
from api.database_file import FileClaim, make_private
from api.schema import NewerTables, is_known, migrate, newest_revision, revision_of
from api.settings import Settings

DEMO_FILE = "demo.json"
FOR_TESTS = "DIARY_TEST_"


def chosen_settings(*, base_url: str | None = None, may_be_demo: bool = False) -> Settings:
    """What the environment says, and what the command line says instead.

    `may_be_demo`: for commands that neither serve nor change a clinic. Raises: Refused.
    """
    for name in sorted(set(os.environ) - _known_names()):
        if name.startswith("DIARY_") and not name.startswith(FOR_TESTS):
            typer.echo(f"{name} is no setting and is ignored. Is it misspelt?", err=True)
    try:
        settings = Settings() if base_url is None else Settings(base_url=base_url)
    except ValidationError as error:
        raise Refused("\n".join(map(_sentence, error.errors())), exit_code=USAGE) from None
    if not may_be_demo:
        _refuse_demo(settings)
    return settings


def bring_up_to_date(settings: Settings) -> None:
    """Migrates the tables. Raises: UnsafeDatabase while another process has the SQLite file open."""
    path = settings.sqlite_path
    if path is None:
        migrate(settings)
        return
    make_private(path)
    claim = FileClaim(path, alone=True)
    try:
        migrate(settings)
    finally:
        claim.release()


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database, closed at the end of the block. Raises: Refused, NewerTables."""
    database = open_database(settings)
    try:
        _refuse_other_tables(database.read_now(revision_of))
        yield database
    finally:
        database.close()


def clinic_named(connection: Connection, name: str | None) -> UUID:
    """The clinic of this name, or the only one there is. Raises: Refused."""
    clinics = store.every(connection)
    if not clinics:
        raise Refused("There is no clinic yet. Run: diary init")
    found = [one for one in clinics if name is None or one.name.casefold() == name.strip().casefold()]
    if len(found) != 1:
        raise Refused(
            "Say with --clinic which one: " + ", ".join(one.name for one in clinics), exit_code=USAGE
        )
    return found[0].id


def account() -> str:
    """Who is at the keyboard, for the audit."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"  # in a container, the user's number often has no name


def _refuse_other_tables(revision: str | None) -> None:
    if revision == newest_revision():
        return
    if revision is None:
        raise Refused("There are no tables yet. For a new clinic, run: diary init")
    if not is_known(revision):
        raise NewerTables
    raise Refused("The tables are older than this version. Run: diary migrate")


def _refuse_demo(settings: Settings) -> None:
    path = settings.sqlite_path
    if settings.environment == "demo" or (path is not None and _is_demo(path.parent)):
        raise Refused(
            "This is the demo's database, and it prints its passwords. For a clinic, set DIARY_DATABASE_URL"
            " to a place of its own and leave DIARY_ENVIRONMENT unset."
        )


def _is_demo(folder: Path) -> bool:
    try:
        return _exists(folder / DEMO_FILE)
    except PermissionError:
        raise Refused(
            f"{account()} may not look into {folder.resolve()}. Run this as the user who owns that folder."
        ) from None


def _exists(path: Path) -> bool:
    return path.exists()


def _known_names() -> set[str]:
    return {f"DIARY_{name.upper()}" for name in Settings.model_fields}


def _sentence(error: Any) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    name = "_".join(str(part) for part in error["loc"]).upper()
    return f"DIARY_{name}: {error['msg']}."
