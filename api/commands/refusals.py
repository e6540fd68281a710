"""What an operator can put right is said in a sentence; anything else is a bug and shows its place."""

import sqlite3
from typing import Any

import psycopg
import typer
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from typer.core import TyperGroup

from api.backup.refusal import BackupFailed
from api.database import UnsafeDatabase
from api.errors import DiaryError, Unavailable
from api.schema import NewerTables

STATE, USAGE = 1, 2
DRIVERS_ERRORS = (sqlite3.Error, psycopg.Error)


class Refused(Exception):
    """A command that was not carried out. `exit_code` is 2 where the command line was wrong, else 1."""

    def __init__(self, sentence: str, *, exit_code: int = STATE) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


TO_BE_SAID = (
    Refused,
    BackupFailed,
    DiaryError,
    UnsafeDatabase,
    CommandError,
    SQLAlchemyError,
    *DRIVERS_ERRORS,
    OSError,
)


class Sentences(TyperGroup):
    """A group of commands that ends with a sentence and an exit code instead of a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except TO_BE_SAID as error:
            typer.echo(sentence_of(error), err=True)
            raise typer.Exit(getattr(error, "exit_code", STATE)) from error


def sentence_of(error: Exception) -> str:
    """What went wrong and what to do. It quotes no values that the database was given."""
    if isinstance(error, Unavailable):
        return f"The database cannot be used now: {_cause_of(error)}"
    if isinstance(error, DiaryError):
        return "\n".join([one.problem for one in error.errors] or [error.explanation])
    if isinstance(error, SQLAlchemyError):
        return f"The database cannot be used: {_cause_of(error)}"
    if isinstance(error, DRIVERS_ERRORS):
        return f"The database cannot be used: {_first_line(error)}"
    if isinstance(error, CommandError) and not isinstance(error, NewerTables):
        return f"The tables cannot be brought up to date: {_first_line(error)}"
    if isinstance(error, PermissionError):
        return f"Not allowed to open {error.filename}. Run this as the user who owns it."
    if isinstance(error, OSError):
        return ": ".join(str(part) for part in (error.filename, error.strerror or error) if part)
    return str(error)


def _cause_of(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error.__cause__
    return _first_line(cause) or "it takes no more work"


def _first_line(error: BaseException | None) -> str:
    # What PostgreSQL says after it quotes the row that it refused.
    return str(error or "").strip().partition("\n")[0]
